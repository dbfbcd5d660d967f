import type { Point } from '#shared/graph'

/** Cubic Bézier segments, one behind the other: x, y, then six numbers a segment (two handles, its end). */
export type Curve = readonly number[]

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** By how much cables beside each other between the same two nodes stand apart. */
const LANE = 14

/** A cable that leaves its sockets level and hangs a little between them; `lane` keeps it off its neighbours. */
export function hanging(from: Point, to: Point, lane = 0): Curve {
  const across = to.x - from.x
  const distance = Math.hypot(across, to.y - from.y)
  const back = Math.min(220, 56 + distance * 0.32)
  const reach = across >= 0 ? Math.max(24, across * 0.5, Math.min(back, 48)) : back
  const sag = Math.min(across >= 0 ? 24 : 8, distance * 0.06) + lane * LANE
  const spread = across >= 0 ? 0 : Math.abs(lane) * LANE
  return [
    from.x,
    from.y,
    from.x + reach + spread,
    from.y + sag,
    to.x - reach - spread,
    to.y + sag,
    to.x,
    to.y,
  ]
}

/** A cable that goes along a level at `y` between two places, and leaves and enters its sockets level. */
export function detour(from: Point, to: Point, y: number, left: number, right: number): Curve {
  if (to.x < from.x + 32) return loopBack(from, to, y)
  const begin = Math.max(left, from.x + 24)
  const end = Math.max(begin, Math.min(right, to.x - 24))
  const out = Math.max(16, (begin - from.x) * 0.55)
  const inward = Math.max(16, (to.x - end) * 0.55)
  return [
    ...[from.x, from.y, from.x + out, from.y, begin - out, y, begin, y],
    ...[begin, y, end, y, end, y],
    ...[end + inward, y, to.x - inward, to.y, to.x, to.y],
  ]
}

function loopBack(from: Point, to: Point, y: number): Curve {
  const bend = 56
  return [
    ...[from.x, from.y, from.x + bend, from.y, from.x + bend, y, from.x, y],
    ...[from.x, y, to.x, y, to.x, y],
    ...[to.x - bend, y, to.x - bend, to.y, to.x, to.y],
  ]
}

export function svgPath(curve: Curve): string {
  let path = `M${curve[0]},${curve[1]}`
  for (let at = 2; at + 5 < curve.length; at += 6) {
    path += `C${curve[at]},${curve[at + 1]} ${curve[at + 2]},${curve[at + 3]} ${curve[at + 4]},${curve[at + 5]}`
  }
  return path
}

/** The rectangle around a curve's handles, which holds all of it. */
export function boundsOf(curve: Curve): Rect {
  let [left = 0, top = 0] = curve
  let [right, bottom] = [left, top]
  for (let at = 2; at < curve.length; at += 2) {
    const [x = 0, y = 0] = [curve[at], curve[at + 1]]
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Places along a curve, `steps` to a segment. */
export function pointsAlong(curve: Curve, steps: number): Point[] {
  const points: Point[] = [{ x: curve[0] ?? 0, y: curve[1] ?? 0 }]
  for (let at = 0; at + 7 < curve.length; at += 6) {
    for (let step = 1; step <= steps; step++) points.push(pointAt(curve, at, step / steps))
  }
  return points
}

/** The middle of a curve. */
export function middleOf(curve: Curve): Point {
  const segments = (curve.length - 2) / 6
  return pointAt(curve, Math.floor((segments - 1) / 2) * 6, segments % 2 === 1 ? 0.5 : 1)
}

function pointAt(curve: Curve, at: number, part: number): Point {
  const rest = 1 - part
  const a = rest * rest * rest
  const b = 3 * rest * rest * part
  const c = 3 * rest * part * part
  const d = part * part * part
  const along = (axis: number) =>
    a * (curve[at + axis] ?? 0) +
    b * (curve[at + 2 + axis] ?? 0) +
    c * (curve[at + 4 + axis] ?? 0) +
    d * (curve[at + 6 + axis] ?? 0)
  return { x: along(0), y: along(1) }
}

/** How far a place is from a curve. */
export function distanceTo(curve: Curve, { x, y }: Point): number {
  const points = pointsAlong(curve, 14)
  let nearest = Number.POSITIVE_INFINITY
  for (let index = 1; index < points.length; index++) {
    const [from, to] = [points[index - 1], points[index]]
    if (from === undefined || to === undefined) continue
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    const length = dx * dx + dy * dy
    const part = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length
    const along = Math.min(1, Math.max(0, part))
    nearest = Math.min(nearest, Math.hypot(x - from.x - along * dx, y - from.y - along * dy))
  }
  return nearest
}

export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

export function contains({ x, y, width, height }: Rect, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height
}

/** The smallest rectangle around several; undefined around none. */
export function around(rects: Iterable<Rect>): Rect | undefined {
  let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  let [right, bottom] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  if (left > right) return undefined
  return { x: left, y: top, width: right - left, height: bottom - top }
}
