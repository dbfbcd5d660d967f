import {
  emptyProject,
  type Node,
  type NodeCatalog,
  type PortKind,
  type Project,
} from '#shared/graph'

/** A link of a chain: a type, and what of the node differs. */
export type Link = string | (Partial<Node> & Pick<Node, 'type'>)

/**
 * Nodes one behind the other, `n0`, `n1` …, each by its first output into the next one's first input of that kind,
 * and the last into the output.
 */
export function chain(catalog: NodeCatalog, links: readonly Link[]): Project {
  const document = emptyProject('p', 'Chain')
  const { nodes } = document.graph
  links.forEach((link, index) => {
    const id = `n${index}`
    const node = typeof link === 'string' ? { type: link } : link
    nodes[id] = { id, position: { x: 0, y: 0 }, params: {}, ...node }
    if (index > 0) connect(document, catalog, `n${index - 1}`, id)
  })
  if (links.length > 0) connect(document, catalog, `n${links.length - 1}`, 'output')
  return document
}

/** Wires the first output of a node into the first input of that kind of another. */
export function connect(document: Project, catalog: NodeCatalog, from: string, to: string): void {
  const { nodes, cables } = document.graph
  const definition = (id: string) => catalog.get(nodes[id]?.type ?? '')
  const [out, kind] = first(definition(from)?.outputs ?? {})
  const [into] = first(definition(to)?.inputs ?? {}, kind)
  if (out === undefined || into === undefined) throw new Error(`${from} does not fit ${to}`)
  const id = `${from}-${to}`
  cables[id] = { id, from: { node: from, port: out }, to: { node: to, port: into } }
}

type Ports = Readonly<Record<string, { readonly kind: PortKind }>>

function first(ports: Ports, wanted?: PortKind): [id: string, kind: PortKind] | [] {
  const found = Object.entries(ports).find(
    ([, { kind }]) => wanted === undefined || kind === wanted,
  )
  return found === undefined ? [] : [found[0], found[1].kind]
}
