import {
  alongCourse,
  courseFrom,
  formatParam,
  fromKnob,
  toKnob,
  type AutomationPoint,
  type NumberParam,
} from '#shared/graph'
import type { Seconds } from '#shared/kit'
import type { Palette } from './palette'

const PAD = 6

/** Where a value stands in a lane of a height, and the other way round. */
export function laneY(spec: NumberParam, value: number, height: number): number {
  return PAD + (1 - toKnob(spec, value)) * (height - 2 * PAD)
}

export function laneValue(spec: NumberParam, y: number, height: number): number {
  return fromKnob(spec, 1 - (y - PAD) / (height - 2 * PAD))
}

interface LaneLook {
  readonly y: number
  readonly height: number
  readonly width: number
  readonly spec: NumberParam
  /** Where there are no points the value stands still here. */
  readonly value: number
  readonly selected: ReadonlySet<number>
  readonly hovered: boolean
  readonly xOfTime: (time: Seconds) => number
  readonly timeOfX: (x: number) => Seconds
  readonly colors: Palette
}

/** The curve of a lane, with its points. */
export function drawLane(
  context: CanvasRenderingContext2D,
  points: readonly AutomationPoint[],
  look: LaneLook,
): void {
  const { y, height, width, spec, value, selected, xOfTime, timeOfX, colors } = look
  const at = (current: number) => y + laneY(spec, current, height)
  context.lineWidth = 1.5
  context.strokeStyle = colors['control-port']
  const first = points[0]
  if (first === undefined) {
    context.setLineDash([3, 4])
    line(context, 0, at(value), width, at(value))
    context.setLineDash([])
    return
  }
  context.beginPath()
  context.moveTo(0, at(first.value))
  for (const [index, point] of points.entries()) {
    const from = xOfTime(point.time)
    const next = points[index + 1]
    const to = next === undefined ? width : xOfTime(next.time)
    if (index === 0 || from >= 0) context.lineTo(from, at(point.value))
    if (to < 0 || from > width) continue
    const course = courseFrom(points, index)
    if (course.kind === 'hold' || next === undefined) {
      context.lineTo(to, at(course.kind === 'hold' ? course.from : point.value))
      continue
    }
    const end = Math.min(to, width)
    for (let x = Math.max(from, 0); x <= end; x += 2) {
      const along = (timeOfX(x) - point.time) / (next.time - point.time)
      context.lineTo(x, at(alongCourse(course, Math.min(1, Math.max(0, along)))))
    }
    context.lineTo(
      end,
      at(
        alongCourse(
          course,
          to === end ? 1 : (timeOfX(end) - point.time) / (next.time - point.time),
        ),
      ),
    )
  }
  context.stroke()
  context.globalAlpha = 0.1
  context.lineTo(width, y + height)
  context.lineTo(0, y + height)
  context.fillStyle = colors['control-port']
  context.fill()
  context.globalAlpha = 1
  for (const [index, point] of points.entries()) {
    const x = xOfTime(point.time)
    if (x < -8 || x > width + 8) continue
    context.beginPath()
    context.arc(x, at(point.value), selected.has(index) ? 4.5 : 3.5, 0, 2 * Math.PI)
    context.fillStyle = selected.has(index) ? colors.accent : colors['control-port']
    context.fill()
    if (selected.has(index) && selected.size === 1) {
      tell(context, formatParam(spec, point.value), { x, y: at(point.value) }, look)
    }
    if (!look.hovered) continue
    // The handle that changes how the curve goes.
    const middle = handleOf(points, index, xOfTime)
    if (middle === undefined) continue
    const hx = xOfTime(middle.time)
    const hy = at(middle.value)
    context.strokeStyle = colors['control-port']
    context.fillStyle = colors.panel
    context.beginPath()
    context.rect(hx - 3, hy - 3, 6, 6)
    context.fill()
    context.lineWidth = 1
    context.stroke()
  }
}

/** The value of a point beside it, on the side where there is room. */
function tell(
  context: CanvasRenderingContext2D,
  text: string,
  at: { readonly x: number; readonly y: number },
  { y, height, width, colors }: LaneLook,
): void {
  const room = context.measureText(text).width + 8
  const left = at.x + 8 + room > width ? at.x - 8 - room : at.x + 8
  const top = Math.min(Math.max(at.y - 7, y + 1), y + height - 15)
  context.fillStyle = colors.panel
  context.fillRect(left, top, room, 14)
  context.fillStyle = colors.text
  context.fillText(text, left + 4, top + 10)
}

/** So far apart points are that have a handle between them, in pixels. */
const ROOM = 36

/** Half-way along the curve between two points, where there is room for a handle. */
export function handleOf(
  points: readonly AutomationPoint[],
  index: number,
  xOfTime: (time: Seconds) => number,
): { readonly time: Seconds; readonly value: number } | undefined {
  const [from, to] = [points[index], points[index + 1]]
  if (from === undefined || to === undefined) return undefined
  if (xOfTime(to.time) - xOfTime(from.time) < ROOM) return undefined
  const course = courseFrom(points, index)
  return { time: (from.time + to.time) / 2, value: alongCourse(course, 0.5) }
}

function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.beginPath()
  context.moveTo(x1, y1)
  context.lineTo(x2, y2)
  context.stroke()
}
