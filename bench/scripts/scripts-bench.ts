import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { buildEngineGraph, diffGraphs } from '../../src/main/engine/graph'
import { realTimeLimits } from '../../src/main/engine/host/script-limits'
import { loadKernels, Renderer, ScriptRunner } from '../../src/main/engine/render'
import { rootFolder } from '../../src/main/kit'
import { builtInPlugins, loadPlugins, type PluginPlaces } from '../../src/main/plugins'
import type { Patch } from '../peers/patch'
import { patches } from '../peers/patches'
import { peersBench, type PeerRow } from '../peers/peers-bench'

/** Frames of a block in real time. */
const BLOCK = 1024
const CHAIN = 64
const WARM_UP = 60

export interface RealTimeRow {
  readonly node: string
  /** Of the processor, for 128 stereo frames of one node, with all that goes with it. */
  readonly usPerQuantum: number
  /** As many of them as one core renders at 48 kHz. */
  readonly nodesInRealTime: number
}

export interface ScriptsReport {
  readonly patches: readonly PeerRow[]
  readonly realTime: readonly RealTimeRow[]
}

/** The biquad chain of `peers`, each biquad a script in the sandbox; and how many scripts play at once. */
export async function scriptsBench(seconds: number): Promise<ScriptsReport> {
  const places = {
    builtIn: builtInPlugins(),
    user: join(rootFolder(), 'out/bench-plugins'),
  }
  const { patches: rows } = await peersBench(
    seconds,
    [],
    patches.filter(isEq).map(asScripts),
    places,
  )
  const realTime = ['script-gain/script-gain', 'drive/drive', 'peak/peak'].map(type => {
    const alone = millisecondsPerBlock(chain(type, 1), places)
    const many = millisecondsPerBlock(chain(type, 1 + CHAIN), places)
    const perBlock = (many - alone) / CHAIN
    const usPerQuantum = (perBlock * 1000) / (BLOCK / 128)
    return {
      node: type,
      usPerQuantum,
      nodesInRealTime: Math.floor(((BLOCK / 48_000) * 1000) / perBlock),
    }
  })
  return { patches: rows, realTime }
}

function isEq({ name }: Patch): boolean {
  return name === 'eq16'
}

/** The same patch for the peers, and for us with the scripted filter in place of the kernel. */
function asScripts(patch: Patch): Patch {
  return {
    name: `${patch.name} as scripts`,
    web: patch.web,
    project: length => {
      const project = patch.project(length)
      const { nodes } = project.graph
      for (const [id, node] of Object.entries(nodes)) {
        if (node.type !== 'filter/filter') continue
        const { type: _type, ...params } = node.params
        nodes[id] = { ...node, type: 'peak/peak', params }
      }
      return project
    },
  }
}

/** Noise in stereo through so many nodes. */
function chain(type: string, count: number): Project {
  const project = emptyProject('bench', type)
  project.transport.length = 3600
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  nodes['noise'] = { id: 'noise', type: 'noise/noise', position, params: {} }
  nodes['pan'] = { id: 'pan', type: 'pan/pan', position, params: {} }
  const scripts = Array.from({ length: count }, (_, index) => `script${index}`)
  for (const id of scripts) nodes[id] = { id, type, position, params: {} }
  const path = ['noise', 'pan', ...scripts, 'output']
  path.slice(1).forEach((to, index) => {
    const from = { node: path[index] ?? '', port: 'out' }
    cables[to] = { id: to, from, to: { node: to, port: 'in' } }
  })
  return project
}

/** Median processor time of the rendering thread, with the limits and the meters of playing. */
function millisecondsPerBlock(project: Project, places: PluginPlaces): number {
  const { catalog, code } = loadPlugins(places)
  // On a machine that stands still now and then no node is to be cut off for that.
  const patient = { ...realTimeLimits, callMs: 20_000, behindMs: 60_000 }
  using scripts = new ScriptRunner(patient, () => {})
  using renderer = new Renderer({
    kernels: loadKernels(BLOCK),
    scripts,
    metered: true,
    onTrouble: (_node, failure) => unwrap({ ok: false, error: failure }),
  })
  const graph = buildEngineGraph(project, { catalog, code, sounds: new Map() })
  renderer.commit(diffGraphs(undefined, graph))
  renderer.rewind(0)
  for (let block = 0; block < WARM_UP; block++) renderer.render(BLOCK)
  const rounds = Array.from({ length: 15 }, () => {
    const began = process.threadCpuUsage()
    for (let block = 0; block < 20; block++) renderer.render(BLOCK)
    const { user, system } = process.threadCpuUsage(began)
    return (user + system) / 1000 / 20
  })
  return rounds.toSorted((a, b) => a - b)[rounds.length >> 1] ?? 0
}
