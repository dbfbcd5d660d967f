import type { Point } from '#shared/graph'
import type { Rect } from './curve'

/** Which part of the graph is seen: a place of the graph is at `x + zoom · place` on the stage. */
export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
  /** Of the stage, in pixels. */
  readonly width: number
  readonly height: number
}

let current: View = { x: 0, y: 0, zoom: 1, width: 0, height: 0 }
let changedAt = 0
const listeners = new Set<() => void>()

export function setView(view: View): void {
  current = view
  changedAt = performance.now()
  for (const listener of listeners) listener()
}

export function viewNow(): View {
  return current
}

/** Milliseconds since the view was last moved. */
export function viewRestsFor(): number {
  return performance.now() - changedAt
}

export function onView(listener: () => void): Disposable {
  listeners.add(listener)
  return { [Symbol.dispose]: () => void listeners.delete(listener) }
}

/** What is seen, in places of the graph, with so many pixels of the screen around it. */
export function seen(view: View, around = 0): Rect {
  return {
    x: (-view.x - around) / view.zoom,
    y: (-view.y - around) / view.zoom,
    width: (view.width + 2 * around) / view.zoom,
    height: (view.height + 2 * around) / view.zoom,
  }
}

/** A place on the stage as one of the graph. */
export function toGraph(view: View, { x, y }: Point): Point {
  return { x: (x - view.x) / view.zoom, y: (y - view.y) / view.zoom }
}
