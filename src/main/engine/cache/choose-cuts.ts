import type { CableEnd } from '#shared/graph'
import type { EngineGraph } from '../graph'
import type { GraphGroups } from './graph-groups'
import { nodeCost, WRITING } from './node-cost'
import { outputName } from './output-keys'

/** Rendering what lies before a cut takes at least so many times what writing it takes: where branches meet or part. */
const LEAST_GAIN = 3
/** The same within a chain, where fewer edits gain by it. */
const GAIN_IN_CHAIN = 6

/**
 * The outputs that are worth keeping: where branches meet or part, and within long chains, once what lies before them
 * since the last cut costs clearly more than bringing it to the disk and back. Each node counts towards one cut, so
 * that all writing together stays below a part of all rendering. It follows from the graph alone, not from
 * what is kept: the next render finds the cuts of this one.
 */
export function chooseCuts(
  graph: EngineGraph,
  { groups, incoming, outgoing }: GraphGroups,
  heard: ReadonlySet<string>,
): readonly CableEnd[] {
  const cuts: CableEnd[] = []
  /** By node: what was not cut off yet on the way to it, itself included. */
  const before = new Map<string, ReadonlySet<string>>()
  for (const group of groups.filter(ids => ids.every(id => heard.has(id)))) {
    const inner = new Set(group)
    const open = new Set(group)
    for (const { from } of group.flatMap(id => incoming.get(id) ?? [])) {
      for (const id of before.get(from.node) ?? []) open.add(id)
    }
    for (const id of group) before.set(id, open)
    const leaving = group
      .flatMap(id => outgoing.get(id) ?? [])
      .filter(({ to }) => !inner.has(to.node) && heard.has(to.node))
    const ends = new Map(leaving.map(({ from }) => [outputName(from), from]))
    const writing = [...ends.values()].reduce((sum, end) => sum + writingOf(graph, end), 0)
    if (leaving.length === 0 || !Number.isFinite(writing)) continue
    const cost = [...open].reduce((sum, id) => sum + costOf(graph, id), 0)
    const meets = leaving.some(({ to }) => (incoming.get(to.node) ?? []).length > 1)
    const last = leaving.some(({ to }) => graph.nodes[to.node]?.kind === 'output')
    const gain = meets || last || leaving.length > 1 ? LEAST_GAIN : GAIN_IN_CHAIN
    if (cost < writing * gain) continue
    cuts.push(...ends.values())
    for (const id of group) before.set(id, new Set())
  }
  return cuts
}

function costOf({ nodes }: EngineGraph, id: string): number {
  const node = nodes[id]
  return node === undefined ? 0 : nodeCost(node)
}

/** Notes are not kept: they are no samples. */
function writingOf({ nodes }: EngineGraph, { node, port }: CableEnd): number {
  const spec = nodes[node]?.outputs[port]
  if (spec?.kind !== 'audio' && spec?.kind !== 'control') return Number.POSITIVE_INFINITY
  return spec.kind === 'control' || spec.channels === 1 ? WRITING : 2 * WRITING
}
