import { isDeepStrictEqual } from 'node:util'
import type { Cable, CableEnd, CableId, FlatNote, NodeId, ParamId } from '#shared/graph'
import type {
  EngineDsp,
  EngineGraph,
  EngineNode,
  EngineParam,
  EngineTransport,
} from './engine-graph'

/** One step of a batch. A batch is taken whole, between two quanta. */
export type Instruction =
  | { readonly op: 'drop-cable'; readonly cable: CableId }
  | { readonly op: 'drop-node'; readonly node: NodeId }
  /** A new node, or one that changed so much that it begins anew. */
  | { readonly op: 'put-node'; readonly node: EngineNode }
  | {
      readonly op: 'set-param'
      readonly node: NodeId
      readonly param: ParamId
      readonly value: EngineParam
    }
  | { readonly op: 'set-notes'; readonly node: NodeId; readonly notes: readonly FlatNote[] }
  /** The same node of the same plugin in another version, or in another place. */
  | { readonly op: 'replace-code'; readonly node: NodeId; readonly dsp: EngineDsp }
  | { readonly op: 'set-bypassed'; readonly node: NodeId; readonly bypassed: boolean }
  | { readonly op: 'put-cable'; readonly cable: Cable }
  /** Outputs whose sound is asked for beside what is heard: stems, what is kept for the next render. */
  | { readonly op: 'set-taps'; readonly taps: readonly CableEnd[] }
  /** Outputs that are written down while they are made. */
  | { readonly op: 'set-tees'; readonly tees: readonly CableEnd[] }
  | { readonly op: 'set-transport'; readonly transport: EngineTransport }

/** The batch that turns one graph into another; empty where they are the same. */
export function diffGraphs(from: EngineGraph | undefined, to: EngineGraph): Instruction[] {
  const batch: Instruction[] = []
  if (!isDeepStrictEqual(from?.transport, to.transport)) {
    batch.push({ op: 'set-transport', transport: to.transport })
  }
  // Every node is built for one sample rate: at another nothing can stay.
  const sameRate = from?.transport.sampleRate === to.transport.sampleRate
  if (from !== undefined && !sameRate) batch.push(...removal(from))
  const before = from !== undefined && sameRate ? from : nothing
  for (const cable of Object.values(before.cables)) {
    if (!isSame(cable, to.cables[cable.id])) {
      batch.push({ op: 'drop-cable', cable: cable.id })
    }
  }
  for (const id of Object.keys(before.nodes)) {
    if (!(id in to.nodes)) batch.push({ op: 'drop-node', node: id })
  }
  for (const node of Object.values(to.nodes)) batch.push(...diffNodes(before.nodes[node.id], node))
  for (const cable of Object.values(to.cables)) {
    if (!isSame(cable, before.cables[cable.id])) batch.push({ op: 'put-cable', cable })
  }
  return batch
}

/** What the document shares from one edit to the next needs no second look. */
function isSame(a: Cable | undefined, b: Cable | undefined): boolean {
  return a === b || isDeepStrictEqual(a, b)
}

const nothing: Pick<EngineGraph, 'nodes' | 'cables'> = { nodes: {}, cables: {} }

function removal({ nodes, cables }: EngineGraph): Instruction[] {
  return [
    ...Object.keys(cables).map((cable): Instruction => ({ op: 'drop-cable', cable })),
    ...Object.keys(nodes).map((node): Instruction => ({ op: 'drop-node', node })),
  ]
}

function diffNodes(before: EngineNode | undefined, node: EngineNode): Instruction[] {
  // The document shares what did not change, and so does the graph built from it where it can.
  if (before === node) return []
  if (before === undefined || !sameMachine(before, node)) return [{ op: 'put-node', node }]
  const batch: Instruction[] = []
  if (!isDeepStrictEqual(before.dsp, node.dsp)) {
    batch.push({ op: 'replace-code', node: node.id, dsp: node.dsp })
  }
  if (before.bypassed !== node.bypassed) {
    batch.push({ op: 'set-bypassed', node: node.id, bypassed: node.bypassed })
  }
  if (!isDeepStrictEqual(before.notes, node.notes)) {
    batch.push({ op: 'set-notes', node: node.id, notes: node.notes ?? [] })
  }
  for (const [param, value] of Object.entries(node.params)) {
    if (!isDeepStrictEqual(before.params[param], value)) {
      batch.push({ op: 'set-param', node: node.id, param, value })
    }
  }
  return batch
}

/** Whether a node can go on running with other parameters. */
function sameMachine(a: EngineNode, b: EngineNode): boolean {
  return (
    a.kind === b.kind &&
    isDeepStrictEqual(machineOf(a.dsp), machineOf(b.dsp)) &&
    isDeepStrictEqual(a.inputs, b.inputs) &&
    isDeepStrictEqual(a.outputs, b.outputs) &&
    isDeepStrictEqual(a.sounds, b.sounds) &&
    isDeepStrictEqual(Object.keys(a.params), Object.keys(b.params))
  )
}

/** What of it cannot change while it runs. */
function machineOf(dsp: EngineDsp): unknown {
  return dsp.form === 'script' ? [dsp.code.plugin, dsp.code.node] : dsp
}
