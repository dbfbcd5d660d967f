import type { Point } from '#shared/graph'
import { overlap, type Rect } from './curve'

const STEP = 32
const AIR = 16
const RINGS = 60

/** The place nearest to one asked for at which a box touches no other; the corner of the box. */
export function freePlace(
  near: Point,
  size: { readonly width: number; readonly height: number },
  boxes: Iterable<Rect>,
): Point {
  const taken = [...boxes]
  const isFree = ({ x, y }: Point) => {
    const room = {
      x: x - AIR,
      y: y - AIR,
      width: size.width + 2 * AIR,
      height: size.height + 2 * AIR,
    }
    return !taken.some(box => overlap(room, box))
  }
  for (let ring = 0; ring <= RINGS; ring++) {
    const found = ringAround(near, ring)
      .filter(isFree)
      .toSorted((a, b) => distance(a, near) - distance(b, near))[0]
    if (found !== undefined) return found
  }
  return near
}

function ringAround({ x, y }: Point, ring: number): Point[] {
  if (ring === 0) return [{ x, y }]
  const points: Point[] = []
  for (let step = -ring; step <= ring; step++) {
    points.push(
      { x: x + step * STEP, y: y + ring * STEP },
      { x: x + step * STEP, y: y - ring * STEP },
      { x: x + ring * STEP, y: y + step * STEP },
      { x: x - ring * STEP, y: y + step * STEP },
    )
  }
  return points
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
