import { err, fail, ok, type Result } from '../kit'
import { canConnect, isModulation, modulatedParam, portAt } from './connect'
import type { Edit } from './edits'
import type { CableId, NodeId, NodeType, ParamId, PortId } from './ids'
import type { NodeCatalog, PortKind } from './node-spec'
import type { Cable, CableEnd, Graph, Node } from './project'

/** How far a signal of 1 turns a knob at first: a quarter of its way. */
export const FIRST_DEPTH = 0.25

/** What stands between a signal that is no control signal and a knob: its loudness, or how hard notes are struck. */
const converters: Partial<Record<PortKind, { type: NodeType; input: PortId; output: PortId }>> = {
  audio: { type: 'follower/follower', input: 'in', output: 'out' },
  notes: { type: 'note-to-control/note-to-control', input: 'notes', output: 'velocity' },
}

export interface ModulationIds {
  cable(): CableId
  node(type: NodeType): NodeId
}

/**
 * The edits by which a signal turns a parameter: a cable with a depth; for sound and notes, with a node between that
 * makes a control signal of them. Refused where the parameter is no number, or the signal turns it already.
 */
export function modulationEdits(
  graph: Graph,
  catalog: NodeCatalog,
  from: CableEnd,
  to: CableEnd,
  depth: number,
  ids: ModulationIds,
): Result<Edit[]> {
  const param = modulatedParam(graph, catalog, to)
  if (!param.ok) return param
  const port = portAt(graph, catalog, from, 'outputs')
  if (!port.ok) return port
  if (port.value.kind === 'control') {
    const fits = canConnect(graph, catalog, from, to, depth)
    return fits.ok ? ok([{ kind: 'connect', cable: { id: ids.cable(), from, to, depth } }]) : fits
  }
  const converter = converters[port.value.kind]
  if (converter === undefined || !catalog.has(converter.type)) {
    return err(fail('cable-refused', `${port.value.kind} does not fit a parameter.`))
  }
  const { type, input, output } = converter
  const node: Node = { id: ids.node(type), type, position: between(graph, from, to), params: {} }
  const [into, out] = [
    { node: node.id, port: input },
    { node: node.id, port: output },
  ]
  return ok([
    { kind: 'add-node', node },
    { kind: 'connect', cable: { id: ids.cable(), from, to: into } },
    { kind: 'connect', cable: { id: ids.cable(), from: out, to, depth } },
  ])
}

/** Whether a signal can turn a parameter, by itself or through a node between. */
export function canModulate(
  graph: Graph,
  catalog: NodeCatalog,
  from: CableEnd,
  to: CableEnd,
): Result<void> {
  const ids = { cable: () => 'cable', node: () => 'between' }
  const edits = modulationEdits(graph, catalog, from, to, FIRST_DEPTH, ids)
  return edits.ok ? ok() : edits
}

/** The cables that turn a parameter. */
export function modulationsOf(graph: Graph, node: NodeId, param: ParamId): readonly Cable[] {
  return Object.values(graph.cables).filter(
    cable => isModulation(cable) && cable.to.node === node && cable.to.port === param,
  )
}

/** Every control output that could turn a parameter and does not yet. */
export function modulationSources(
  graph: Graph,
  catalog: NodeCatalog,
  to: CableEnd,
): readonly CableEnd[] {
  return Object.values(graph.nodes).flatMap(({ id, type }) =>
    Object.entries(catalog.get(type)?.outputs ?? {})
      .filter(([, spec]) => spec.kind === 'control')
      .map(([port]) => ({ node: id, port }))
      .filter(from => canConnect(graph, catalog, from, to, FIRST_DEPTH).ok),
  )
}

/** Left of what it turns, below what it listens to. */
function between({ nodes }: Graph, from: CableEnd, to: CableEnd): Node['position'] {
  const [source, target] = [nodes[from.node]?.position, nodes[to.node]?.position]
  if (source === undefined || target === undefined) return { x: 0, y: 0 }
  return { x: Math.round((source.x + target.x) / 2), y: Math.max(source.y, target.y) + 160 }
}
