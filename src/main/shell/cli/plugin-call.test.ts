import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { main } from './main'

const home = mkdtempSync(join(tmpdir(), 'wireharp-call-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function call(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    status: () => {},
    env: { WIREHARP_HOME: home },
  }
  const code = await main(['plugin', 'call', ...args], io)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('S2-02 wireharp plugin call', () => {
  test('calls a tool and prints its answer as JSON', async () => {
    const { code, out } = await call('music-theory/note-frequency', '--json', '{"note":"A4"}')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ note: 69, name: 'A4', frequency: 440, cents: 0 })
  })

  test('S2-07 reads a sensor', async () => {
    const { code, out } = await call('system/memory')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ sourceId: 'system/memory', unit: '%' })
  })

  test('lists tools and sensors without a name', async () => {
    const { out } = await call()
    expect(out).toMatch(/^music-theory\/chord-name +The names that fit/m)
    expect(out).toMatch(/^i2c-temp\/temperature +Sensor: Room temperature, in °C\./m)
  })

  test.each([
    [['music-theory/chord-name', '--json', '{"notes": 7}'], 'tool-input-invalid'],
    [['music-theory/chord-name', '--json', '{notes}'], 'tool-input-invalid'],
    [['music-theory/none'], 'tool-unknown'],
    [['gpio/pin1'], 'plugin-not-enabled'],
    [
      ['http-reading/webhook', '--json', '{"url": "http://localhost:61999/"}'],
      'plugin-threw: HTTP reading may not do this: Talk to the network: localhost:61999',
    ],
  ])('%j is refused with %s', async (args, said) => {
    const { code, err } = await call(...args)
    expect(code).toBe(1)
    expect(err).toContain(`error ${said}`)
  })
})
