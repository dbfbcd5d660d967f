import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PluginHome } from '../../../../plugins/testing/plugin-home'
import type * as Places from '../places'
import { main } from '../../main'

let home = new PluginHome()
vi.mock('../places', async original => {
  const real = await original<typeof Places>()
  const places = () => ({ builtIn: join(home.root, 'built-in'), paths: home.paths })
  return { ...real, openPlugins: () => real.openPlugins({}, places()) }
})

beforeEach(() => {
  home = new PluginHome()
  home.write('built-in/gain/plugin.json', {
    id: 'gain',
    name: 'Gain',
    version: '1.2.0',
    api: 1,
    author: 'The Wireharp authors',
    description: 'Makes louder.',
    licence: 'Apache-2.0',
    category: 'Level',
  })
  home.plugin('off')
  home.plugin('lost', { dependencies: { nowhere: '*' } })
  home.plugin('pi', { requires: { arch: ['arm'], reason: 'no Pi\u001b[2J' } })
  home.write('data/plugins/bad/plugin.json', '{}')
})
afterEach(() => home[Symbol.dispose]())

async function run(...line: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    status: () => {},
    env: {},
  }
  const code = await main(['plugin', ...line], io)
  return { code, out, err, text: out.join('\n') }
}

describe('S2-12 S2-18 wireharp plugin list', () => {
  test('shows every state, with name, version, author and description or reason', async () => {
    await run('disable', 'off')
    const { code, out } = await run('list')
    expect(code).toBe(0)
    // The abilities that come with the app stand below.
    expect(
      out
        .slice(0, 5)
        .map(line => line.split(/ {2,}/))
        .map(([state, id, version]) => `${state} ${id} ${version}`),
    ).toEqual([
      'enabled gain 1.2.0',
      'failed bad user',
      'missing deps lost 1.0.0',
      'disabled off 1.0.0',
      'skipped pi 1.0.0',
    ])
    expect(out[0]).toMatch(/built-in .*The Wireharp authors +Makes louder\.$/)
    expect(out[2]).toContain('it needs the plugin “nowhere”')
  })

  test('is green, yellow and red on a terminal, and plugins’ own control characters never reach it', async () => {
    const out: string[] = []
    const io = {
      out: (text: string) => void out.push(text),
      err: () => {},
      status: () => {},
      env: {},
      color: true,
    }
    await main(['plugin', 'list'], io)
    expect(out.slice(0, 5).map(line => line.slice(0, 5))).toEqual([
      '\u001b[32m',
      '\u001b[32m',
      '\u001b[31m',
      '\u001b[31m',
      '\u001b[33m',
    ])
    expect(out.join('')).not.toContain('\u001b[2J')
  })

  test('S4-05 as JSON, and by kind', async () => {
    home.write('data/plugins/ears/main.js', '')
    home.plugin('ears', { main: 'main.js', providers: [{ kind: 'vad', name: 'fake' }] })
    const all: unknown = JSON.parse((await run('list', '--json')).text)
    // With the ten that come with Wireharp as providers.
    expect(all).toHaveLength(16)
    expect(all).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ id: 'openai', kind: 'provider' }),
        expect.objectContaining({ id: 'silero', kind: 'provider' }),
      ]),
    )
    const vad: unknown = JSON.parse((await run('list', 'vad', '--json')).text)
    expect(vad).toMatchObject([
      { id: 'ears', contributes: { providers: ['vad/fake'] } },
      { id: 'silero', contributes: { providers: ['vad/silero'] } },
      { id: 'energy', state: 'enabled' },
    ])
    expect((await run('list', 'toaster')).text).toBe('No plugin is of the kind “toaster”.')
  })
})

describe('S2-12 wireharp plugin enable and disable', () => {
  test('last, and say what came of it', async () => {
    expect(await run('disable', 'gain')).toMatchObject({ code: 0, text: 'Gain is disabled.' })
    expect((await run('list')).text).toMatch(/^disabled +gain/m)
    expect(await run('enable', 'gain')).toMatchObject({ code: 0, text: 'Gain is enabled.' })
    expect((await run('enable', 'pi')).text).toContain(
      'pi is enabled and cannot run now. pi: no Pi',
    )
    expect(await run('enable', 'nobody')).toMatchObject({ code: 1 })
    expect((await run('enable', 'nobody')).err[0]).toMatch(/^error plugin-not-found: /)
    expect((await run('enable', 'bad')).err[0]).toMatch(/^error plugin-manifest-invalid: /)
  })
})

describe('S1-38 wireharp plugin doctor', () => {
  test('names every problem and what helps, and refuses while there is one', async () => {
    home.write('config/config.yaml', 'plugins: {pathes: []}\n')
    const { code, out } = await run('doctor')
    expect(code).toBe(1)
    expect(out[0]).toBe(
      'config.yaml  setting-ignored: There is no setting “plugins.pathes”; it was left out. Correct or remove it in config.yaml; everything else there counts.',
    )
    expect(
      out.some(line =>
        /^bad {2}plugin-manifest-invalid: At \/id: .*Correct plugin\.json/.test(line),
      ),
    ).toBe(true)
    expect(out.some(line => /^lost {2}plugin-dependency: .*Install or enable/.test(line))).toBe(
      true,
    )
    expect(out.some(line => line.startsWith('pi  note: pi: no Pi'))).toBe(true)
    expect(out.at(-1)).toBe('5 plugins looked at, 2 with problems.')
  })

  test('of one plugin that is well says so', async () => {
    expect(await run('doctor', 'gain')).toMatchObject({
      code: 0,
      out: ['gain  enabled: nothing is wrong.', '1 plugin looked at, 0 with problems.'],
    })
    expect(await run('doctor', 'nobody')).toMatchObject({ code: 1 })
  })
})

describe('S1-31 wireharp plugin logs', () => {
  test('prints the newest lines, a line each', async () => {
    await using manager = home.manager()
    home.now = Date.UTC(2026, 10, 21)
    for (const text of ['one', 'two\nthree', 'four']) manager.logs.append('gain', 'warn', text)
    await manager.logs.flush()
    expect((await run('logs', 'gain', '--lines', '2')).out).toEqual([
      '2026-11-21T00:00:00.000Z  warn   two three',
      '2026-11-21T00:00:00.000Z  warn   four',
    ])
    expect((await run('logs', 'gain', '--lines', '1', '--json')).out).toEqual([
      JSON.stringify({ time: home.now, level: 'warn', text: 'four' }),
    ])
    expect(await run('logs', 'gain', '--lines', '0')).toMatchObject({ code: 2 })
    expect(await run('logs', 'nobody')).toMatchObject({ code: 1 })
  })
})
