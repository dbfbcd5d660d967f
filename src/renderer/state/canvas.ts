import type { Point } from '#shared/graph'

/** What the canvas can do for the panels beside it. */
export interface CanvasView {
  /** Middle of what is seen, in canvas pixels. */
  center(): Point
  /** Scrolls a node into view. */
  reveal(node: string): void
  fit(): void
}

const none: CanvasView = { center: () => ({ x: 0, y: 0 }), reveal: () => {}, fit: () => {} }
let current = none

export function setCanvas(canvas: CanvasView | undefined): void {
  current = canvas ?? none
}

export function canvasView(): CanvasView {
  return current
}
