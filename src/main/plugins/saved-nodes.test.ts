import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  applyTransaction,
  emptyProject,
  makeGroup,
  removeItems,
  saveGroup,
  unpackNode,
  type Edit,
  type NodeCatalog,
  type Project,
} from '#shared/graph'
import { err, fail, ok, unwrap, type Result } from '#shared/kit'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { saveNode } from './packages'
import { createPluginsService, type NodeSaver } from './plugins-service'
import { difference } from './testing/bits'
import { PluginHome } from './testing/plugin-home'

const builtIn = builtInPlugins()
const known = loadPlugins({ builtIn })
const FRAMES = 12_288
const call = { signal: new AbortController().signal }

const at = (x: number, y = 0) => ({ x, y })
const node = (id: string, type: string, params: Record<string, number | string> = {}): Edit => ({
  kind: 'add-node',
  node: { id, type: `${type}/${type}`, position: at(id.length), params },
})
const wire = (id: string, from: string, to: string, port = 'in', depth?: number): Edit => ({
  kind: 'connect',
  cable: {
    id,
    from: { node: from, port: 'out' },
    to: { node: to, port },
    ...(depth !== undefined && { depth }),
  },
})
function after(project: Project, catalog: NodeCatalog, edits: readonly Edit[]): Project {
  return unwrap(applyTransaction(project, { edits: [...edits] }, catalog)).project
}

/** osc → [filter → [gain]] → output, the filter turned by an LFO outside and the gain by one inside. */
const song = after(emptyProject('p', 'P'), known.catalog, [
  node('osc', 'oscillator', { frequency: 330 }),
  node('filter', 'filter', { frequency: 800 }),
  node('level', 'gain', { gain: -6 }),
  node('slow', 'lfo'),
  node('quick', 'lfo', { rate: 7 }),
  wire('c1', 'osc', 'filter'),
  wire('c2', 'filter', 'level'),
  wire('c3', 'level', 'output'),
  wire('c4', 'slow', 'filter', 'frequency', 0.3),
  wire('c5', 'quick', 'level', 'gain', 0.1),
  {
    kind: 'set-automation',
    node: 'level',
    param: 'gain',
    points: [
      { time: 0, value: -20, curve: 'linear' },
      { time: 0.2, value: 0, curve: 'hold' },
    ],
  },
])
const inner = after(
  song,
  known.catalog,
  makeGroup(song.graph, known.catalog, ['level', 'quick'], { id: 'in', label: 'Inner' }),
)
const grouped = after(
  inner,
  known.catalog,
  makeGroup(inner.graph, known.catalog, ['filter', 'in'], { id: 'out', label: 'Outer' }),
)

function sound(project: Project, { catalog, code, found }: typeof known): Float32Array {
  using run = new InProcess(buildEngineGraph(project, { catalog, code, found, sounds: new Map() }))
  return run.render(FRAMES, [1024])
}

/** The node in place of the group. */
function instead(project: Project, catalog: NodeCatalog, type: string): Project {
  return after(project, catalog, [
    ...removeItems(project.graph, ['out']),
    { kind: 'add-node', node: { id: 'own', type, position: at(0), params: {} } },
    wire('n1', 'osc', 'own'),
    wire('n2', 'own', 'output'),
    wire('n3', 'slow', 'own', 'cutoff', 0.3),
  ])
}

async function withSaved<T>(
  use: (parts: {
    readonly plugins: typeof known
    readonly type: string
    readonly home: PluginHome
    readonly save: NodeSaver['node']
  }) => Promise<T> | T,
): Promise<T> {
  using home = new PluginHome()
  const user = join(home.paths.data, 'plugins')
  const save: NodeSaver['node'] = wanted =>
    saveNode(wanted, {
      plugins: user,
      builtIn,
      cache: home.paths.cache,
      folder: home.root,
      scratch: join(home.paths.cache, 'saving'),
    })
  const saved = unwrap(saveGroup(grouped.graph, known.catalog, 'out', 'Warm <b>'))
  const { type } = unwrap(
    await save({ name: 'Warm <b>', node: saved.spec, dependencies: saved.dependencies }),
  )
  return await use({ plugins: loadPlugins({ builtIn, user }), type, home, save })
}

describe('E-06 a group saved as a node of one’s own', () => {
  test('E-06 a group sounds as its nodes do without it, to the bit', () => {
    const plain = sound(song, known)
    expect(plain.some(sample => Math.abs(sample) > 0.01)).toBe(true)
    expect(difference(plain, sound(grouped, known))).toBeUndefined()
  })

  test('E-06 the saved node sounds as the group does, to the bit, and as a group again', async () => {
    await withSaved(({ plugins, type, home }) => {
      expect(type).toBe('my-warm-b/node')
      const definition = plugins.catalog.get(type)
      expect(definition?.inputs).toEqual({ in: { kind: 'audio', label: 'In' } })
      expect(Object.keys(definition?.params ?? {})).toEqual(['cutoff'])
      expect(definition?.params.cutoff).toMatchObject({ default: 800 })
      const own = instead(grouped, plugins.catalog, type)
      const wanted = sound(grouped, known)
      expect(difference(wanted, sound(own, plugins))).toBeUndefined()
      let count = 0
      const unpacked = after(
        own,
        plugins.catalog,
        unpackNode(own, plugins.catalog, 'own', () => `u${count++}`),
      )
      expect(Object.values(unpacked.graph.groups).map(({ label }) => label)).toEqual([
        'Warm <b>',
        'Inner',
      ])
      expect(difference(wanted, sound(unpacked, plugins))).toBeUndefined()
      // Nothing is left of the making.
      expect(readdirSync(join(home.paths.cache, 'saving'))).toEqual([])
    })
  })

  test('E-06 its knobs, its bypass, its mute and another of its kind work as of any node', async () => {
    await withSaved(({ plugins, type }) => {
      const own = instead(grouped, plugins.catalog, type)
      const set = (...edits: Edit[]) => sound(after(own, plugins.catalog, edits), plugins)
      const plain = set()
      const turned = set({ kind: 'set-param', node: 'own', param: 'cutoff', value: 200 })
      expect(difference(plain, turned)).toBeDefined()
      const inside = after(grouped, known.catalog, [
        { kind: 'set-param', node: 'filter', param: 'frequency', value: 200 },
      ])
      expect(difference(turned, sound(inside, known))).toBeUndefined()
      const muted = set({ kind: 'set-nodes', nodes: { own: { muted: true } } })
      expect(muted.every(sample => sample === 0)).toBe(true)
      const bypassed = set({ kind: 'set-bypassed', nodes: ['own'], bypassed: true })
      const dry = after(own, plugins.catalog, [
        { kind: 'remove-nodes', nodes: ['own'] },
        wire('dry', 'osc', 'output'),
      ])
      expect(difference(bypassed, sound(dry, plugins))).toBeUndefined()
      const two = after(own, plugins.catalog, [
        { kind: 'add-node', node: { id: 'twin', type, position: at(0), params: { cutoff: 200 } } },
        wire('t1', 'osc', 'twin'),
        wire('t2', 'twin', 'output'),
      ])
      expect(difference(sound(two, plugins), plain)).toBeDefined()
    })
  })

  test('E-06 it is there at once, again under a name of its own, or as a newer version', async () => {
    await withSaved(async ({ home, save }) => {
      const manager = home.manager({ builtIn })
      await using _manager = manager
      const service = createPluginsService(manager, undefined, {
        node: save,
        faust: () => Promise.resolve(err(fail('faust-missing', ''))),
      })
      const saved = unwrap(saveGroup(grouped.graph, known.catalog, 'out', 'Warm'))
      const wanted = { node: saved.spec, dependencies: { ...saved.dependencies } }
      const put = async (more: { name: string; replace?: string }) => {
        const done: Result<{ type: string; version: string }> = await service.saveNode(
          { ...wanted, ...more },
          call,
        )
        return done
      }
      expect(unwrap(await put({ name: 'Warm <b>' }))).toMatchObject({
        type: 'my-warm-b-2/node',
        version: '1.0.0',
      })
      expect(unwrap(await put({ name: 'Warmer', replace: 'my-warm-b-2' }))).toMatchObject({
        type: 'my-warm-b-2/node',
        version: '1.1.0',
      })
      expect(manager.catalog.has('my-warm-b-2/node')).toBe(true)
      expect(manager.get('my-warm-b-2')?.category).toBe('My nodes')
      expect(await put({ name: 'X', replace: 'gain' })).toMatchObject({
        error: { code: 'plugin-not-found' },
      })
      expect(existsSync(join(home.paths.data, 'plugins', 'gain'))).toBe(false)
      return ok()
    })
  })

  test('E-06 what cannot be saved says why', () => {
    const code = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
    expect(code(saveGroup(song.graph, known.catalog, 'none', 'X'))).toBe('group-unknown')
    const lost = after(grouped, known.catalog, [
      {
        kind: 'add-node',
        node: { id: 'lost', type: 'gone/gone', position: at(0), params: {}, group: 'in' },
      },
    ])
    expect(code(saveGroup(lost.graph, known.catalog, 'out', 'X'))).toBe('node-type-unknown')
    const none = after(song, known.catalog, [
      {
        kind: 'add-group',
        group: {
          id: 'e',
          label: 'E',
          position: at(0),
          ports: { inputs: [], outputs: [] },
          knobs: [],
        },
      },
    ])
    expect(code(saveGroup(none.graph, known.catalog, 'e', 'X'))).toBe('group-not-saved')
  })
})
