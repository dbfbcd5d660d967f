import {
  groupOf,
  isModulation,
  portAt,
  type CableEnd,
  type Graph,
  type NodeCatalog,
} from '#shared/graph'
import { portLabel } from '../../editor'
import { knownName } from '../../state'

export type RowKind = 'group' | 'node' | 'comment' | 'cable'

/** A line of the outline, as a tree has it for screen readers. */
export interface OutlineRow {
  /** Of what it stands for; a cable has a row at each of its nodes. */
  readonly key: string
  readonly id: string
  readonly kind: RowKind
  readonly level: number
  readonly label: string
  /** What it is, behind its name. */
  readonly note: string
  readonly place: number
  readonly of: number
  /** Undefined where nothing lies within. */
  readonly open: boolean | undefined
}

export interface OutlineOptions {
  /** Keys of rows that are open. */
  readonly open: ReadonlySet<string>
  readonly query: string
}

interface Item {
  readonly id: string
  readonly kind: Exclude<RowKind, 'cable'>
  readonly label: string
  readonly note: string
  readonly x: number
  readonly y: number
}

/**
 * The graph as a list of rows: groups with what lies in them, nodes with their cables, from left to right. With a query only
 * what is called so, wherever it lies.
 */
export function outlineRows(
  graph: Graph,
  catalog: NodeCatalog,
  { open, query }: OutlineOptions,
): readonly OutlineRow[] {
  const items = itemsByGroup(graph, catalog)
  if (query !== '') return found([...items.values()].flat(), query)
  const rows: OutlineRow[] = []
  const cables = cablesByNode(graph)
  const add = (scope: string, level: number) => {
    const inside = inOrder(items.get(scope) ?? [])
    for (const [index, item] of inside.entries()) {
      const { id, kind, label, note } = item
      const own = kind === 'node' ? (cables.get(id) ?? []) : []
      const hasMore = kind === 'group' ? (items.get(id)?.length ?? 0) > 0 : own.length > 0
      const isOpen = hasMore ? open.has(id) : undefined
      const at = { level, place: index + 1, of: inside.length }
      rows.push({ key: id, id, kind, label, note, open: isOpen, ...at })
      if (isOpen !== true) continue
      if (kind === 'group') add(id, level + 1)
      else rows.push(...cableRows(graph, catalog, id, own, level + 1))
    }
  }
  add('', 1)
  return rows
}

function itemsByGroup(graph: Graph, catalog: NodeCatalog): ReadonlyMap<string, Item[]> {
  const byGroup = new Map<string, Item[]>()
  const put = (group: string | undefined, item: Item) => {
    const inside = byGroup.get(group ?? '')
    if (inside === undefined) byGroup.set(group ?? '', [item])
    else inside.push(item)
  }
  for (const group of Object.values(graph.groups)) {
    const { id, label, position } = group
    put(groupOf(graph, group), { id, kind: 'group', label, note: 'Group', ...position })
  }
  for (const node of Object.values(graph.nodes)) {
    const definition = catalog.get(node.type)
    const label = node.label ?? definition?.label ?? knownName(node.type)
    const note = definition === undefined ? 'Missing' : definition.label
    put(groupOf(graph, node), { id: node.id, kind: 'node', label, note, ...node.position })
  }
  for (const comment of Object.values(graph.notes)) {
    const { id, text, position } = comment
    const label = text.split('\n')[0] ?? ''
    const item = { id, label: label === '' ? 'Empty comment' : label, note: 'Comment' }
    put(groupOf(graph, comment), { ...item, kind: 'comment', ...position })
  }
  return byGroup
}

function inOrder(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.x - b.x || a.y - b.y)
}

function found(items: readonly Item[], query: string): OutlineRow[] {
  const wanted = query.toLowerCase()
  const hits = inOrder(items).filter(item => item.label.toLowerCase().includes(wanted))
  return hits.map(({ id, kind, label, note }, index) => ({
    ...{ key: id, id, kind, label, note, level: 1, open: undefined },
    place: index + 1,
    of: hits.length,
  }))
}

function cablesByNode({ cables }: Graph): ReadonlyMap<string, string[]> {
  const byNode = new Map<string, string[]>()
  for (const { id, from, to } of Object.values(cables)) {
    for (const node of new Set([from.node, to.node])) {
      const own = byNode.get(node)
      if (own === undefined) byNode.set(node, [id])
      else own.push(id)
    }
  }
  return byNode
}

function cableRows(
  graph: Graph,
  catalog: NodeCatalog,
  node: string,
  ids: readonly string[],
  level: number,
): OutlineRow[] {
  return ids.flatMap((id, index): OutlineRow[] => {
    const cable = graph.cables[id]
    if (cable === undefined) return []
    const source = portName(graph, catalog, cable.from, 'outputs')
    const target = isModulation(cable)
      ? paramName(graph, catalog, cable.to)
      : portName(graph, catalog, cable.to, 'inputs')
    const leaves = cable.from.node === node
    const label = leaves
      ? `${source} → ${nodeName(graph, catalog, cable.to.node)}, ${target}`
      : `${target} ← ${nodeName(graph, catalog, cable.from.node)}, ${source}`
    const at = { level, place: index + 1, of: ids.length, open: undefined }
    return [{ key: `${node}/${id}`, id, kind: 'cable', label, note: leaves ? 'Out' : 'In', ...at }]
  })
}

function nodeName(graph: Graph, catalog: NodeCatalog, id: string): string {
  const node = graph.nodes[id]
  return node?.label ?? catalog.get(node?.type ?? '')?.label ?? id
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

function paramName(graph: Graph, catalog: NodeCatalog, { node, port }: CableEnd): string {
  return catalog.get(graph.nodes[node]?.type ?? '')?.params[port]?.label ?? port
}
