import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  applyTransaction,
  emptyProject,
  groupToMake,
  makeGroup,
  replaceByNode,
  unpackNode,
  type Edit,
  type NodeCatalog,
  type ParamValue,
  type Project,
} from '#shared/graph'
import { unwrap } from '#shared/kit'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { rootFolder } from '../kit'
import { graphToScript } from './convert'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { graphOfScript, saveNode, scriptOfGraph } from './packages'
import { PluginHome } from './testing/plugin-home'

vi.mock('./packages/in-worker', () => import('./packages/testing/at-hand'))

const builtIn = builtInPlugins()
const known = loadPlugins({ builtIn })
const parts = join(rootFolder(), 'resources/script-parts')

let home: PluginHome
beforeAll(() => {
  home = new PluginHome()
})
afterAll(() => home[Symbol.dispose]())

const places = () => ({
  plugins: join(home.paths.data, 'plugins'),
  sources: join(home.paths.data, 'plugin-sources'),
  ...{ builtIn, parts, cache: home.paths.cache, folder: home.root, templates: '' },
  scratch: join(home.paths.cache, 'saving'),
})

type Params = Readonly<Record<string, ParamValue>>

/** Nodes by `id: type {params}`, and cables as `a.out > b.in`. */
function nodesOf(
  nodes: Readonly<Record<string, readonly [string, Params?]>>,
  cables: readonly string[],
) {
  const edits: Edit[] = Object.entries(nodes).map(([id, [type, params = {}]]) => ({
    kind: 'add-node',
    node: {
      id,
      type: type.includes('/') ? type : `${type}/${type}`,
      position: { x: 0, y: 0 },
      params,
    },
  }))
  for (const [at, cable] of cables.entries()) {
    const [from, to] = cable.split(' > ').map(end => {
      const [node = '', port = ''] = end.split('.')
      return { node, port }
    })
    if (from === undefined || to === undefined) throw new Error(cable)
    edits.push({ kind: 'connect', cable: { id: `c${at}`, from, to } })
  }
  return edits
}

function after(project: Project, catalog: NodeCatalog, edits: readonly Edit[]): Project {
  return unwrap(applyTransaction(project, { edits: [...edits] }, catalog)).project
}

const empty = emptyProject('p', 'P')

/** What is selected, as the node that a script would be. */
function madeOf(edits: readonly Edit[], ids: readonly string[]) {
  return madeIn(after(empty, known.catalog, edits), ids)
}

function madeIn(project: Project, ids: readonly string[]) {
  return unwrap(groupToMake(project, known.catalog, ids, undefined)).saved
}

function soundOf(project: Project, plugins: typeof known): Float32Array {
  using run = new InProcess(buildEngineGraph(project, { ...plugins, sounds: new Map() }))
  expect(run.troubles).toEqual([])
  return run.render(24_064, [1024])
}

/** Sound of a saw and of noise through one node of a type, in stereo. */
function heard(type: string, plugins: typeof known): Float32Array {
  const definition = plugins.catalog.get(type)
  const inputs = Object.keys(definition?.inputs ?? {})
  const outputs = Object.keys(definition?.outputs ?? {})
  const song = after(empty, plugins.catalog, [
    ...nodesOf(
      {
        saw: ['oscillator', { waveform: 'saw', frequency: 173.2 }],
        side: ['pan', { pan: 0.6 }],
        own: [type],
      },
      [
        'saw.out > side.in',
        ...inputs.map(port => `side.out > own.${port}`),
        ...outputs.map(port => `own.${port} > output.in`),
      ],
    ),
  ])
  return soundOf(song, plugins)
}

/** How far apart two sounds are at most, in dB of full scale, and how loud the first one is. */
function nullTest(a: Float32Array, b: Float32Array): { difference: number; peak: number } {
  let [most, peak] = [0, 0]
  for (const [i, sample] of a.entries()) {
    most = Math.max(most, Math.abs(sample - (b[i] ?? 0)))
    peak = Math.max(peak, Math.abs(sample))
  }
  expect(b).toHaveLength(a.length)
  return { difference: 20 * Math.log10(most), peak }
}

let count = 0
/** The same nodes as a node of one’s own, and as a script: what they sound like. */
async function bothWays(edits: readonly Edit[], ids: readonly string[]) {
  const { spec: node, dependencies } = madeOf(edits, ids)
  const name = `Case ${count++}`
  const saved = unwrap(await saveNode({ name, node, dependencies }, places()))
  const script = unwrap(
    await scriptOfGraph({ name: `Script of ${name}`, node }, known.catalog, places()),
  )
  expect(script.problems).toEqual([])
  const plugins = loadPlugins({ builtIn, user: places().plugins })
  const type = `${script.plugin}/${script.plugin}`
  return { ...nullTest(heard(saved.type, plugins), heard(type, plugins)), type, plugins, node }
}

describe('M-06 S1-36 nodes become a script, and nodes again', { timeout: 60_000 }, () => {
  test.each<[string, readonly Edit[]]>([
    [
      'levels and places',
      nodesOf(
        {
          ...{ a: ['gain', { gain: -4.5 }], b: ['pan', { pan: -0.35 }], c: ['mid-side'] },
          ...{
            d: ['crossfade', { position: 30 }],
            e: ['crossfade', { position: 80, law: 'linear' }],
          },
        },
        [
          'a.out > b.in',
          'a.out > c.in',
          'b.out > d.a',
          'c.out > d.b',
          'd.out > e.a',
          'a.out > e.b',
        ],
      ),
    ],
    [
      'all filters',
      nodesOf(
        {
          ...{
            a: ['filter', { type: 'highpass', frequency: 300, resonance: 6 }],
            b: ['filter', { type: 'peaking', gain: 9, q: 3 }],
          },
          ...{
            c: ['filter', { type: 'lowshelf', gain: -7, frequency: 400 }],
            d: ['filter', { type: 'highshelf', gain: 4 }],
          },
          ...{ e: ['filter', { type: 'notch', q: 2 }], f: ['filter', { type: 'allpass' }] },
          ...{
            g: ['svf', { mode: 'peak', frequency: 1700 }],
            h: ['filter', { frequency: 6000 }],
            i: ['filter', { type: 'bandpass' }],
          },
        },
        [
          'a.out > b.in',
          'b.out > c.in',
          'c.out > d.in',
          'd.out > e.in',
          'e.out > f.in',
          'f.out > g.in',
          'g.out > h.in',
          'a.out > i.in',
        ],
      ),
    ],
    [
      'delays and curves',
      nodesOf(
        {
          a: ['delay', { time: 0.0313, feedback: 60, mix: 50, damping: 3000 }],
          b: ['delay', { time: 0.0021, mode: 'ping-pong', mix: 40 }],
          c: ['distortion', { oversampling: '1', curve: 'tube', drive: 18, tone: 5000, mix: 70 }],
          d: ['distortion', { oversampling: '1', curve: 'fold', drive: 9, bias: 0.2 }],
          e: ['distortion', { oversampling: '1', curve: 'soft', drive: 9 }],
          f: ['distortion', { oversampling: '1', curve: 'sine', drive: 20, output: -9 }],
          g: ['distortion', { oversampling: '1', curve: 'hard' }],
        },
        [
          'a.out > b.in',
          'b.out > c.in',
          'c.out > d.in',
          'd.out > e.in',
          'e.out > f.in',
          'b.out > g.in',
        ],
      ),
    ],
    [
      'generators and what steers them',
      nodesOf(
        {
          ...{
            a: ['oscillator', { waveform: 'square', frequency: 311, detune: 7 }],
            b: ['oscillator', { waveform: 'triangle', phase: 0.3 }],
          },
          ...{
            c: ['oscillator', { frequency: 61 }],
            l: ['lfo', { rate: 7, shape: 'triangle', fade: 0.2 }],
          },
          ...{
            s: ['scale', { curve: 0.4, outLow: 0.2 }],
            v: ['amp'],
            m: ['maths', { b: 0.8 }],
            w: ['svf', { amount: 2 }],
          },
        },
        [
          'a.out > v.in',
          'b.out > v.in',
          'l.out > s.in',
          's.out > m.a',
          'm.out > v.gain',
          'c.out > w.in',
          'v.out > w.in',
          'l.out > w.cutoff',
        ],
      ),
    ],
  ])('%s sound alike, to −100 dB', async (_what, edits) => {
    const ids = edits.flatMap(edit => (edit.kind === 'add-node' ? [edit.node.id] : []))
    const { difference, peak } = await bothWays(edits, ids)
    expect(peak).toBeGreaterThan(0.02)
    expect(difference).toBeLessThan(-100)
  })

  test('knobs, ports and groups stay, and the script opens as the nodes again as long as it is what it was', async () => {
    const inner = nodesOf({ a: ['filter', { frequency: 900 }], b: ['gain', { gain: -3 }] }, [
      'a.out > b.in',
    ])
    const grouped = after(after(empty, known.catalog, inner), known.catalog, [
      ...makeGroup(after(empty, known.catalog, inner).graph, known.catalog, ['a', 'b'], {
        ...{ id: 'g', label: 'Warm', scope: undefined },
      }),
    ])
    const node = unwrap(groupToMake(grouped, known.catalog, ['g'], undefined)).saved.spec
    const made = unwrap(await scriptOfGraph({ name: 'Warm', node }, known.catalog, places()))
    const plugins = loadPlugins({ builtIn, user: places().plugins })
    const definition = plugins.catalog.get(`${made.plugin}/${made.plugin}`)
    expect(definition?.dsp.form).toBe('script')
    expect(Object.keys(definition?.inputs ?? {})).toEqual(Object.keys(node.inputs))
    expect(definition?.params['frequency']).toEqual(node.params['frequency'])
    expect(unwrap(await graphOfScript(made.plugin, places()))).toEqual(node)
    const path = join(places().sources, made.plugin, 'main.ts')
    writeFileSync(path, readFileSync(path, 'utf8').replace('const', '\nconst'))
    expect(await graphOfScript(made.plugin, places())).toMatchObject({
      error: { code: 'script-without-graph' },
    })
  })

  test('in a song the script takes the place of the nodes, with its cables, and they come back with theirs', async () => {
    const song = after(
      empty,
      known.catalog,
      nodesOf(
        {
          ...{ osc: ['oscillator', { waveform: 'saw' }], a: ['filter', { frequency: 900 }] },
          ...{ b: ['gain', { gain: -3 }], l: ['lfo'], m: ['mid-side'] },
        },
        [
          'osc.out > a.in',
          'a.out > b.in',
          'b.out > m.in',
          'b.out > output.in',
          'm.out > output.in',
        ],
      ),
    )
    const { spec } = madeIn(song, ['a', 'b'])
    const made = unwrap(await scriptOfGraph({ name: 'Song', node: spec }, known.catalog, places()))
    const plugins = loadPlugins({ builtIn, user: places().plugins })
    const type = `${made.plugin}/${made.plugin}`
    let ids = 0
    const newId = () => `new${ids++}`
    const edits = unwrap(replaceByNode(song, plugins.catalog, { id: 's', type, spec }, newId))
    const scripted = after(song, plugins.catalog, edits)
    expect(Object.keys(scripted.graph.nodes)).not.toContain('a')
    const wanted = soundOf(song, plugins)
    expect(nullTest(wanted, soundOf(scripted, plugins)).difference).toBeLessThan(-100)
    const definition = plugins.catalog.get(type)
    if (definition === undefined) throw new Error(type)
    const graph = unwrap(await graphOfScript(made.plugin, places()))
    const as = new Map([[type, { ...definition, ...graph }]])
    const again = after(scripted, plugins.catalog, unpackNode(scripted, as, 's', newId))
    expect(nullTest(wanted, soundOf(again, plugins)).difference).toBe(-Infinity)
  })

  test.each<[string, readonly Edit[], string]>([
    ['another kernel', nodesOf({ a: ['reverb'] }, []), 'Reverb'],
    ['a script', nodesOf({ a: ['drive'] }, []), 'Drive'],
    ['notes', nodesOf({ a: ['synth'] }, []), 'Synth'],
    ['an oversampled curve', nodesOf({ a: ['distortion'] }, []), 'oversampling to None'],
    ['a random LFO', nodesOf({ a: ['lfo', { shape: 'random' }] }, []), 'not random'],
    [
      'a bypassed one',
      [...nodesOf({ a: ['gain'] }, []), { kind: 'set-bypassed', nodes: ['a'], bypassed: true }],
      'bypassed',
    ],
  ])('%s cannot be, and is named', async (_what, edits, words) => {
    const { spec: node } = madeOf(edits, ['a'])
    const done = await graphToScript(
      { id: 'x', name: 'X', author: 'A', node },
      known.catalog,
      parts,
    )
    expect(done).toMatchObject({ ok: false, error: { code: 'script-not-converted' } })
    expect(done.ok ? '' : done.error.message).toContain(words)
  })
})
