import type { Seconds } from '../kit'
import {
  alongCourse,
  courseFrom,
  pointBefore,
  type Automation,
  type CurvePoint,
} from './automation'
import type { AutomationClip } from './clips'
import type { NodeId, ParamId } from './ids'
import type { Project } from './project'
import { slopeOfCubic } from './spline'
import { secondsAt, tempoMapOf } from './tempo-map'

/** What says the value for a stretch of the timeline: the points of a clip, or of the lane. */
interface Piece {
  readonly from: Seconds
  readonly to: Seconds
  readonly points: Automation
}

/**
 * The automation of a parameter with its clips worked in, in seconds: within a clip the clip counts, of
 * overlapping clips the one that starts later (of two that start together the one whose id comes later), and
 * outside of all of them the lane in the node, or where there is none `value`, the parameter's own. Clips begin and
 * end with a jump. Nothing at all gives no points.
 *
 * The points of clips lie at beats; between them a curve runs in seconds, as in the lane.
 */
export function flattenAutomation(
  { clips, graph, transport }: Pick<Project, 'clips' | 'graph' | 'transport'>,
  node: NodeId,
  param: ParamId,
  value: number,
): Automation {
  const lane: Automation = graph.nodes[node]?.automation?.[param] ?? []
  const map = tempoMapOf(transport)
  const pieces = Object.keys(clips)
    .toSorted()
    .flatMap((id): Piece[] => {
      const clip = clips[id]
      if (clip?.kind !== 'automation' || clip.node !== node || clip.param !== param) return []
      if (clip.muted === true || clip.points.length === 0) return []
      return [pieceOf(clip, beat => secondsAt(map, beat))]
    })
    .toSorted((a, b) => a.from - b.from)
  if (pieces.length === 0) return lane
  const rest: Automation = lane.length > 0 ? lane : [{ time: 0, value, curve: 'hold' }]
  return stretches(pieces, rest).flatMap(({ from, to, points }) => cut(points, from, to))
}

function pieceOf({ start, length, points }: AutomationClip, at: (beat: number) => Seconds): Piece {
  return {
    from: at(start),
    to: at(start + length),
    points: points.map(({ beat, value, curve }) => ({ time: at(start + beat), value, curve })),
  }
}

/** The timeline from 0 on, cut where another piece comes to count. `pieces` are in order, the later over the earlier. */
function stretches(pieces: readonly Piece[], rest: Automation): Piece[] {
  const borders = [...new Set([0, ...pieces.flatMap(({ from, to }) => [from, to])])].toSorted(
    (a, b) => a - b,
  )
  const open: Piece[] = []
  const list: Piece[] = []
  let coming = 0
  for (const [index, from] of borders.entries()) {
    for (let piece = pieces[coming]; piece !== undefined && piece.from <= from;) {
      open.push(piece)
      coming += 1
      piece = pieces[coming]
    }
    while ((open.at(-1)?.to ?? Number.POSITIVE_INFINITY) <= from) open.pop()
    const to = borders[index + 1] ?? Number.POSITIVE_INFINITY
    const points = open.at(-1)?.points ?? rest
    const last = list.at(-1)
    if (last?.points === points) list[list.length - 1] = { ...last, to }
    else list.push({ from, to, points })
  }
  return list
}

/**
 * The part of an automation from one time to another, the same at every moment between: it begins with a point at
 * `from` and, if it ends, with one at `to` that holds the value reached there.
 */
function cut(points: Automation, from: Seconds, to: Seconds): CurvePoint[] {
  const list: CurvePoint[] = []
  let index = pointBefore(points, from)
  for (; index < points.length; index++) {
    const begin = Math.max(from, points[index]?.time ?? from)
    if (list.length > 0 && begin >= to) break
    list.push(partOf(points, index, begin, Math.min(to, points[index + 1]?.time ?? to)))
  }
  if (to < Number.POSITIVE_INFINITY) {
    const value = alongCourse(courseFrom(points, index - 1), wayTo(points, index - 1, to))
    list.push({ time: to, value, curve: 'hold' })
  }
  return list
}

/** A part of the curve from the point at `index` to the next, as a point whose curve goes just that way. */
function partOf(points: Automation, index: number, begin: Seconds, end: Seconds): CurvePoint {
  const course = courseFrom(points, index)
  const value = alongCourse(course, wayTo(points, index, begin))
  if (course.kind !== 'cubic') return { time: begin, value, curve: course.kind }
  const length = (points[index + 1]?.time ?? 0) - (points[index]?.time ?? 0)
  const slopeAt = (time: Seconds) => slopeOfCubic(course.cubic, wayTo(points, index, time)) / length
  return { time: begin, value, curve: 'spline', slopes: [slopeAt(begin), slopeAt(end)] }
}

/** Which part of the way from a point to the next lies behind at a time. */
function wayTo(points: Automation, index: number, time: Seconds): number {
  const [from, to] = [points[index]?.time, points[index + 1]?.time]
  return from === undefined || to === undefined || to <= from ? 0 : (time - from) / (to - from)
}
