import { catalog } from '../../state'
import { playedClip, type AutomationPoint, type Clip, type Project } from '#shared/graph'
import { boxOf } from './draw-timeline'
import { TITLE_HEIGHT } from './draw-clip'
import { handleOf, laneY } from './draw-lane'
import {
  roomAfter,
  RULER,
  RULER_HEIGHT,
  signsOf,
  signX,
  TEMPO_WIDTH,
  type RulerSign,
} from './draw-ruler'
import { rowAt, rowsOf, type LaneRow, type Row } from './rows'
import { clipSeconds } from './sound-shape'
import { beatOfTime, useView, xOf } from './view'

type TrackRow = Extract<Row, { kind: 'track' }>

/** What lies under a place of the surface. */
export type Hit =
  | {
      readonly kind: 'clip'
      readonly clip: Clip
      readonly row: TrackRow
      readonly part: 'body' | 'start' | 'end' | 'fadeIn' | 'fadeOut'
    }
  /** What a player plays: it can be moved, and nothing else. */
  | { readonly kind: 'played'; readonly clip: Clip; readonly row: TrackRow }
  | { readonly kind: 'track'; readonly row: TrackRow }
  | { readonly kind: 'point'; readonly row: LaneRow; readonly index: number }
  | { readonly kind: 'curve'; readonly row: LaneRow; readonly index: number }
  | { readonly kind: 'lane'; readonly row: LaneRow }
  | { readonly kind: 'nothing' }

const EDGE = 6
const NEAR = 7

export function hitAt(project: Project, x: number, y: number): Hit {
  const { top } = useView.getState()
  const row = rowAt(rowsOf(project), y + top)
  if (row === undefined) return { kind: 'nothing' }
  return row.kind === 'lane' ? hitLane(row, x, y + top - row.y) : hitTrack(project, row, x, y)
}

/** Of clips that overlap the later one is on top. */
function hitTrack(project: Project, row: TrackRow, x: number, y: number): Hit {
  for (const clip of row.track.clips.toReversed()) {
    const box = boxOf(clip, row)
    if (x < box.x - 2 || x > box.x + box.width + 2) continue
    const fade = fadeAt(project, clip, box, x, y)
    if (fade !== undefined) return { kind: 'clip', clip, row, part: fade }
    const edge = Math.min(EDGE, box.width / 4)
    const part = x < box.x + edge ? 'start' : x > box.x + box.width - edge ? 'end' : 'body'
    return { kind: 'clip', clip, row, part }
  }
  const played = row.track.plays ? playedClip(project, row.track.node) : undefined
  const box = played && boxOf(played, row)
  return played !== undefined && box !== undefined && x >= box.x && x <= box.x + box.width
    ? { kind: 'played', clip: played, row }
    : { kind: 'track', row }
}

function fadeAt(
  project: Project,
  clip: Clip,
  box: ReturnType<typeof boxOf>,
  x: number,
  y: number,
): 'fadeIn' | 'fadeOut' | undefined {
  if (clip.kind !== 'audio' || box.width <= 24) return undefined
  if (Math.abs(y - (box.y + TITLE_HEIGHT)) > 6) return undefined
  const perSecond = box.width / clipSeconds(project, clip).length
  const rising = box.x + (clip.fadeIn?.length ?? 0) * perSecond
  const falling = box.x + box.width - (clip.fadeOut?.length ?? 0) * perSecond
  if (Math.abs(x - rising) <= 5) return 'fadeIn'
  return Math.abs(x - falling) <= 5 ? 'fadeOut' : undefined
}

function hitLane(row: LaneRow, x: number, y: number): Hit {
  const points: readonly AutomationPoint[] = row.track.node.automation?.[row.param] ?? []
  const near = (time: number, value: number) =>
    Math.abs(xOf(beatOfTime(time)) - x) <= NEAR &&
    Math.abs(laneY(row.spec, value, row.height - 1) - y) <= NEAR
  const point = points.findLastIndex(({ time, value }) => near(time, value))
  if (point >= 0) return { kind: 'point', row, index: point }
  const curve = points.findIndex((_, index) => {
    const handle = handleOf(points, index, time => xOf(beatOfTime(time)))
    return handle !== undefined && near(handle.time, handle.value)
  })
  return curve >= 0 ? { kind: 'curve', row, index: curve } : { kind: 'lane', row }
}

/** What lies under a place of the ruler. */
export type RulerHit =
  | { readonly kind: 'sign'; readonly sign: RulerSign }
  | { readonly kind: 'loop-start' | 'loop-end' | 'loop' | 'markers' | 'bars' | 'changes' }

export function hitRuler(project: Project, x: number, y: number): RulerHit {
  const row = y < RULER.loop ? 'markers' : y < RULER_HEIGHT - RULER.changes ? 'bars' : 'changes'
  if (row === 'bars') return { kind: 'bars' }
  const signs = signsOf(project)
  const sign = signs.findLast((other, index) => {
    if ((other.kind === 'marker') !== (row === 'markers')) return false
    const from = signX(other, project)
    const width =
      other.kind === 'marker'
        ? Math.min(10 + other.text.length * 6, roomAfter(signs, index))
        : TEMPO_WIDTH - 4
    return x >= from - 2 && x <= from + width
  })
  if (sign !== undefined && (row === 'changes' || y > 5)) return { kind: 'sign', sign }
  if (row === 'changes') return { kind: 'changes' }
  const { loop } = project.transport
  const [from, to] = [xOf(beatOfTime(loop.start)), xOf(beatOfTime(loop.end))]
  if (Math.abs(x - from) <= 5) return { kind: 'loop-start' }
  if (Math.abs(x - to) <= 5) return { kind: 'loop-end' }
  return y <= 6 && x > from && x < to ? { kind: 'loop' } : { kind: 'markers' }
}

/** What a parameter of a row is called. */
export function paramLabel(row: LaneRow): string {
  return catalog().get(row.track.node.type)?.params[row.param]?.label ?? row.param
}
