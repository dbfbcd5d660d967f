import * as fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { silentLog } from '../../kit'
import { builtInPlugins, loadPlugins } from '../../plugins'
import { randomProject } from '../../plugins/testing/random-project'
import { RenderCache } from '../cache'
import { buildEngineGraph, type EngineGraph } from '../graph'
import { OfflineEngines } from './offline-engines'
import { renderOffline } from './render-offline'

const plugins = loadPlugins({ builtIn: builtInPlugins() })
const engines = new OfflineEngines()
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reuse-'))
  const ramp = Float32Array.from({ length: 8192 }, (_, index) => (index % 100) / 100)
  writeFileSync(join(folder, 'ramp.f32'), new Uint8Array(ramp.buffer))
})
afterAll(async () => {
  await engines[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

let folders = 0
const freshCache = () => {
  const place = join(folder, `cache${folders++}`)
  return { place, cache: new RenderCache(place, { leastWork: 0 }) }
}

function graphOf(project: Project): EngineGraph {
  const path = join(folder, 'ramp.f32')
  const sound = { path, sampleRate: 44_100, channels: 1, frames: 8192 }
  const built = buildEngineGraph(project, { ...plugins, sounds: new Map([['ramp', sound]]) })
  const { loop: _loop, ...transport } = built.transport
  return { ...built, transport }
}

interface Span {
  readonly from: number
  readonly to: number
}

async function render(
  graph: EngineGraph,
  cache?: RenderCache,
  { from, to }: Span = { from: 0, to: 9000 },
) {
  const job = { path: join(folder, 'out.raw'), format: 'raw', from, to } as const
  return unwrap(
    await renderOffline({ graph, job, log: silentLog, engines, ...(cache && { cache }) }),
  )
}

/** Noise through a reverb, and another one through an equaliser, to the output. */
function pair(level = -12): Project {
  const project = emptyProject('p', 'Pair')
  const { nodes, cables } = project.graph
  const add = (id: string, type: string, params = {}) => {
    nodes[id] = { id, type, position: { x: 0, y: 0 }, params }
  }
  const wire = (from: string, to: string) => {
    const id = `${from}-${to}`
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
  }
  add('noise', 'noise/noise')
  add('reverb', 'reverb/reverb')
  add('hiss', 'noise/noise', { level })
  add('eq', 'eq/eq')
  wire('noise', 'reverb')
  wire('reverb', 'output')
  wire('hiss', 'eq')
  wire('eq', 'output')
  return project
}

/** A node that is changed as little as can be. */
function changed(project: Project, pick: number): Project {
  const ids = Object.keys(project.graph.nodes)
  const id = ids[pick % ids.length] ?? ''
  const node = project.graph.nodes[id]
  if (node === undefined) return project
  const nodes = { ...project.graph.nodes, [id]: { ...node, bypassed: node.bypassed !== true } }
  return { ...project, graph: { ...project.graph, nodes } }
}

describe('A-07 what renders before it had done is not done again', () => {
  test('a render reads what did not change, and gives the same bits as one that does all', async () => {
    const { cache } = freshCache()
    const first = await render(graphOf(pair()), cache)
    expect(first).toMatchObject({ nodes: 4, reused: 0 })
    const other = graphOf(pair(-20))
    const again = await render(other, cache)
    expect(again.reused).toBe(2)
    expect(again.sha256).toBe((await render(other)).sha256)
    expect(again.sha256).not.toBe(first.sha256)
  })

  test('nothing is rendered where nothing changed, whatever the nodes are called', async () => {
    const { cache } = freshCache()
    const first = await render(graphOf(pair()), cache)
    const project = pair()
    for (const node of Object.values(project.graph.nodes)) node.label = `${node.id} again`
    const again = await render(graphOf(project), cache)
    expect(again.sha256).toBe(first.sha256)
    expect(again.reused).toBeGreaterThanOrEqual(2)
  })

  test('spans from another place or to a later end are rendered, shorter ones are read', async () => {
    const { cache } = freshCache()
    const graph = graphOf(pair())
    await render(graph, cache, { from: 1024, to: 6000 })
    for (const [from, to, reads] of [
      [0, 6000, false],
      [1024, 16_000, false],
      [1024, 3001, true],
    ] as const) {
      const span = { from, to }
      const again = await render(graph, cache, span)
      expect(again.sha256).toBe((await render(graph, undefined, span)).sha256)
      expect(again.reused > 0).toBe(reads)
    }
  })

  test('a file whose samples are others is thrown away, and all is rendered', async () => {
    const { cache, place } = freshCache()
    const graph = graphOf(pair())
    const first = await render(graph, cache)
    const files = () => readdirSync(place).filter(name => name.endsWith('.f32'))
    const names = files()
    for (const name of names) {
      const bytes = readFileSync(join(place, name))
      bytes[5000] = (bytes[5000] ?? 0) ^ 64
      writeFileSync(join(place, name), bytes)
    }
    const again = await render(graph, cache)
    expect(again).toMatchObject({ sha256: first.sha256, reused: 0 })
    expect(files().length).toBeLessThan(names.length)
  })

  test('what became later than what is kept reaches is rendered', async () => {
    const { cache } = freshCache()
    const span = { from: 0, to: 8192 }
    await render(graphOf(pair()), cache, span)
    const later = pair()
    const { nodes, cables } = later.graph
    nodes['limit'] = { id: 'limit', type: 'limiter/limiter', position: { x: 0, y: 0 }, params: {} }
    for (const [id, from, to] of [
      ['reverb-output', 'reverb', 'limit'],
      ['limit-output', 'limit', 'output'],
    ] as const) {
      cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }
    }
    const graph = graphOf(later)
    const again = await render(graph, cache, span)
    expect(again).toMatchObject({
      sha256: (await render(graph, undefined, span)).sha256,
      reused: 0,
    })
    const shorter = { from: 0, to: 4096 }
    const some = await render(graph, cache, shorter)
    expect(some.reused).toBeGreaterThan(0)
    expect(some.sha256).toBe((await render(graph, undefined, shorter)).sha256)
  })

  test('of a project that was rendered before only what stays is written down', async () => {
    const { cache } = freshCache()
    await render(graphOf(pair()), cache)
    const { size } = await cache.list()
    for (const level of [-13, -14, -15]) await render(graphOf(pair(level)), cache)
    expect((await cache.list()).size).toBe(size)
  })

  test('a folder that cannot be written costs no render', async () => {
    writeFileSync(join(folder, 'file'), '')
    const cache = new RenderCache(join(folder, 'file'), { leastWork: 0 })
    const graph = graphOf(pair())
    expect((await render(graph, cache)).sha256).toBe((await render(graph)).sha256)
  })

  test(
    'any graph, with any node changed, sounds the same with and without',
    { timeout: 60_000 },
    async () => {
      let reused = 0
      const projects = randomProject({ catalog: plugins.catalog, assets: ['ramp'] })
      await fc.assert(
        fc.asyncProperty(projects, fc.nat(), fc.nat({ max: 40 }), async (project, pick, start) => {
          const { cache } = freshCache()
          const span = { from: start * 128, to: start * 128 + 5000 }
          await render(graphOf(project), cache, span)
          const graph = graphOf(changed(project, pick))
          const again = await render(graph, cache, span)
          reused += again.reused
          expect(again.sha256).toBe((await render(graph, undefined, span)).sha256)
        }),
        { numRuns: 8, endOnFailure: true },
      )
      expect(reused).toBeGreaterThan(0)
    },
  )
})
