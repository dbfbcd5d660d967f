import type { Frames } from '#shared/kit'
import type { Cable, CableEnd } from '#shared/graph'
import { sha256 } from '../../kit'
import { keptBytes, type EngineGraph, type EngineNode } from '../graph'
import { chooseCuts } from './choose-cuts'
import { engineIdentity } from './engine-identity'
import { graphGroups, heardNodes, sameLoops, type GraphGroups } from './graph-groups'
import { KEPT_PORT, keptNode } from './kept-node'
import { nodeCost } from './node-cost'
import { nodeKeys, outputName } from './output-keys'
import type { KeptSound, RenderCache } from './render-cache'
import { joinMixers, splitMixers } from './split-mixers'

/** An output that a render is to write down. */
export interface Keeping {
  readonly end: CableEnd
  readonly key: string
}

/** How a graph is rendered with what is kept of renders before. */
export interface ReusePlan {
  /** Gives the same samples as the whole graph. */
  readonly graph: EngineGraph
  /** What it reads from the disk. */
  readonly reads: readonly KeptSound[]
  readonly keep: readonly Keeping[]
  /** Keys of all that could be kept. */
  readonly keys: readonly string[]
  /** Of the nodes that are heard, how many there are, and how many of them are not rendered. */
  readonly nodes: number
  readonly reused: number
}

export interface ReuseOptions {
  readonly graph: EngineGraph
  readonly cache: RenderCache
  readonly from: Frames
  readonly to: Frames
}

/** Finds what need not be rendered, and what is worth keeping. */
export async function planReuse({ graph, cache, from, to }: ReuseOptions): Promise<ReusePlan> {
  const loops = graphGroups(graph)
  const sources = [...heardNodes(graph)].filter(id => graph.nodes[id]?.kind !== 'output')
  const nothing = { graph, reads: [], keep: [], keys: [], nodes: sources.length, reused: 0 }
  const { graph: whole, sums } = splitMixers(graph, loops)
  const groups = graphGroups(whole)
  const byNode = await nodeKeys(whole, groups, { engine: await engineIdentity(), from })
  const keyOf = (end: CableEnd) => {
    const key = byNode.get(end.node)
    return key === undefined ? undefined : sha256(`${key} ${outputName(end)}`)
  }
  const kept = await cache.list()
  const find = (end: CableEnd) => {
    const sound = kept.get(keyOf(end) ?? '')
    return sound !== undefined && sound.frames >= to - from ? sound : undefined
  }
  const { live, reads } = findLive(whole, groups, find)
  const cuts = chooseCuts(whole, groups, heardNodes(whole))
  const wanted = cuts.flatMap((end): Keeping[] => {
    const key = keyOf(end)
    return key === undefined ? [] : [{ end, key }]
  })
  const work = sources.reduce((sum, id) => sum + costOf(graph, id), 0) * (to - from)
  const worth = work >= cache.leastWork
  const missing = wanted.filter(({ end }) => live.has(end.node) && find(end) === undefined)
  const keep = worth ? await fitting(missing, wanted, to - from, cache) : []
  const written = new Set(keep.map(({ end }) => end.node))
  const reduced = joinMixers(reduce(whole, live, reads), sums, written)
  // A loop that opened elsewhere would sound different; it hardly ever happens.
  if (!sameLoops(loops, graphGroups(reduced))) return nothing
  return {
    graph: reduced,
    reads: [...reads.values()],
    keep,
    keys: worth ? wanted.map(({ key }) => key) : [],
    nodes: sources.length,
    reused: sources.filter(id => !live.has(id)).length,
  }
}

function costOf({ nodes }: EngineGraph, id: string): number {
  const node = nodes[id]
  return node === undefined ? 0 : nodeCost(node)
}

/** The nodes that must be rendered, and the outputs of others that those read, by name. */
function findLive(
  graph: EngineGraph,
  { groups, outgoing }: GraphGroups,
  find: (end: CableEnd) => KeptSound | undefined,
) {
  const live = new Set<string>()
  const reads = new Map<string, KeptSound>()
  for (const group of groups.toReversed()) {
    const wanted = group
      .flatMap(id => outgoing.get(id) ?? [])
      .filter(({ to }) => live.has(to.node))
      .map(({ from }) => from)
    const isOutput = group.some(id => graph.nodes[id]?.kind === 'output')
    if (wanted.length === 0 && !isOutput) continue
    const found = wanted.map(end => [outputName(end), find(end)] as const)
    if (isOutput || found.some(([, sound]) => sound === undefined)) {
      for (const id of group) live.add(id)
    } else {
      for (const [name, sound] of found) if (sound !== undefined) reads.set(name, sound)
    }
  }
  return { live, reads }
}

/** The graph with what is read in place of what made it, and without what nobody hears. */
function reduce(
  graph: EngineGraph,
  live: ReadonlySet<string>,
  reads: ReadonlyMap<string, KeptSound>,
): EngineGraph {
  const nodes: Record<string, EngineNode> = {}
  for (const [id, node] of Object.entries(graph.nodes)) if (live.has(id)) nodes[id] = node
  const cables: Record<string, Cable> = {}
  for (const cable of Object.values(graph.cables)) {
    if (!live.has(cable.to.node)) continue
    const name = outputName(cable.from)
    const sound = live.has(cable.from.node) ? undefined : reads.get(name)
    if (sound === undefined) {
      cables[cable.id] = cable
      continue
    }
    // No node of a document has a slash in its id.
    const id = `kept/${name}`
    const kind = graph.nodes[cable.from.node]?.outputs[cable.from.port]?.kind ?? 'audio'
    nodes[id] ??= keptNode(id, sound, kind)
    cables[cable.id] = { ...cable, from: { node: id, port: KEPT_PORT } }
  }
  return { transport: graph.transport, nodes, cables }
}

/**
 * What is new to a project that was rendered before is likely to change again before it is of use: only what two
 * renders have in common is written down then. And no more than there is room for.
 */
async function fitting(
  missing: readonly Keeping[],
  wanted: readonly Keeping[],
  frames: Frames,
  cache: RenderCache,
): Promise<readonly Keeping[]> {
  const seen = new Set((await cache.seen()).flatMap(keys => [...keys]))
  const isNew = !wanted.some(({ key }) => seen.has(key))
  const steady = missing.filter(({ key }) => isNew || seen.has(key))
  const room = Math.floor((await cache.limit()) / keptBytes({ channels: 2, frames }))
  return steady.slice(0, room)
}
