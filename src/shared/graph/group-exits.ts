import { groupsAround } from './group-tree'
import type { NodeId } from './ids'
import type { NodeCatalog } from './node-spec'
import type { Graph } from './project'

const INNER = '.'

/** By group: the nodes inside whose sound leaves it, by a cable or by one of its ports. Its level is the highest of theirs. */
export function groupExits(graph: Graph): ReadonlyMap<string, readonly NodeId[]> {
  const exits = new Map<string, Set<NodeId>>()
  const add = (group: string, node: NodeId) => {
    const list = exits.get(group)
    if (list === undefined) exits.set(group, new Set([node]))
    else list.add(node)
  }
  if (Object.keys(graph.groups).length === 0) return new Map()
  for (const { id, ports } of Object.values(graph.groups)) {
    for (const { node } of ports.outputs) add(id, node)
  }
  for (const { from, to } of Object.values(graph.cables)) {
    const [source, target] = [graph.nodes[from.node], graph.nodes[to.node]]
    if (source?.group === undefined) continue
    const around = target === undefined ? [] : groupsAround(graph, target)
    for (const group of groupsAround(graph, source)) {
      if (!around.includes(group)) add(group, from.node)
    }
  }
  return new Map([...exits].map(([group, nodes]) => [group, [...nodes]]))
}

/**
 * The node of the document that shows the level of one of the engine’s: itself, or of a part `outer.inner` whose sound
 * leaves the outer node that node; nothing for parts whose sound stays inside.
 */
export function shownBy(
  id: NodeId,
  graph: Pick<Graph, 'nodes'>,
  catalog: NodeCatalog,
): NodeId | undefined {
  const [outer = '', ...way] = id.split(INNER)
  let type = graph.nodes[outer]?.type
  for (const part of way) {
    const dsp = catalog.get(type ?? '')?.dsp
    if (dsp?.form !== 'graph') return undefined
    if (!Object.values(dsp.outputs).some(({ node }) => node === part)) return undefined
    type = dsp.nodes[part]?.type
  }
  return outer
}
