import type { Point } from '#shared/graph'

/** Where the canvas stands: what lies in its corner, and its zoom. */
export interface Viewport extends Point {
  readonly zoom: number
}

/** What the canvas can do for the panels beside it. */
export interface CanvasView {
  /** Middle of what is seen, in canvas pixels. */
  center(): Point
  /** Scrolls a node into view. */
  reveal(node: string): void
  fit(): void
  viewport(): Viewport | undefined
}

const none: CanvasView = {
  center: () => ({ x: 0, y: 0 }),
  reveal: () => {},
  fit: () => {},
  viewport: () => undefined,
}
let current = none

export function setCanvas(canvas: CanvasView | undefined): void {
  current = canvas ?? none
}

export function canvasView(): CanvasView {
  return current
}
