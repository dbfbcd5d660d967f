import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok, unwrap, type Result } from '#shared/kit'
import { midiOutputOf, midiOutputs, sendMidi } from './midi'
import { askSerial, serialDeviceOf, type OpenSerial } from './serial'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devices-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('S1-19 the right “midi”', () => {
  function places() {
    const [devices, cards] = [join(folder, 'snd'), join(folder, 'asound')]
    mkdirSync(devices)
    mkdirSync(join(cards, 'card1'), { recursive: true })
    writeFileSync(join(cards, 'card1/id'), 'Keystation\n')
    for (const name of ['midiC1D0', 'midiC2D0', 'pcmC1D0p', 'seq']) {
      writeFileSync(join(devices, name), '')
    }
    return { devices, cards }
  }

  test('outputs are the raw devices, with the name of their card where it has one', async () => {
    expect(unwrap(await midiOutputs(places()))).toEqual(['midiC1D0 Keystation', 'midiC2D0'])
    expect(unwrap(await midiOutputs({ devices: '/nowhere', cards: '/nowhere' }))).toEqual([])
  })

  test('a message goes there byte by byte', async () => {
    const there = places()
    const note = { output: 'midiC1D0 Keystation', message: [0x90, 60, 100] }
    expect(midiOutputOf(note)).toBe('midiC1D0 Keystation')
    unwrap(await sendMidi(note, there))
    expect([...readFileSync(join(there.devices, 'midiC1D0'))]).toEqual([0x90, 60, 100])
  })

  test.each([
    [[0x90, 60]],
    [[0x90, 60, 200]],
    [[60, 100]],
    [[0xc0, 1, 2]],
    [[0xf0, 1, 2]],
    [[0xf0, 0x80, 0xf7]],
    [[0xf7]],
    [[]],
    [[256]],
    ['90 3c 64'],
  ])('%j is no message', async message => {
    const there = places()
    expect(codeOf(await sendMidi({ output: 'midiC2D0', message }, there))).toBe('request-invalid')
    expect(readFileSync(join(there.devices, 'midiC2D0'))).toHaveLength(0)
  })

  test.each([[[0xc0, 5]], [[0xf8]], [[0xf2, 1, 2]], [[0xf0, 0x7e, 0x7f, 6, 1, 0xf7]]])(
    '%j is one',
    async message => {
      expect(codeOf(await sendMidi({ output: 'midiC2D0', message }, places()))).toBe('ok')
    },
  )

  test.each(['midiC9D0', '../asound/card1/id', 'pcmC1D0p', ''])(
    'there is no output %j',
    async output => {
      const sent = await sendMidi({ output, message: [0xf8] }, places())
      expect(codeOf(sent)).toBe('device-unavailable')
    },
  )
})

describe('S1-19 the right “serial”', () => {
  /** A device that says these one after the other, and nothing more. */
  function device(...parts: readonly string[]) {
    const said: string[] = []
    const waiting = [...parts]
    let closed = 0
    const open: OpenSerial = async (_device, baud) => {
      said.push(String(baud))
      return ok({
        write: async bytes => void said.push(Buffer.from(bytes).toString()),
        read: async () => Buffer.from(waiting.shift() ?? ''),
        [Symbol.asyncDispose]: async () => void closed++,
      })
    }
    return { said, open, closed: () => closed }
  }
  const question = { device: '/dev/ttyUSB0', line: 'TEMP?' }

  test('a line goes there, and the one that answers it comes back, in however many parts', async () => {
    const { said, open, closed } = device('2', '', '1.5\r', '\nmore')
    expect(unwrap(await askSerial({ ...question, baud: 115_200 }, open))).toBe('21.5')
    expect(said).toEqual(['115200', 'TEMP?\n'])
    expect(closed()).toBe(1)
    expect(serialDeviceOf(question)).toBe('/dev/ttyUSB0')
  })

  test('silence, and a line without an end, are no answer', async () => {
    const endless = device(...Array<string>(50).fill('x'.repeat(100)))
    for (const { open } of [device(), endless]) {
      expect(codeOf(await askSerial(question, open, 50))).toBe('device-unavailable')
    }
  })

  test.each([
    { ...question, line: 'a\nb' },
    { ...question, baud: 31_250 },
    { ...question, line: 'x'.repeat(1001) },
    { line: 'x' },
  ])('%o is no question', async wish => {
    const { said, open } = device('1\n')
    expect(codeOf(await askSerial(wish, open))).toBe('request-invalid')
    expect(said).toEqual([])
  })

  test.each([
    '/dev/sda',
    '/dev/mem',
    '/etc/passwd',
    '/dev/ttyUSB0/../sda',
    '/dev/tty.x/../sda',
    '/dev/ttyUSB999',
  ])('%s is not opened', async path => {
    expect(codeOf(await askSerial({ ...question, device: path }))).toBe('device-unavailable')
  })
})
