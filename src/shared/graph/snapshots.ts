import type { Edit } from './edits'
import type { NodeId, ParamId } from './ids'
import { morphed } from './morph'
import type { NodeCatalog } from './node-spec'
import { paramProblem, type ParamValue } from './params'
import type { ParamSnapshot } from './performer'
import type { Graph, Node } from './project'

type Values = ParamSnapshot['values']

/** How a node stands, or all nodes: every parameter but sounds. */
export function snapshotValues(graph: Graph, catalog: NodeCatalog, node?: NodeId): Values {
  const values: Values = {}
  for (const found of Object.values(graph.nodes)) {
    if (node !== undefined && found.id !== node) continue
    const params = valuesOf(found, catalog)
    if (Object.keys(params).length > 0) values[found.id] = params
  }
  return values
}

/** The edits after which the nodes of a snapshot stand as it has them. Nodes and parameters that went are passed over. */
export function recallEdits(graph: Graph, catalog: NodeCatalog, values: Values): Edit[] {
  return editsFor(graph, catalog, values, (_node, _param, value) => value)
}

/**
 * The edits after which nodes stand between two snapshots, at 0 to 1 of the way. What only one of them has stays as
 * it is.
 */
export function morphEdits(
  graph: Graph,
  catalog: NodeCatalog,
  from: Values,
  to: Values,
  amount: number,
): Edit[] {
  return editsFor(graph, catalog, from, (node, param, value) => {
    const other = to[node]?.[param]
    const spec = catalog.get(graph.nodes[node]?.type ?? '')?.params[param]
    if (other === undefined || spec === undefined) return undefined
    return morphed(spec, value, other, amount)
  })
}

/** Whether nodes stand otherwise than a snapshot has them. */
export function differsFromSnapshot(graph: Graph, catalog: NodeCatalog, values: Values): boolean {
  return recallEdits(graph, catalog, values).length > 0
}

function editsFor(
  graph: Graph,
  catalog: NodeCatalog,
  values: Values,
  wanted: (node: NodeId, param: ParamId, value: ParamValue) => ParamValue | undefined,
): Edit[] {
  return Object.entries(values).flatMap(([id, params]) => {
    const node = graph.nodes[id]
    const definition = node && catalog.get(node.type)
    if (node === undefined || definition === undefined) return []
    return Object.entries(params).flatMap(([param, kept]): Edit[] => {
      const spec = definition.params[param]
      const value = wanted(id, param, kept)
      if (spec === undefined || value === undefined || spec.kind === 'file') return []
      if (paramProblem(spec, value) !== undefined) return []
      return (node.params[param] ?? spec.default) === value
        ? []
        : [{ kind: 'set-param', node: id, param, value }]
    })
  })
}

function valuesOf(node: Node, catalog: NodeCatalog): Record<ParamId, ParamValue> {
  return Object.fromEntries(
    Object.entries(catalog.get(node.type)?.params ?? {})
      .filter(([, spec]) => spec.kind !== 'file')
      .map(([param, spec]) => [param, node.params[param] ?? spec.default]),
  )
}
