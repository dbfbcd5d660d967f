import { orderGraph, type Cable } from '#shared/graph'
import type { EngineGraph } from '../graph'

/** A graph as it is rendered: what belongs together, sources first, and what is wired to each node. */
export interface GraphGroups {
  readonly groups: readonly (readonly string[])[]
  readonly feedback: ReadonlySet<string>
  /** By node, in the order in which sums are made. */
  readonly incoming: ReadonlyMap<string, readonly Cable[]>
  readonly outgoing: ReadonlyMap<string, readonly Cable[]>
}

export function graphGroups(graph: EngineGraph): GraphGroups {
  const cables = Object.values(graph.cables).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    ...orderGraph(Object.keys(graph.nodes), cables),
    incoming: Map.groupBy(cables, ({ to }) => to.node),
    outgoing: Map.groupBy(cables, ({ from }) => from.node),
  }
}

/** The nodes whose sound reaches an output. */
export function heardNodes(graph: EngineGraph): ReadonlySet<string> {
  const outputs = Object.values(graph.nodes).filter(({ kind }) => kind === 'output')
  const heard = new Set(outputs.map(({ id }) => id))
  const into = Map.groupBy(Object.values(graph.cables), ({ to }) => to.node)
  for (const id of heard) for (const { from } of into.get(id) ?? []) heard.add(from.node)
  return heard
}

/** Where a loop is opened follows from the whole graph: whether the loops of a part of it come out the same. */
export function sameLoops(whole: GraphGroups, part: GraphGroups): boolean {
  const loops = ({ groups }: GraphGroups) =>
    new Map(groups.filter(group => group.length > 1).map(group => [group.toSorted().join(), group]))
  const before = loops(whole)
  return [...loops(part)].every(([name, group]) => before.get(name)?.join() === group.join())
}
