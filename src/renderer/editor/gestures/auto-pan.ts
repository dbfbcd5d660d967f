import type { Point } from '#shared/graph'

/** How near the edge it begins, and how fast it gets, in pixels and pixels a frame. */
const EDGE = 36
const FASTEST = 18

/** By how much the view moves in a frame, for a pointer at a place of the stage. */
export function autoPan({ x, y }: Point, width: number, height: number): Point {
  return { x: along(x, width), y: along(y, height) }
}

function along(at: number, length: number): number {
  if (at < EDGE) return speed(EDGE - at)
  if (at > length - EDGE) return -speed(at - (length - EDGE))
  return 0
}

function speed(depth: number): number {
  return Math.min(1, depth / EDGE) * FASTEST
}
