import type { ReactFlowInstance, Viewport } from '@xyflow/react'
import { usePrefs } from '../state'
import type { CableFlow, DeviceFlow } from './flow'
import { around, overlap, type Rect } from './scene/curve'
import { scene } from './scene/scene'
import { seen, viewNow } from './scene/view'
import { viewBeside } from './view-beside'

type Flow = ReactFlowInstance<DeviceFlow, CableFlow>

const MS = 200
/** A canvas that is smaller has no overview: see `canvas-map`. */
const MAPPED = { width: 480, height: 260 }

/** How long the view takes to move: no time for those who want no motion. */
export function moveMs(ms = MS): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms
}

/** Where the view stood when it last showed the whole graph. */
let fitted: Viewport | undefined

/** Shows the whole graph, with some air around it, and never larger than it is. */
export function fitGraph(flow: Flow, duration = moveMs()): void {
  fitted = fitRects(flow, [...scene.nodes.values()], 1, duration)
}

/** Whether the view still stands where `fitGraph` put it. */
export function showsFitted(): boolean {
  if (fitted === undefined) return false
  const { x, y, zoom } = viewNow()
  const isNear = (one: number, other: number) => Math.abs(one - other) < 0.5
  return zoom === fitted.zoom && isNear(x, fitted.x) && isNear(y, fitted.y)
}

/** Shows these nodes as large as they fit, up to twice their size. */
export function fitNodes(flow: Flow, ids: Iterable<string>): void {
  fitRects(
    flow,
    [...ids].flatMap(id => scene.nodes.get(id) ?? []),
    1.5,
    moveMs(),
  )
}

function fitRects(
  flow: Flow,
  rects: readonly Rect[],
  largest: number,
  duration: number,
): Viewport | undefined {
  const stage = viewNow()
  if (stage.width === 0) return undefined
  const isLarge = stage.width >= MAPPED.width && stage.height >= MAPPED.height
  const map = isLarge && usePrefs.getState().minimap
  const view = viewBeside(rects, stage, { largest, map })
  if (view !== undefined) void flow.setViewport(view, { duration })
  return view
}

/** Brings a node into view, if it is not there, at a size at which it can be read. */
export function revealNode(flow: Flow, id: string): void {
  const node = scene.nodes.get(id)
  if (node === undefined) return
  const view = viewNow()
  const inner = seen(view, -24)
  const isInside =
    overlap(node, inner) && around([node, inner])?.width === inner.width && node.y >= inner.y
  if (isInside && node.y + node.height <= inner.y + inner.height && view.zoom >= 0.3) return
  void flow.setCenter(node.x + node.width / 2, node.y + node.height / 2, {
    zoom: Math.max(view.zoom, 0.6),
    duration: moveMs(),
  })
}

/** Makes everything larger or smaller around the middle of what is seen; 0 for its own size. */
export function zoomBy(flow: Flow, factor: number): void {
  void flow.zoomTo(factor === 0 ? 1 : viewNow().zoom * factor, { duration: moveMs() })
}
