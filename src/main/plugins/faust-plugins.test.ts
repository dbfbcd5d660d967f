import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyTransaction, emptyProject, type Edit, type Project } from '#shared/graph'
import { rootFolder } from '../kit'
import { unwrap } from '#shared/kit'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { installPlugin, saveFaust } from './packages'
import { readPlugin } from './read-plugin'
import { done } from './packages/testing/plugin-files'
import { PluginHome } from './testing/plugin-home'

const isThere = (() => {
  try {
    createRequire(import.meta.url).resolve('@grame/faustwasm/package.json')
    return existsSync(join(rootFolder(), 'out/main/package-worker.js'))
  } catch {
    return false
  }
})()

const builtIn = builtInPlugins()
const RATE = 48_000
const LOWPASS = `declare name "Low";
declare license "MIT";
import("stdfaust.lib");
process = fi.lowpass(2, hslider("cutoff [unit:Hz][scale:log]", 1000, 20, 20000, 0.01));
`

let home: PluginHome
beforeAll(() => {
  home = new PluginHome()
})
afterAll(() => home[Symbol.dispose]())

function places() {
  const { data, cache } = home.paths
  const plugins = join(data, 'plugins')
  return { plugins, builtIn, cache, folder: home.root, scratch: join(cache, 'saving') }
}

async function made(name: string, text: string) {
  const saved = unwrap(await saveFaust({ name, text }, places()))
  const plugins = loadPlugins({ builtIn, user: places().plugins })
  return { ...saved, plugins, definition: plugins.catalog.get(saved.type) }
}

const wire = (id: string, from: string, to: string): Edit => ({
  kind: 'connect',
  cable: { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
})
const at = { x: 0, y: 0 }

/** Root of the mean square of a tenth of a second, after as much to settle. */
function level(
  { plugins, type }: Awaited<ReturnType<typeof made>>,
  frequency: number,
  params: Record<string, number>,
): number {
  const { catalog, code, found } = plugins
  const edits: Edit[] = [
    {
      kind: 'add-node',
      node: { id: 'o', type: 'oscillator/oscillator', position: at, params: { frequency } },
    },
    { kind: 'add-node', node: { id: 'f', type, position: at, params } },
    wire('c1', 'o', 'f'),
    wire('c2', 'f', 'output'),
  ]
  const project: Project = unwrap(
    applyTransaction(emptyProject('p', 'P'), { edits }, catalog),
  ).project
  using run = new InProcess(buildEngineGraph(project, { catalog, code, found, sounds: new Map() }))
  const left = run.render(9600, [1024]).filter((_, index) => index % 2 === 0)
  const late = left.subarray(4800)
  return Math.sqrt(late.reduce((sum, sample) => sum + sample * sample, 0) / late.length)
}

/** A Butterworth low-pass of the second order by the bilinear transform with its corner where it is wanted. */
function butterworth(frequency: number, cutoff: number): number {
  const warped = Math.tan((Math.PI * frequency) / RATE) / Math.tan((Math.PI * cutoff) / RATE)
  return 1 / Math.sqrt(1 + warped ** 4)
}

describe.runIf(isThere)('M-07 Faust programs as plugins', () => {
  test('M-07 a low-pass of Faust’s has the response of its closed form, to 0.02 dB', async () => {
    const low = await made('low.dsp', LOWPASS)
    expect(low.definition).toMatchObject({
      kind: 'effect',
      inputs: { in: { kind: 'audio' } },
      outputs: { out: { kind: 'audio', channels: 'input' } },
      params: {
        cutoff: {
          kind: 'number',
          unit: 'Hz',
          min: 20,
          max: 20_000,
          default: 1000,
          curve: 'exponential',
        },
      },
      dsp: { form: 'wasm' },
    })
    expect(low.plugins.plugins.find(({ id }) => id === 'low')).toMatchObject({
      ...{ licence: 'MIT', category: 'Faust', trust: 'sandboxed' },
    })
    const open = level(low, 100, { cutoff: 20_000 }) / butterworth(100, 20_000)
    for (const [frequency, cutoff] of [
      [200, 1000],
      [1000, 1000],
      [4000, 1000],
      [8000, 2000],
    ] as const) {
      const decibels = 20 * Math.log10(level(low, frequency, { cutoff }) / open)
      expect(decibels).toBeCloseTo(20 * Math.log10(butterworth(frequency, cutoff)), 1.5)
    }
  }, 120_000)

  test('M-07 the same program again takes its place; sines, noise and delays need no more than that', async () => {
    const text = `import("stdfaust.lib");
process = os.osc(440 * hslider("ratio", 1, 0.5, 2, 0.01)) * button("on") <: _, de.delay(48000, 480);`
    const tone = await made('tone.dsp', text)
    expect(tone.definition).toMatchObject({
      kind: 'generator',
      inputs: {},
      outputs: { out: { channels: 2 } },
      params: { on: { kind: 'toggle', default: false }, ratio: { default: 1 } },
    })
    const again = await made('tone.dsp', text.replace('440', '220'))
    expect(again.type).toBe(tone.type)
    expect(again.plugins.plugins.filter(({ id }) => id.startsWith('tone'))).toHaveLength(1)
  }, 120_000)

  test('M-07 what does not compile names its line, what cannot be a node says why', async () => {
    const wrong = await saveFaust(
      { name: 'bad.dsp', text: 'gain = 1;\nprocess = foo;\n' },
      places(),
    )
    expect(wrong).toMatchObject({ error: { code: 'faust-invalid', at: 'bad.dsp:2' } })
    if (!wrong.ok) expect(wrong.error.message).toContain('bad.dsp:2: undefined symbol : foo')
    const sound = `import("soundfiles.lib"); process = 0, 0 : soundfile("s[url:{'a.wav'}]", 1) : !, !, _;`
    expect(await saveFaust({ name: 'sound.dsp', text: sound }, places())).toMatchObject({
      error: { code: 'faust-refused' },
    })
    const long = await saveFaust({ name: 'long.dsp', text: ' '.repeat(500_001) }, places())
    expect(long).toMatchObject({ error: { code: 'file-too-large' } })
  }, 120_000)

  test('M-07 a folder that holds a program alone is installed as a plugin', async () => {
    home.write('mine/echo.dsp', 'process = _ : @(100);')
    const { id, folder } = done(await installPlugin(join(home.root, 'mine'), places()))
    expect(id).toBe('echo')
    expect(existsSync(join(folder, 'dsp.wasm'))).toBe(true)
    const read = readPlugin(folder)
    expect(read.ok).toBe(true)
  }, 120_000)
})
