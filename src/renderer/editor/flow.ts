import {
  applyNodeChanges,
  type Edge,
  type EdgeChange,
  type Node as FlowNode,
  type NodeChange,
} from '@xyflow/react'
import { create } from 'zustand'
import { orderGraph, type Cable, type Graph, type Node, type PortKind } from '#shared/graph'
import { catalog, select, useCatalog, useSelection, graphNow, useProjectStore } from '../state'
import { targetHandle } from './knobs'

export type DeviceFlow = FlowNode<{ readonly node: Node }, 'device'>
export type CableFlow = Edge<
  { readonly cable: Cable; readonly kind: PortKind | undefined; readonly feedback: boolean },
  'cable'
>

interface Flow {
  // React Flow wants arrays that it could change; they are never changed in place.
  readonly nodes: DeviceFlow[]
  readonly cables: CableFlow[]
}

/**
 * What React Flow draws: the document's nodes and cables, with the positions of a drag that is under way.
 * An item keeps its identity for as long as nothing about it changes, so that one knob renders one node.
 */
export const useFlow = create<Flow>(() => ({ nodes: [], cables: [] }))

/** Follows the document and the selection. */
export function followDocument(): Disposable {
  const stops = [
    useProjectStore.subscribe(sync),
    useSelection.subscribe(sync),
    useCatalog.subscribe(sync),
  ]
  sync()
  return {
    [Symbol.dispose]() {
      for (const stop of stops) stop()
    },
  }
}

/** Takes what React Flow reports: sizes and drags stay here, selecting goes to the selection. */
export function changeNodes(changes: NodeChange<DeviceFlow>[]): void {
  const own = changes.filter(change => change.type === 'position' || change.type === 'dimensions')
  if (own.length > 0) {
    const { nodes } = useFlow.getState()
    useFlow.setState({ nodes: applyNodeChanges(own, nodes) })
  }
  const { nodes, cables } = useSelection.getState()
  const next = selected(nodes, changes)
  if (next !== nodes) select(next, cables)
}

export function changeCables(changes: EdgeChange<CableFlow>[]): void {
  const { nodes, cables } = useSelection.getState()
  const next = selected(cables, changes)
  if (next !== cables) select(nodes, next)
}

function selected(
  before: ReadonlySet<string>,
  changes: readonly (NodeChange<DeviceFlow> | EdgeChange<CableFlow>)[],
): ReadonlySet<string> {
  const next = new Set(before)
  for (const change of changes) {
    if (change.type !== 'select') continue
    if (change.selected) next.add(change.id)
    else next.delete(change.id)
  }
  return next.size === before.size && [...next].every(id => before.has(id)) ? before : next
}

function sync(): void {
  if (useProjectStore.getState().mirror === undefined) return
  const graph = graphNow()
  const before = useFlow.getState()
  const nodes = kept(before.nodes, deviceFlows(graph, before.nodes))
  const cables = kept(before.cables, cableFlows(graph, before.cables))
  if (nodes !== before.nodes || cables !== before.cables) useFlow.setState({ nodes, cables })
}

function deviceFlows(graph: Graph, before: readonly DeviceFlow[]): DeviceFlow[] {
  const old = new Map(before.map(flow => [flow.id, flow]))
  const { nodes } = useSelection.getState()
  return Object.values(graph.nodes).map(node => {
    const flow = old.get(node.id)
    const isSelected = nodes.has(node.id)
    if (flow?.data.node === node && flow.selected === isSelected && settled(flow)) return flow
    return {
      ...flow,
      id: node.id,
      type: 'device' as const,
      position: flow?.dragging === true ? flow.position : node.position,
      data: flow?.data.node === node ? flow.data : { node },
      selected: isSelected,
    }
  })
}

/** Whether a node lies where the document has it, or is being dragged. */
function settled(flow: DeviceFlow): boolean {
  const { x, y } = flow.data.node.position
  return flow.dragging === true || (flow.position.x === x && flow.position.y === y)
}

function cableFlows(graph: Graph, before: readonly CableFlow[]): CableFlow[] {
  const old = new Map(before.map(flow => [flow.id, flow]))
  const { cables } = useSelection.getState()
  const feedback = feedbackOf(graph)
  return Object.values(graph.cables).map(cable => {
    const flow = old.get(cable.id)
    const kind = kindOf(graph, cable)
    const isSelected = cables.has(cable.id)
    const closes = feedback.has(cable.id)
    const same =
      flow?.data?.cable === cable && flow.data.kind === kind && flow.data.feedback === closes
    if (same && flow.selected === isSelected) return flow
    return {
      id: cable.id,
      type: 'cable' as const,
      source: cable.from.node,
      sourceHandle: cable.from.port,
      target: cable.to.node,
      targetHandle: targetHandle(cable),
      selected: isSelected,
      data: same && flow.data !== undefined ? flow.data : { cable, kind, feedback: closes },
    }
  })
}

/** The kind of a cable, from whichever of its ends is known. */
function kindOf(graph: Graph, { from, to }: Cable): PortKind | undefined {
  const source = catalog().get(graph.nodes[from.node]?.type ?? '')
  const target = catalog().get(graph.nodes[to.node]?.type ?? '')
  return source?.outputs[from.port]?.kind ?? target?.inputs[to.port]?.kind
}

let ordered: { cables: Graph['cables']; feedback: ReadonlySet<string> } | undefined

function feedbackOf(graph: Graph): ReadonlySet<string> {
  if (ordered?.cables !== graph.cables) {
    const order = orderGraph(Object.keys(graph.nodes), Object.values(graph.cables))
    ordered = { cables: graph.cables, feedback: order.feedback }
  }
  return ordered.feedback
}

function kept<T>(before: T[], after: T[]): T[] {
  const same =
    before.length === after.length && after.every((item, index) => item === before[index])
  return same ? before : after
}
