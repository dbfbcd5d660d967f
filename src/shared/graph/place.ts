import type { Point } from './point'

/** The middle of what points lie within. */
export function middleOf(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 }
  const { left, top, right, bottom } = boundsOf(points)
  return { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) }
}

export function boundsOf(points: readonly Point[]): {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
} {
  const bounds = {
    left: Number.POSITIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  }
  for (const { x, y } of points) {
    bounds.left = Math.min(bounds.left, x)
    bounds.top = Math.min(bounds.top, y)
    bounds.right = Math.max(bounds.right, x)
    bounds.bottom = Math.max(bounds.bottom, y)
  }
  return bounds
}
