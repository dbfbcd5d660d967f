import { canConnect, isModulation, portAt } from './connect'
import type { Edit } from './edits'
import type { CableId, NodeId } from './ids'
import type { NodeCatalog, NodeDefinition, PortKind } from './node-spec'
import type { Cable, CableEnd, Wiring } from './project'

interface Through {
  readonly input: string
  readonly output: string
}

/** First input and first output of one kind, or of the `kind` asked for: where a signal goes through a node. */
export function throughPorts(definition: NodeDefinition, kind?: PortKind): Through | undefined {
  for (const [input, inputSpec] of Object.entries(definition.inputs)) {
    if (kind !== undefined && inputSpec.kind !== kind) continue
    const match = Object.entries(definition.outputs).find(
      ([, spec]) => spec.kind === inputSpec.kind,
    )
    if (match !== undefined) return { input, output: match[0] }
  }
  return undefined
}

/** Where what a cable carries goes through a node; undefined where it cannot. */
export function throughOnCable(
  graph: Wiring,
  catalog: NodeCatalog,
  definition: NodeDefinition,
  cable: Cable,
): Through | undefined {
  const kind = cableKind(graph, catalog, cable)
  return kind && throughPorts(definition, kind)
}

/** What a cable carries, by either of its ends: the other may be a placeholder. */
export function cableKind(graph: Wiring, catalog: NodeCatalog, cable: Cable): PortKind | undefined {
  if (isModulation(cable)) return 'control'
  const from = portAt(graph, catalog, cable.from, 'outputs')
  if (from.ok) return from.value.kind
  const to = portAt(graph, catalog, cable.to, 'inputs')
  return to.ok ? to.value.kind : undefined
}

/**
 * Removes a node and wires what fed it to what it fed, where the kinds fit, so that deleting an effect from a
 * chain leaves the chain whole. `newId` makes the ids of the new cables.
 */
export function removeWithWireThrough(
  graph: Wiring,
  catalog: NodeCatalog,
  id: NodeId,
  newId: () => CableId,
): Edit[] {
  const edits: Edit[] = [{ kind: 'remove-nodes', nodes: [id] }]
  const node = graph.nodes[id]
  const definition = node && catalog.get(node.type)
  const through = definition && throughPorts(definition)
  if (through === undefined) return edits
  const cables = Object.values(graph.cables)
  const feeding = cables.filter(
    cable => cable.to.node === id && cable.to.port === through.input && !isModulation(cable),
  )
  const fed = cables.filter(cable => cable.from.node === id && cable.from.port === through.output)
  for (const { from } of feeding) {
    for (const { to, depth } of fed) {
      if (from.node === id || to.node === id) continue
      if (canConnect(graph, catalog, from, to, depth).ok) {
        edits.push(connect(newId(), from, to, depth))
      }
    }
  }
  return edits
}

/** Puts a node that is in the graph already into a cable, if a signal of the cable's kind can go through it. */
export function insertOnCable(
  graph: Wiring,
  catalog: NodeCatalog,
  definition: NodeDefinition,
  node: NodeId,
  cable: Cable,
  newId: () => CableId,
): Edit[] {
  const through = throughOnCable(graph, catalog, definition, cable)
  if (through === undefined || cable.from.node === node || cable.to.node === node) return []
  if (!(cable.id in graph.cables)) return []
  return [
    { kind: 'disconnect', cables: [cable.id] },
    connect(newId(), cable.from, { node, port: through.input }),
    connect(newId(), { node, port: through.output }, cable.to, cable.depth),
  ]
}

/** Wires a node that gives what a cable carries to where that cable ends, so that both are heard there. */
export function joinCable(
  graph: Wiring,
  catalog: NodeCatalog,
  definition: NodeDefinition,
  node: NodeId,
  cable: Cable,
  newId: () => CableId,
): Edit[] {
  if (!(cable.id in graph.cables) || isModulation(cable)) return []
  const kind = cableKind(graph, catalog, cable)
  // Sounds and signals are summed where cables meet; of clips an input takes one.
  if (kind === undefined || kind === 'clip') return []
  const output = Object.entries(definition.outputs).find(([, spec]) => spec.kind === kind)
  return output === undefined ? [] : [connect(newId(), { node, port: output[0] }, cable.to)]
}

function connect(id: CableId, from: CableEnd, to: CableEnd, depth?: number): Edit {
  const ends = { from: { ...from }, to: { ...to } }
  return { kind: 'connect', cable: { id, ...ends, ...(depth !== undefined && { depth }) } }
}
