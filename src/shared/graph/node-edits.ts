import { canConnect, isModulation } from './connect'
import type { Edit } from './edits'
import type { CableId, NodeId } from './ids'
import type { NodeCatalog, NodeDefinition } from './node-spec'
import type { Cable, CableEnd, Wiring } from './project'

/** First input and first output of one kind, if a node has both: where a signal goes through it. */
export function throughPorts(
  definition: NodeDefinition,
): { input: string; output: string } | undefined {
  for (const [input, inputSpec] of Object.entries(definition.inputs)) {
    const match = Object.entries(definition.outputs).find(
      ([, spec]) => spec.kind === inputSpec.kind,
    )
    if (match !== undefined) return { input, output: match[0] }
  }
  return undefined
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
  definition: NodeDefinition,
  node: NodeId,
  cable: Cable,
  newId: () => CableId,
): Edit[] {
  const through = throughPorts(definition)
  if (through === undefined || cable.from.node === node || cable.to.node === node) return []
  if (!(cable.id in graph.cables)) return []
  return [
    { kind: 'disconnect', cables: [cable.id] },
    connect(newId(), cable.from, { node, port: through.input }),
    connect(newId(), { node, port: through.output }, cable.to, cable.depth),
  ]
}

function connect(id: CableId, from: CableEnd, to: CableEnd, depth?: number): Edit {
  const ends = { from: { ...from }, to: { ...to } }
  return { kind: 'connect', cable: { id, ...ends, ...(depth !== undefined && { depth }) } }
}
