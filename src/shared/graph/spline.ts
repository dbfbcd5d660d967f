import { clamp, type Seconds } from '../kit'

/** Points nearer to one another than this are a jump: far less than a frame, far more than rounding. */
export const SHORTEST: Seconds = 1e-9

interface SplinePoint {
  readonly time: Seconds
  readonly value: number
  readonly curve: string
  readonly slopes?: readonly [number, number] | undefined
}

/** `value = from + along · (a + along · (b + along · c))`, kept between `low` and `high`. */
export interface Cubic {
  readonly from: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly low: number
  readonly high: number
}

/** Rounding alone could leave the range of the two points: a parameter at its limit must stay within. */
export function cubicAt({ from, a, b, c, low, high }: Cubic, along: number): number {
  return clamp(from + along * (a + along * (b + along * c)), low, high)
}

/** Change of the value for a whole `along`. */
export function slopeOfCubic({ a, b, c }: Cubic, along: number): number {
  return a + along * (2 * b + along * 3 * c)
}

/**
 * The cubic from the point at `index` to the next: Hermite's form over slopes that keep it monotone between any
 * two points, so that it never overshoots (Fritsch and Carlson, Monotone piecewise cubic interpolation, SIAM J.
 * Numer. Anal. 17, 1980). Of their conditions the box is used: no slope is larger than three times that of the
 * straight line on either side. So a slope depends on the neighbours of its point alone, and moving a point
 * bends two pieces on either side and no more.
 */
export function splineBetween(points: readonly SplinePoint[], index: number): Cubic {
  const [leaving, arriving] = slopesBetween(points, index)
  const from = points[index]
  const to = points[index + 1]
  const [start, end] = [from?.value ?? 0, to?.value ?? 0]
  const length = (to?.time ?? 0) - (from?.time ?? 0)
  const [first, last] = [leaving * length, arriving * length]
  const change = end - start
  return {
    from: start,
    a: first,
    b: 3 * change - 2 * first - last,
    c: first + last - 2 * change,
    low: Math.min(start, end),
    high: Math.max(start, end),
  }
}

/** Slopes, per second, with which a spline leaves the point at `index` and arrives at the next. */
function slopesBetween(points: readonly SplinePoint[], index: number): readonly [number, number] {
  const known = points[index]?.slopes
  if (known !== undefined) return known
  const own = secant(points, index) ?? 0
  const before = secant(points, index - 1)
  const after = secant(points, index + 1)
  const inner = [
    before === undefined ? undefined : slopeAt(points, index, before, own),
    after === undefined ? undefined : slopeAt(points, index + 1, own, after),
  ] as const
  return [inner[0] ?? slopeAtEnd(own, inner[1]), inner[1] ?? slopeAtEnd(own, inner[0])]
}

/** Slope of the straight line from a point to the next; undefined where the value jumps there, or ends. */
function secant(points: readonly SplinePoint[], index: number): number | undefined {
  const from = points[index]
  const to = points[index + 1]
  if (from === undefined || to === undefined) return undefined
  if (from.curve === 'hold' || to.time - from.time < SHORTEST) return undefined
  return (to.value - from.value) / (to.time - from.time)
}

/** That of the parabola through the point and its neighbours, bounded by the box; level at a peak or a dip. */
function slopeAt(
  points: readonly SplinePoint[],
  index: number,
  before: number,
  after: number,
): number {
  if (before * after <= 0) return 0
  const [left, middle, right] = [points[index - 1], points[index], points[index + 1]]
  const past = (middle?.time ?? 0) - (left?.time ?? 0)
  const coming = (right?.time ?? 0) - (middle?.time ?? 0)
  const parabola = (before * coming + after * past) / (past + coming)
  const limit = 3 * Math.min(Math.abs(before), Math.abs(after))
  return clamp(parabola, -limit, limit)
}

/** Where the curve begins or ends: that of the parabola with the slope at the other end; a line between two points. */
function slopeAtEnd(own: number, other = own): number {
  const parabola = 2 * own - other
  return parabola * own < 0 ? 0 : parabola
}
