import type { Point } from '#shared/graph'
import {
  around,
  boundsOf,
  contains,
  detour,
  hanging,
  overlap,
  pointsAlong,
  type Curve,
  type Rect,
} from './curve'

/** The air that a cable keeps from a node that it passes. */
const AIR = 12
const TURNS = 2
/** More places to pass at are not tried. */
const LEVELS = 16

/** What is on a cable's way. */
interface Ground {
  readonly from: Point
  readonly to: Point
  readonly lane: number
  readonly boxes: readonly Rect[]
  /** The boxes of its own two nodes: it leaves and enters at their edges. */
  readonly ends: readonly Rect[]
}

/** The way of a cable: as it hangs where nothing is in its way, else above, below or between what it would run under. */
export function route(
  from: Point,
  to: Point,
  lane: number,
  boxes: readonly Rect[],
  ends: readonly Rect[] = [],
): Curve {
  const straight = hanging(from, to, lane)
  const ground = { from, to, lane, boxes, ends }
  const met = struck(straight, ground)
  if (met.length === 0) return straight
  let best = { curve: straight, hits: met.length, length: 0 }
  let known = new Set([...met, ...(to.x < from.x + 32 ? ends : [])])
  for (let turn = 0; turn < TURNS && best.hits > 0; turn++) {
    const ways = levelsBeside(known, ground).map(y => along(y, known, ground))
    for (const way of ways) {
      if (way.hits < best.hits || (way.hits === best.hits && way.length < best.length)) best = way
    }
    known = new Set([...known, ...struck(best.curve, ground)])
  }
  return best.curve
}

/** Levels just above and below what is in the way, the nearest first. */
function levelsBeside(boxes: ReadonlySet<Rect>, { from, to, lane }: Ground): number[] {
  const off = AIR + (lane < 0 ? 8 - lane * 16 : lane * 16)
  const middle = (from.y + to.y) / 2
  return [...boxes]
    .flatMap(box => [box.y - off, box.y + box.height + off])
    .toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    .slice(0, LEVELS)
}

function along(y: number, passed: ReadonlySet<Rect>, ground: Ground) {
  const { from, to } = ground
  const block = around(passed) ?? { x: from.x, y, width: 0, height: 0 }
  const curve = detour(from, to, y, block.x - AIR, block.x + block.width + AIR)
  const hits = struck(curve, ground).length
  return { curve, hits, length: Math.abs(y - from.y) + Math.abs(y - to.y) }
}

/** The boxes that a curve runs through. */
function struck(curve: Curve, { from, to, boxes, ends }: Ground): Rect[] {
  const bounds = boundsOf(curve)
  const points = pointsAlong(curve, 12)
  const inner = points.filter(point => far(point, from) && far(point, to))
  return [
    ...boxes.filter(box => {
      const big = grown(box, 3)
      return overlap(big, bounds) && points.some(point => contains(big, point))
    }),
    ...ends.filter(box => inner.some(point => contains(box, point))),
  ]
}

function far(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) > 8
}

function grown({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}
