import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { unwrap } from '#shared/kit'
import { appPaths, rootFolder, silentLog, systemClock } from '../../kit'
import { valueProblems } from '../../plugins'
import { TempFolder } from '../../plugins/packages/testing/temp-folder'
import { createPluginTools } from '../../tools'
import { openPlugins } from './commands/places'
import { main } from './main'

vi.mock('../../plugins/packages/in-worker', () => import('../../plugins/packages/testing/at-hand'))

const temp = new TempFolder()
afterAll(() => {
  vi.unstubAllEnvs()
  temp[Symbol.dispose]()
})

async function run(...line: string[]) {
  vi.stubEnv('WIREHARP_DYNAMIC_PLUGINS', '')
  const out: string[] = []
  const code = await main(line, {
    env: { WIREHARP_HOME: temp.at('home'), WIREHARP_PLUGIN_PATH: temp.at('path') },
    out: text => void out.push(text),
    err: text => void out.push(text),
    status: () => {},
  })
  return { code, out: out.join('\n') }
}

const dynamic = '--enable-dynamic-plugins'
const clip = { sampleRate: 100, channels: [Array.from({ length: 50 }, () => 0)] }
const made = ['vad', 'stt', 'tts', 'llm', 'separation', 'embedding', 'generation', 'knowledge']

// The acceptance of it, step by step: it is built, lies in a folder of the path, is listed, and its factories are called.
beforeAll(async () => {
  const source = join(rootFolder(), 'e2e/fixtures/plugins/fake')
  const packed = await run('plugin', 'pack', source, '--out', temp.path)
  if (packed.code !== 0) throw new Error(packed.out)
  mkdirSync(temp.at('path'))
  execFileSync('tar', ['-xzf', temp.at('fake-1.0.0.tgz'), '-C', temp.path])
  renameSync(temp.at('package'), temp.at('path/fake'))
})

describe('S4-03 S4-19 S4-20 a plugin of WIREHARP_PLUGIN_PATH', () => {
  test('without the flag it is listed, and none of its code is let in', async () => {
    const { out } = await run('plugin', 'list', 'vad')
    expect(out).toMatch(/^disabled +fake .*--enable-dynamic-plugins/m)
    expect(
      (await run('plugin', 'call', 'fake/vad/fake', '--json', '{"method":"detect"}')).out,
    ).toMatch(/^error plugin-not-enabled: /)
  })

  test('S4-04 `plugin list` shows it, of each kind and whatever the kind is called', async () => {
    for (const kind of ['llm', 'separator', 'embedder', 'generator']) {
      const { code, out } = await run(dynamic, 'plugin', 'list', kind)
      expect(code).toBe(0)
      expect(out).toMatch(/^enabled +fake +1\.0\.0 /m)
    }
    expect((await run('plugin', 'list', dynamic)).out).toMatch(/^enabled +fake /m)
  })

  test('S4-19 the factory of every kind is called, and makes what answers', async () => {
    const env = {
      WIREHARP_PLUGIN_PATH: temp.at('path'),
      WIREHARP_DYNAMIC_PLUGINS: '1',
      WIREHARP_HOME: temp.at('home'),
    }
    await using manager = openPlugins(env)
    const paths = appPaths(env)
    await using tools = await createPluginTools({
      ...{ directory: manager, problems: valueProblems, paths, clock: systemClock, log: silentLog },
    })
    const ask = async (name: string, method: string, ...args: unknown[]) => {
      const asking = { what: 'provider' as const, input: { method, args }, timeoutMs: 10_000 }
      return unwrap(await tools.runner.call('fake', { ...asking, name }))
    }
    expect(await ask('vad/fake', 'detect', clip)).toEqual([{ start: 0, end: 0.5 }])
    expect(await ask('stt/fake', 'transcribe', clip)).toMatchObject([{ text: 'fake' }])
    expect(await ask('llm/fake', 'complete', [{ role: 'user', text: 'Hi' }])).toBe('fake: Hi')
    expect(await ask('separation/fake', 'separate', clip)).toMatchObject({
      all: { sampleRate: 100 },
    })
    expect(await ask('embedding/fake', 'embed', ['four'])).toMatchObject([{ 0: 4 }])
    expect(await ask('tts/fake', 'speak', 'Hi')).toMatchObject({ sampleRate: 16_000 })
    const sound = await ask('generation/fake', 'generate', 'a song', { seconds: 0.001, seed: 1 })
    expect(sound).toMatchObject({ sampleRate: 16_000 })
    expect(await ask('knowledge/fake', 'search', 'what', 1)).toMatchObject([{ score: 1 }])
  })

  test('S4-20 the command line calls it too', async () => {
    const input = JSON.stringify({ method: 'detect', args: [clip] })
    const { code, out } = await run('plugin', 'call', 'fake/vad/fake', '--json', input, dynamic)
    const answer: unknown = JSON.parse(out)
    expect({ code, answer }).toEqual({ code: 0, answer: [{ start: 0, end: 0.5 }] })
  })

  test('all of its providers are listed, and what is no call of one is refused', async () => {
    const { out } = await run('plugin', 'call', dynamic)
    for (const kind of made) expect(out).toContain(`fake/${kind}/fake `)
    const refused = await run('plugin', 'call', 'fake/vad/fake', dynamic)
    expect(refused.out).toMatch(/^error tool-input-invalid: /)
  })
})
