import type { Point } from '#shared/graph'

/** Where the canvas stands: what lies in its corner, and its zoom. */
export interface Viewport extends Point {
  readonly zoom: number
}

/** What the canvas can do for the panels beside it. */
export interface CanvasView {
  /** Middle of what is seen, in canvas pixels. */
  center(): Point
  /** The place of the canvas nearest to one on the screen at which a message can be read whole. */
  beside(x: number, y: number): Point
  /** The place nearest to one at which a new node of a type lies on no other; its top left corner. */
  freePlace(type: string, near: Point): Point
  /** Scrolls a node into view. */
  reveal(node: string): void
  /** Shows these nodes as large as they fit; all of them where none are named. */
  fit(nodes?: Iterable<string>): void
  /** Makes everything so many times as large as it is; 0 for its own size. */
  zoomBy(factor: number): void
  viewport(): Viewport | undefined
}

const none: CanvasView = {
  center: () => ({ x: 0, y: 0 }),
  beside: () => ({ x: 0, y: 0 }),
  freePlace: (_type, near) => near,
  reveal: () => {},
  fit: () => {},
  zoomBy: () => {},
  viewport: () => undefined,
}
let current = none

export function setCanvas(canvas: CanvasView | undefined): void {
  current = canvas ?? none
}

export function canvasView(): CanvasView {
  return current
}
