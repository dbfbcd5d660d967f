import { orderGraph, type Cable, type CableEnd } from '#shared/graph'
import type { EngineGraph } from '../engine'

/** A mix and its stems in one graph: what all have in common is rendered once. */
export interface JoinedStems {
  readonly graph: EngineGraph
  /** Of the stems, in their order: what each gives. */
  readonly ends: readonly CableEnd[]
}

/** Before the ids of a stem's own nodes and cables; ids of a document have no slash. */
const prefixOf = (stem: number) => `stem${stem}/`

/** The node of the document that a node of a joined graph stands for. */
export function originOf(id: string): string {
  return id.replace(/^stem\d+\//, '')
}

/**
 * Puts stems, each a graph of its own, beside the mix. A node that hears the same in a stem as in the mix is that of
 * the mix; others are there once more. Every node goes on as it would in its own graph: same order of sums, same seeds.
 * Undefined where loops would open elsewhere, or the graph is heard at several places.
 */
export function joinStems(
  mix: EngineGraph,
  stems: readonly EngineGraph[],
): JoinedStems | undefined {
  const nodes: Record<string, EngineGraph['nodes'][string]> = { ...mix.nodes }
  const cables: Record<string, Cable> = { ...mix.cables }
  const ends: CableEnd[] = []
  for (const [index, stem] of stems.entries()) {
    const prefix = prefixOf(index + 1)
    const own = ownNodes(mix, stem)
    const outputs = Object.values(stem.nodes).filter(({ kind }) => kind === 'output')
    const [output] = outputs
    if (output === undefined || outputs.length > 1) return undefined
    for (const [id, node] of Object.entries(stem.nodes)) {
      if (!own.has(id)) continue
      const apart = node.kind === 'output' && { apart: true }
      nodes[prefix + id] = { ...node, id: prefix + id, seed: id, ...apart }
    }
    for (const cable of Object.values(stem.cables)) {
      if (!own.has(cable.to.node)) continue
      const { from, to } = cable
      const source = own.has(from.node) ? { ...from, node: prefix + from.node } : from
      const id = prefix + cable.id
      cables[id] = { ...cable, id, from: source, to: { ...to, node: prefix + to.node } }
    }
    ends.push({ node: prefix + output.id, port: 'out' })
  }
  const graph = { transport: mix.transport, nodes, cables }
  const expected = [mix, ...stems].flatMap((part, index) =>
    [...feedbackOf(part)].map(id => {
      const own = prefixOf(index) + id
      return own in cables ? own : id
    }),
  )
  const opened = feedbackOf(graph)
  const same = opened.size === new Set(expected).size && expected.every(id => opened.has(id))
  return same ? { graph, ends } : undefined
}

/** The nodes of a stem that do not hear what they hear in the mix; outputs are always its own. */
function ownNodes(mix: EngineGraph, stem: EngineGraph): ReadonlySet<string> {
  const wiresOf = (graph: EngineGraph) =>
    Map.groupBy(Object.values(graph.cables), ({ to }) => to.node)
  const [before, after] = [wiresOf(mix), wiresOf(stem)]
  const own = new Set<string>()
  for (const [id, node] of Object.entries(stem.nodes)) {
    const [then, now] = [before.get(id) ?? [], after.get(id) ?? []]
    const same = now.length === then.length && now.every(cable => mix.cables[cable.id] === cable)
    if (!same || node.kind === 'output' || mix.nodes[id] !== node) own.add(id)
  }
  const outgoing = Map.groupBy(Object.values(stem.cables), ({ from }) => from.node)
  for (const id of own) for (const { to } of outgoing.get(id) ?? []) own.add(to.node)
  return own
}

function feedbackOf({ nodes, cables }: EngineGraph): ReadonlySet<string> {
  return orderGraph(Object.keys(nodes), Object.values(cables)).feedback
}
