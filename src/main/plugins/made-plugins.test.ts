import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import {
  applyTransaction,
  draftOf,
  emptyProject,
  makeGroup,
  saveGroup,
  specOf,
  unpackNode,
  type Edit,
  type Graph,
  type NodeCatalog,
  type PluginAbout,
  type Project,
} from '#shared/graph'
import { ok, unwrap } from '#shared/kit'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { installPlugin, saveNode, upgradePlugin } from './packages'
import { runTests } from './packages/run-tests'
import { writePackage } from './packages/write-package'
import { done } from './packages/testing/plugin-files'
import { difference } from './testing/bits'
import { PluginHome } from './testing/plugin-home'

vi.mock('./packages/in-worker', () => import('./packages/testing/at-hand'))

const builtIn = builtInPlugins()
const known = loadPlugins({ builtIn })
const checks = { builtIn, withCost: false }

const at = (x: number) => ({ x, y: 0 })
const node = (id: string, type: string, params: Record<string, number> = {}): Edit => ({
  kind: 'add-node',
  node: { id, type: `${type}/${type}`, position: at(id.length), params },
})
const wire = (id: string, from: string, to: string): Edit => ({
  kind: 'connect',
  cable: { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
})

function after(project: Project, catalog: NodeCatalog, edits: readonly Edit[]): Project {
  return unwrap(applyTransaction(project, { edits: [...edits] }, catalog)).project
}

const song = after(emptyProject('p', 'P'), known.catalog, [
  node('osc', 'oscillator', { frequency: 220 }),
  node('filter', 'filter', { frequency: 900 }),
  node('level', 'gain', { gain: -6 }),
  wire('c1', 'osc', 'filter'),
  wire('c2', 'filter', 'level'),
  wire('c3', 'level', 'output'),
])
const boxed = after(
  song,
  known.catalog,
  makeGroup(song.graph, known.catalog, ['filter', 'level'], { id: 'box', label: 'Warm' }),
)
const box = boxed.graph.groups['box']
const grouped = after(boxed, known.catalog, [
  {
    kind: 'set-group',
    group: 'box',
    change: {
      knobs: [
        { id: 'tone', label: 'Tone', node: 'filter', param: 'frequency' },
        { id: 'level', label: 'Level', node: 'level', param: 'gain' },
      ],
      ports: box?.ports ?? { inputs: [], outputs: [] },
    },
  },
])

const about: PluginAbout = {
  id: 'warm',
  author: 'Ada',
  licence: 'MIT',
  category: 'Colour',
  description: 'Warms.',
  icon: { name: 'flame', color: 'orange' },
  readme: '# Warm\n',
}

function made() {
  const saved = unwrap(saveGroup(grouped.graph, known.catalog, 'box', 'Warm'))
  const draft = draftOf(saved, 'Warm', about)
  return { saved, draft }
}

function sound(project: Project, { catalog, code, found }: typeof known): Float32Array {
  using run = new InProcess(buildEngineGraph(project, { catalog, code, found, sounds: new Map() }))
  return run.render(12_288, [1024])
}

/** In place of what is in the box, and its group unpacked from it again. */
function reopened(plugins: typeof known, type: string): { own: Project; again: Project } {
  const own = after(song, plugins.catalog, [
    { kind: 'remove-nodes', nodes: ['filter', 'level'] },
    { kind: 'add-node', node: { id: 'own', type, position: at(0), params: {} } },
    wire('n1', 'osc', 'own'),
    wire('n2', 'own', 'output'),
  ])
  let count = 0
  const edits = unpackNode(own, plugins.catalog, 'own', () => `u${count++}`)
  return { own, again: after(own, plugins.catalog, edits) }
}

/** What a graph is, whatever its ids are. */
function shapeOf({ nodes, cables, groups }: Graph) {
  const type = (id: string) => nodes[id]?.type ?? ''
  return {
    nodes: Object.values(nodes)
      .map(({ type, params, group }) => ({ type, params, inside: group !== undefined }))
      .toSorted((a, b) => (a.type < b.type ? -1 : 1)),
    cables: Object.values(cables)
      .map(({ from, to }) => `${type(from.node)}.${from.port} ${type(to.node)}.${to.port}`)
      .toSorted(),
    groups: Object.values(groups).map(({ label, ports, knobs }) => ({
      label,
      inputs: ports.inputs.map(({ id, label, node, port }) => [id, label, type(node), port]),
      outputs: ports.outputs.map(({ id, label, node, port }) => [id, label, type(node), port]),
      knobs: knobs.map(({ id, label, node, param }) => [id, label, type(node), param]),
    })),
  }
}

function places(home: PluginHome) {
  const user = join(home.paths.data, 'plugins')
  const scratch = join(home.paths.cache, 'saving')
  return { plugins: user, builtIn, cache: home.paths.cache, folder: home.root, scratch }
}

describe('M-06 a plugin made of a group', () => {
  test('M-06 built, exported, installed elsewhere and opened again it is the original, and sounds so to the bit', async () => {
    using here = new PluginHome()
    using there = new PluginHome()
    const { saved, draft } = made()
    const node = unwrap(specOf(saved, draft))
    const dependencies = saved.dependencies
    const { version } = unwrap(
      await saveNode({ name: 'Warm', node, dependencies, about }, places(here)),
    )
    const folder = join(here.paths.data, 'plugins/warm', version)
    const path = join(here.root, 'warm.tgz')
    const how = { folder, certify: true, replace: false }
    const written = unwrap(await writePackage({ ...how, path, form: 'package' }, checks))
    expect(written.files).toEqual(['README.md', 'certificate.json', 'package.json', 'plugin.json'])
    expect(await writePackage({ ...how, path, form: 'package' }, checks)).toMatchObject({
      error: { code: 'file-exists' },
    })
    done(await installPlugin(path, places(there)))
    const plugins = loadPlugins({ builtIn, user: join(there.paths.data, 'plugins') })
    const { own, again } = reopened(plugins, 'warm/node')
    expect(shapeOf(again.graph)).toEqual(shapeOf(grouped.graph))
    const wanted = sound(song, known)
    expect(wanted.some(sample => Math.abs(sample) > 0.01)).toBe(true)
    expect(difference(wanted, sound(own, plugins))).toBeUndefined()
    expect(difference(wanted, sound(again, plugins))).toBeUndefined()
    expect(plugins.plugins.find(({ id }) => id === 'warm')).toMatchObject({
      ...{ author: 'Ada', licence: 'MIT', category: 'Colour', icon: about.icon },
    })
  }, 60_000)

  test('M-06 a newer version takes the place of the old; what is taken or from elsewhere is refused', async () => {
    using home = new PluginHome()
    const { saved, draft } = made()
    const node = unwrap(specOf(saved, draft))
    const wanted = { name: 'Warm', node, dependencies: saved.dependencies, about }
    unwrap(await saveNode(wanted, places(home)))
    expect(await saveNode(wanted, places(home))).toMatchObject({
      error: { code: 'plugin-duplicate' },
    })
    const replace = { id: 'warm', version: '1.0.0' }
    expect(unwrap(await saveNode({ ...wanted, replace }, places(home))).version).toBe('1.1.0')
    const plugins = loadPlugins({ builtIn, user: places(home).plugins })
    expect(plugins.plugins.find(({ id }) => id === 'warm')).toMatchObject({
      ...{ own: true, version: '1.1.0', kind: 'effect' },
    })
    expect((await upgradePlugin('warm', places(home))).ok).toBe(false)
  })

  test('M-06 ports and knobs go in the order that was chosen, in a smaller range, under other names', () => {
    const { saved, draft } = made()
    const [tone, level] = draft.params
    if (tone?.spec.kind !== 'number' || level === undefined) throw new Error('two knobs')
    const spec = { ...tone.spec, label: 'Warmth', min: 200, max: 2000, unit: 'Hz' }
    const node = unwrap(specOf(saved, { ...draft, params: [level, { ...tone, spec }] }))
    expect(Object.keys(node.params)).toEqual(['level', 'tone'])
    expect(node.params['tone']).toMatchObject({
      label: 'Warmth',
      min: 200,
      max: 2000,
      default: 900,
    })
    // Opened again, the draft is as it was left, with the value of now.
    const again = draftOf(saved, 'Warm', about, { before: node })
    expect(again.params.map(({ id }) => id)).toEqual(['level', 'tone'])
    expect(again.params[1]?.spec).toEqual(spec)
    const hidden = unwrap(specOf(saved, { ...draft, params: [{ ...tone, exposed: false }, level] }))
    expect(Object.keys(hidden.params)).toEqual(['level'])
    expect(hidden.dsp).toMatchObject({ params: { level: { node: 'level', param: 'gain' } } })
    const wrong = (change: object) => {
      const result = specOf(saved, {
        ...draft,
        params: [{ ...tone, spec: { ...tone.spec, ...change } }],
      })
      return result.ok ? 'ok' : result.error.code
    }
    for (const change of [{ label: ' ' }, { min: -5 }, { max: 1e9 }, { min: 3000, max: 2000 }]) {
      expect(wrong(change)).toBe('plugin-draft-invalid')
    }
  })

  test('M-06 as a folder it has a test of its own, which passes, and fails when a knob leads nowhere', async () => {
    using home = new PluginHome()
    const { saved, draft } = made()
    const node = unwrap(specOf(saved, draft))
    unwrap(
      await saveNode({ name: 'Warm', node, dependencies: saved.dependencies, about }, places(home)),
    )
    const folder = join(home.paths.data, 'plugins/warm/1.0.0')
    const path = join(home.root, 'warm')
    const how = { folder, path, form: 'folder' as const, certify: false, replace: false }
    const { files } = unwrap(await writePackage(how, checks))
    expect(files).toContain('plugin.test.ts')
    const failed = unwrap(await runTests(path)).filter(({ failure }) => failure !== undefined)
    expect(failed).toEqual([])
    const text = readFileSync(join(path, 'plugin.json'), 'utf8')
    home.write('warm/plugin.json', text.replaceAll('"node": "filter"', '"node": "nobody"'))
    const tests = unwrap(await runTests(path))
    expect(tests.filter(({ failure }) => failure !== undefined)).toHaveLength(1)
    expect(existsSync(join(path, 'README.md'))).toBe(true)
    return ok()
  }, 60_000)
})
