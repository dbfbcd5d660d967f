import type { Seconds } from '../kit'
import { automationAt, type AutomationPoint } from './automation'

type Points = readonly AutomationPoint[]

/** Nearer than this two points of a lane are one. */
const SAME: Seconds = 1e-4

/** The points with one more, in place of one that stands at the same time. */
export function addPoint(points: Points, point: AutomationPoint): AutomationPoint[] {
  return inOrder([...points.filter(other => Math.abs(other.time - point.time) > SAME), point])
}

/** Points by index, moved together; none before the timeline begins, none outside of the range. */
export function movePoints(
  points: Points,
  indices: ReadonlySet<number>,
  by: { readonly time: Seconds; readonly value: (value: number) => number },
): AutomationPoint[] {
  const first = Math.min(...[...indices].map(index => points[index]?.time ?? 0))
  const way = Math.max(by.time, -first)
  const moved = points.flatMap((point, index) =>
    indices.has(index) ? [{ ...point, time: point.time + way, value: by.value(point.value) }] : [],
  )
  const rest = points.filter(
    (point, index) =>
      !indices.has(index) && moved.every(other => Math.abs(other.time - point.time) > SAME),
  )
  return inOrder([...rest, ...moved])
}

/** The way from a point to the next bent through a value half-way: smooth on both sides of it. */
export function bendCurve(points: Points, index: number, value: number): AutomationPoint[] {
  const [from, to] = [points[index], points[index + 1]]
  if (from === undefined || to === undefined) return [...points]
  const middle: AutomationPoint = { time: (from.time + to.time) / 2, value, curve: 'spline' }
  return [
    ...points.slice(0, index),
    { ...from, curve: 'spline' },
    middle,
    ...points.slice(index + 1),
  ]
}

export function removePoints(points: Points, indices: ReadonlySet<number>): AutomationPoint[] {
  return points.filter((_, index) => !indices.has(index))
}

/** What was drawn or played, in place of what the lane had in that time. The value behind it stays what it was. */
export function writePoints(points: Points, drawn: Points): AutomationPoint[] {
  const [first, last] = [drawn[0], drawn.at(-1)]
  if (first === undefined || last === undefined) return [...points]
  const before = points.filter(({ time }) => time < first.time - SAME)
  const after = points.filter(({ time }) => time > last.time + SAME)
  const next = after[0]
  const within = points.filter(({ time }) => time <= last.time).at(-1)
  // A curve that is cut goes on from the value that it had at the cut.
  const back: AutomationPoint[] =
    within !== undefined && next !== undefined && within.curve !== 'hold'
      ? [
          {
            time: last.time + 2 * SAME,
            value: automationAt(points, last.time),
            curve: within.curve,
          },
        ]
      : []
  return [...before, ...thinned(drawn), ...back, ...after]
}

/**
 * The points without those that a line between their neighbours passes within `tolerance` of the range drawn (D. Douglas
 * and T. Peucker, “Algorithms for the reduction of the number of points”, Cartographica 10, 1973).
 */
export function thinned(points: Points, tolerance = 0.004): AutomationPoint[] {
  const values = points.map(point => point.value)
  const range = Math.max(...values) - Math.min(...values)
  const kept = new Set([0, points.length - 1])
  const open: [number, number][] = [[0, points.length - 1]]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span
    const farthest = farthestBetween(points, from, to)
    if (farthest === undefined || farthest.distance <= tolerance * range) continue
    kept.add(farthest.index)
    open.push([from, farthest.index], [farthest.index, to])
  }
  return points.filter((_, index) => kept.has(index))
}

function farthestBetween(points: Points, from: number, to: number) {
  const [a, b] = [points[from], points[to]]
  if (a === undefined || b === undefined) return undefined
  let farthest: { index: number; distance: number } | undefined
  for (let index = from + 1; index < to; index++) {
    const point = points[index]
    if (point === undefined) continue
    const along = b.time > a.time ? (point.time - a.time) / (b.time - a.time) : 0
    const distance = Math.abs(point.value - (a.value + along * (b.value - a.value)))
    if (farthest === undefined || distance > farthest.distance) farthest = { index, distance }
  }
  return farthest
}

function inOrder(points: Points): AutomationPoint[] {
  return points.toSorted((a, b) => a.time - b.time)
}
