import {
  applyNodeChanges,
  type Edge,
  type InternalNode,
  type Node as FlowNode,
  type NodeChange,
} from '@xyflow/react'
import { create } from 'zustand'
import type { Cable, Graph, Node, Point, PortKind } from '#shared/graph'
import { scopeIn, useCatalog, useOpenGroup, useProjectStore, useSelection } from '../state'
import { shownView } from './groups/shown-view'
import { targetHandle } from './knobs'
import { planMounted } from './scene/mounting'
import { isComment, sceneGraph } from './scene/scene-graph'
import { scene, type SceneCable, type SceneNode } from './scene/scene'
import { socketKey } from './scene/shape'
import { onView, viewNow, viewRestsFor } from './scene/view'

/** Where a node lies and whether it is selected; what it is, it finds by its id (`useShownNode`). */
export type DeviceFlow = FlowNode<Record<string, never>, 'device' | 'comment'>
export type CableFlow = Edge<
  { readonly cable: Cable; readonly kind: PortKind | undefined; readonly feedback: boolean },
  'cable'
>

interface Flow {
  // React Flow wants arrays that it could change; they are never changed in place.
  readonly nodes: DeviceFlow[]
  readonly cables: CableFlow[]
  readonly mounted: ReadonlySet<string>
}

/** The nodes of the graph that is shown. */
const useShown = create<{ readonly nodes: Graph['nodes'] }>(() => ({ nodes: {} }))

/** A node as the canvas shows it: groups and the edges of the open one among them. */
export function useShownNode(id: string): Node | undefined {
  return useShown(({ nodes }) => nodes[id])
}

/**
 * What React Flow draws: of all that lies in the scene, the nodes that are elements now and the cables between
 * them. An item keeps its identity for as long as it lies where it lay: React Flow goes through all nodes for one
 * that does not, and a knob that is turned is none of its business.
 */
export const useFlow = create<Flow>(() => ({ nodes: [], cables: [], mounted: new Set() }))

/** Nodes that are in the user's hand. */
let held: ReadonlySet<string> = new Set()

export function hold(nodes: ReadonlySet<string>): void {
  held = nodes
}

/** Nothing is held any more: everything lies where the document has it. */
export function release(): void {
  const places = [...held].flatMap(id => {
    const node = scene.nodes.get(id)
    return node === undefined ? [] : [[id, node.node.position] as const]
  })
  held = new Set()
  scene.move(places)
  scene.settle()
}

/** React Flow takes what it may neither drag nor select for a picture. */
const PRESSED = { pointerEvents: 'all' } as const

const DEVICE_FLOW = { type: 'device', zIndex: 0 } as const
/** Behind all cables and nodes. */
const COMMENT_FLOW = { type: 'comment', zIndex: -1 } as const

const NO_DATA: Record<string, never> = {}

const REST_MS = 90
let requested: number | undefined

/** Follows the document, the selection and the view. */
export function followDocument(): Disposable {
  using stack = new DisposableStack()
  stack.defer(useProjectStore.subscribe(takeDocument))
  stack.defer(useCatalog.subscribe(takeDocument))
  stack.defer(useOpenGroup.subscribe(takeDocument))
  stack.defer(useSelection.subscribe(refresh))
  stack.use(scene.onChange(refreshSoon))
  stack.use(onView(refreshSoon))
  stack.defer(() => {
    if (requested !== undefined) cancelAnimationFrame(requested)
    requested = undefined
  })
  takeDocument()
  return stack.move()
}

function takeDocument(): void {
  if (useProjectStore.getState().mirror === undefined) return
  const { graph, catalog: shown } = shownView()
  useShown.setState({ nodes: graph.nodes })
  scene.sync(sceneGraph(graph, scopeIn(graph)), shown, held)
  refresh()
}

function refreshSoon(): void {
  requested ??= requestAnimationFrame(() => {
    requested = undefined
    refresh()
  })
}

function refresh(): void {
  const before = useFlow.getState()
  const resting = viewRestsFor() > REST_MS
  const { mounted, unfinished } = planMounted(scene, viewNow(), before.mounted, resting)
  const nodes = kept(before.nodes, deviceFlows(mounted, before.nodes))
  const cables = kept(before.cables, cableFlows(mounted, before.cables))
  if (nodes !== before.nodes || cables !== before.cables || mounted !== before.mounted) {
    useFlow.setState({ nodes, cables, mounted })
  }
  if (unfinished) refreshSoon()
}

/** Takes the sizes in that React Flow reports. */
export function changeNodes(
  changes: NodeChange<DeviceFlow>[],
  internal: (id: string) => InternalNode<DeviceFlow> | undefined,
): void {
  const own = changes.filter(change => change.type === 'dimensions')
  if (own.length === 0) return
  const { nodes } = useFlow.getState()
  useFlow.setState({ nodes: applyNodeChanges(own, nodes) })
  for (const { id, dimensions } of own) {
    if (dimensions === undefined) continue
    scene.measured(id, dimensions.width, dimensions.height, socketsOf(internal(id)))
  }
}

function socketsOf(node: InternalNode<DeviceFlow> | undefined): Map<string, Point> | undefined {
  const bounds = node?.internals.handleBounds
  if (bounds === undefined) return undefined
  const middle = ({
    x,
    y,
    width,
    height,
  }: {
    x: number
    y: number
    width: number
    height: number
  }) => ({
    x: x + width / 2,
    y: y + height / 2,
  })
  return new Map([
    ...(bounds.target ?? []).map(
      handle => [socketKey('inputs', handle.id ?? ''), middle(handle)] as const,
    ),
    ...(bounds.source ?? []).map(
      handle => [socketKey('outputs', handle.id ?? ''), middle(handle)] as const,
    ),
  ])
}

function deviceFlows(mounted: ReadonlySet<string>, before: readonly DeviceFlow[]): DeviceFlow[] {
  const old = new Map(before.map(flow => [flow.id, flow]))
  const { nodes } = useSelection.getState()
  const flows: DeviceFlow[] = []
  for (const id of mounted) {
    const item = scene.nodes.get(id)
    if (item !== undefined) flows.push(deviceFlow(item, old.get(id), nodes.has(id)))
  }
  return flows
}

function deviceFlow(item: SceneNode, old: DeviceFlow | undefined, selected: boolean): DeviceFlow {
  const { id, node } = item
  // In the user's hand it moves as an element, without React.
  const position = held.has(id) && old !== undefined ? old.position : { x: item.x, y: item.y }
  const moved = old?.position.x !== position.x || old.position.y !== position.y
  const kind = isComment(node) ? COMMENT_FLOW : DEVICE_FLOW
  if (old?.type === kind.type && old.selected === selected && !moved) return old
  return {
    ...old,
    id,
    ...kind,
    className: 'nopan',
    style: PRESSED,
    position,
    initialWidth: item.width,
    initialHeight: item.height,
    data: NO_DATA,
    selected,
  }
}

function cableFlows(mounted: ReadonlySet<string>, before: readonly CableFlow[]): CableFlow[] {
  if (mounted.size === 0) return []
  const old = new Map(before.map(flow => [flow.id, flow]))
  const { cables } = useSelection.getState()
  const flows: CableFlow[] = []
  for (const id of mounted) {
    for (const item of scene.cablesAt(id)) {
      const { from, to } = item.cable
      if (from.node !== id || !mounted.has(to.node)) continue
      flows.push(cableFlow(item, old.get(item.id), cables.has(item.id)))
    }
  }
  return flows
}

function cableFlow(item: SceneCable, old: CableFlow | undefined, selected: boolean): CableFlow {
  const { id, cable, kind, feedback } = item
  const data = old?.data
  const same = data?.cable === cable && data.kind === kind && data.feedback === feedback
  if (same && old?.selected === selected) return old
  return {
    id,
    type: 'cable' as const,
    source: cable.from.node,
    sourceHandle: cable.from.port,
    target: cable.to.node,
    targetHandle: targetHandle(cable),
    selected,
    data: same ? data : { cable, kind, feedback },
  }
}

function kept<T>(before: T[], after: T[]): T[] {
  const same =
    before.length === after.length && after.every((item, index) => item === before[index])
  return same ? before : after
}
