import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { scriptTemplateSchema, type ScriptTemplate } from '#shared/contract'
import { applyTransaction, emptyProject, type Edit, type Project } from '#shared/graph'
import { unwrap } from '#shared/kit'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { rootFolder } from '../kit'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { newScript, readScript, writeScript } from './packages'
import { PluginHome } from './testing/plugin-home'

vi.mock('./packages/in-worker', () => import('./packages/testing/at-hand'))

let home: PluginHome
beforeAll(() => {
  home = new PluginHome()
})
afterAll(() => home[Symbol.dispose]())

const places = () => ({
  plugins: join(home.paths.data, 'plugins'),
  sources: join(home.paths.data, 'plugin-sources'),
  templates: join(rootFolder(), 'resources'),
  ...{ builtIn: builtInPlugins(), parts: '', cache: home.paths.cache, folder: home.root },
})

const node = (id: string, type: string, params: object = {}): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, params: { ...params } },
})
const wire = (from: string, to: string): Edit => {
  const [source = '', out = ''] = from.split('.')
  const [target = '', into = ''] = to.split('.')
  const ends = { from: { node: source, port: out }, to: { node: target, port: into } }
  return { kind: 'connect', cable: { id: `${source}-${target}-${into}`, ...ends } }
}

/** Root of the mean square of what a node of a type makes of a loud sine and of a chord, as a hearer has it. */
function loudness(type: string, sidechain: boolean): number {
  const plugins = loadPlugins({ builtIn: builtInPlugins(), user: places().plugins })
  const definition = plugins.catalog.get(type)
  const [out = ''] = Object.keys(definition?.outputs ?? {})
  const kind = definition?.outputs[out]?.kind
  const inputs = Object.keys(definition?.inputs ?? {})
  const edits: Edit[] = [
    node('sine', 'oscillator/oscillator', { level: 0 }),
    node('notes', 'note-track/note-track'),
    node('own', type),
    ...inputs
      .filter(port => port !== 'sidechain' || sidechain)
      .map(port => wire(port === 'notes' ? 'notes.out' : 'sine.out', `own.${port}`)),
    ...(kind === 'notes'
      ? [
          node('synth', 'synth/synth'),
          wire(`own.${out}`, 'synth.notes'),
          wire('synth.out', 'output.in'),
        ]
      : kind === 'control'
        ? [
            node('audio', 'to-audio/to-audio', { cut: 0 }),
            wire(`own.${out}`, 'audio.in'),
            wire('audio.out', 'output.in'),
          ]
        : [wire(`own.${out}`, 'output.in')]),
    {
      kind: 'add-clip',
      clip: {
        ...{ kind: 'notes', id: 'c', node: 'notes', start: 0, length: 4, offset: 0 },
        notes: { a: { id: 'a', start: 0, length: 4, key: 60, velocity: 1 } },
      },
    },
  ]
  const made = applyTransaction(emptyProject('p', 'P'), { edits }, plugins.catalog)
  const project: Project = unwrap(made).project
  using run = new InProcess(buildEngineGraph(project, { ...plugins, sounds: new Map() }))
  const sound = run.render(24_064, [1024])
  expect(run.troubles).toEqual([])
  return Math.sqrt(sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length)
}

describe('M-06 S1-36 what a script can begin as', { timeout: 60_000 }, () => {
  test.each<ScriptTemplate>(scriptTemplateSchema.options.map(each => each))(
    '%s compiles, runs without a mistake, and plays',
    async template => {
      const made = unwrap(await newScript({ name: `My ${template}`, template }, places()))
      expect(made.problems).toEqual([])
      const type = `${made.plugin}/${made.plugin}`
      const { manifest } = unwrap(await readScript(made.plugin, places()))
      expect(manifest).toContain(`"name": "My ${template}"`)
      expect(manifest).not.toContain(`My ${template}s`)
      const alone = loudness(type, false)
      expect(alone).toBeGreaterThan(0.01)
      expect(alone).toBeLessThan(2)
      // Turned down while another one is loud, to 18 dB less.
      if (template === 'sidechain') {
        const down = 20 * Math.log10(loudness(type, true) / alone)
        expect(down).toBeCloseTo(-18, 0)
      }
    },
  )

  test('a note effect has no code: its plugin.json is written, and counts at once', async () => {
    const source = unwrap(await readScript('my-notes', places()))
    expect(source.code).toBe('')
    const manifest = source.manifest.replace('"default": 0', '"default": 12')
    const written = unwrap(await writeScript({ ...source, manifest }, places()))
    expect(written).toMatchObject({ problems: [], version: '0.1.0' })
    const folder = join(places().plugins, 'my-notes')
    const version = readFileSync(join(folder, 'current'), 'utf8').trim()
    expect(readFileSync(join(folder, version, 'plugin.json'), 'utf8')).toContain('"default": 12')
  })

  test('a script may be JavaScript: plugin.json names its file, and what throws in it names its line', async () => {
    unwrap(await newScript({ name: 'In js', template: 'gain' }, places()))
    const source = unwrap(await readScript('in-js', places()))
    const manifest = source.manifest.replace('main.ts', 'main.js')
    const script = (body: string) => `import { definePlugin, effect } from '@wireharp/sdk'
import manifest from './plugin.json'
/** @type {number} */
const half = 0.5
export default definePlugin(manifest, {
  nodes: {
    'in-js': effect(() => ({
      process({ inputs, outputs, frames }) {
        ${body}
      },
    })),
  },
})
`
    const right = script(
      'outputs.out.forEach((to, c) => { for (let i = 0; i < frames; i++) to[i] = (inputs.in[c]?.[i] ?? 0) * half })',
    )
    const written = await writeScript({ ...source, manifest, code: right }, places())
    expect(unwrap(written)).toMatchObject({ problems: [], version: '0.1.0' })
    expect(unwrap(await readScript('in-js', places())).code).toBe(right)
    expect(loudness('in-js/in-js', false)).toBeCloseTo(loudness('my-gain/my-gain', false), 1)
    const wrong = await writeScript(
      { ...source, manifest, code: script("throw new Error('no')") },
      places(),
    )
    expect(unwrap(wrong).problems).toMatchObject([{ code: 'script-threw', at: 'main.js:9:15' }])
  })
})
