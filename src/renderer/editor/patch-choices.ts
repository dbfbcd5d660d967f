import {
  canConnect,
  portAt,
  type Cable,
  type CableEnd,
  type Graph,
  type NodeCatalog,
  type PortKind,
} from '#shared/graph'
import { portLabel } from './port-label'

/** A cable that could be made at a node, or one that is there and could be pulled. */
export interface PatchChoice {
  readonly id: string
  readonly kind: 'connect' | 'disconnect'
  readonly from: CableEnd
  readonly to: CableEnd
  /** The node's own port, and what is at the other end: “Out → Filter, In”. */
  readonly text: string
  readonly port: PortKind | undefined
  /** Of a cable that is there. */
  readonly cable?: string
}

/** Everything that can be wired at a node: its outputs first, then its inputs, then the cables that it has. */
export function patchChoices(graph: Graph, catalog: NodeCatalog, node: string): PatchChoice[] {
  const definition = catalog.get(graph.nodes[node]?.type ?? '')
  const others = Object.keys(graph.nodes).filter(id => id !== node)
  const outward = ends(node, definition?.outputs).flatMap(from =>
    others.flatMap(id =>
      ends(id, catalog.get(graph.nodes[id]?.type ?? '')?.inputs).map(to => ({ from, to })),
    ),
  )
  const inward = ends(node, definition?.inputs).flatMap(to =>
    others.flatMap(id =>
      ends(id, catalog.get(graph.nodes[id]?.type ?? '')?.outputs).map(from => ({ from, to })),
    ),
  )
  const names = nameNodes(graph, catalog)
  const describe = (from: CableEnd, to: CableEnd) => {
    const output = portAt(graph, catalog, from, 'outputs')
    const isOwn = from.node === node
    return {
      port: output.ok ? output.value.kind : undefined,
      text: isOwn
        ? `${portName(graph, catalog, from, 'outputs')} → ${names(to.node)}, ${portName(graph, catalog, to, 'inputs')}`
        : `${portName(graph, catalog, to, 'inputs')} ← ${names(from.node)}, ${portName(graph, catalog, from, 'outputs')}`,
    }
  }
  const connects = [...outward, ...inward]
    .filter(({ from, to }) => canConnect(graph, catalog, from, to).ok)
    .map(({ from, to }): PatchChoice => ({
      id: `${from.node}.${from.port}-${to.node}.${to.port}`,
      kind: 'connect',
      from,
      to,
      ...describe(from, to),
    }))
  const cables = Object.values(graph.cables).filter(cable => touches(cable, node))
  const disconnects = cables.map(({ id, from, to }): PatchChoice => ({
    id,
    kind: 'disconnect',
    from,
    to,
    cable: id,
    ...describe(from, to),
  }))
  return [...connects, ...disconnects]
}

function touches({ from, to }: Cable, node: string): boolean {
  return from.node === node || to.node === node
}

function ends(node: string, ports: Readonly<Record<string, unknown>> | undefined): CableEnd[] {
  return Object.keys(ports ?? {}).map(port => ({ node, port }))
}

/** Nodes by the names that they show; of several with one name, each says which it is. */
function nameNodes(graph: Graph, catalog: NodeCatalog): (id: string) => string {
  const shown = (id: string) => {
    const node = graph.nodes[id]
    return node?.label ?? catalog.get(node?.type ?? '')?.label ?? id
  }
  const byName = Map.groupBy(Object.keys(graph.nodes), shown)
  return id => {
    const same = byName.get(shown(id)) ?? []
    return same.length > 1 ? `${shown(id)} ${same.indexOf(id) + 1}` : shown(id)
  }
}

function portName(
  graph: Graph,
  catalog: NodeCatalog,
  end: CableEnd,
  side: 'inputs' | 'outputs',
): string {
  const port = portAt(graph, catalog, end, side)
  return portLabel(end.port, port.ok ? port.value : undefined)
}
