import { groupsAround, heardCables, type Graph, type Node } from '#shared/graph'
import { catalog, useDocument } from '../state'

/** What does not sound because of mutes and solos. */
export interface Silence {
  readonly nodes: ReadonlySet<string>
  readonly cables: ReadonlySet<string>
}

const none: Silence = { nodes: new Set(), cables: new Set() }
let known: { readonly graph: Graph; readonly silence: Silence } | undefined

export function silenceOf(graph: Graph): Silence {
  if (known?.graph !== graph) known = { graph, silence: findSilence(graph) }
  return known.silence
}

function findSilence(graph: Graph): Silence {
  const heard = heardCables(graph, catalog())
  if (heard.length === Object.keys(graph.cables).length && !hasMutes(graph)) return none
  const kept = new Set(heard.map(({ id }) => id))
  const cables = new Set(Object.keys(graph.cables).filter(id => !kept.has(id)))
  const reached = new Set(heard.flatMap(({ from, to }) => [from.node, to.node]))
  const boxes = Object.values(graph.groups)
  const isSolo = [...Object.values(graph.nodes), ...boxes].some(({ soloed }) => soloed === true)
  const around = (node: Node, flag: 'muted' | 'soloed') =>
    node[flag] === true ||
    groupsAround(graph, node).some(group => graph.groups[group]?.[flag] === true)
  const nodes = Object.values(graph.nodes).filter(
    node => around(node, 'muted') || (isSolo && !around(node, 'soloed') && !reached.has(node.id)),
  )
  return { nodes: new Set(nodes.map(({ id }) => id)), cables }
}

function hasMutes({ nodes, groups }: Graph): boolean {
  return [...Object.values(nodes), ...Object.values(groups)].some(
    ({ muted, soloed }) => muted === true || soloed === true,
  )
}

/** Whether a node is kept from sounding by a mute, its own or that of others’ solo. */
export function useSilent(node: string): boolean {
  return useDocument(document => silenceOf(document.graph).nodes.has(node))
}
