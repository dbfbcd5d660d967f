import type { Frames, Hertz } from '#shared/kit'
import { automationAt, courseFrom, pointBefore, type Automation, type Course } from '#shared/graph'
import type { Segment } from './transport'

/** A stretch of a block in which an automation follows one curve. */
export interface AutomationSpan {
  readonly offset: Frames
  readonly frames: Frames
  /** Its first frame on the timeline. */
  readonly position: Frames
  /** How the value goes: at frame n of the timeline its part of the way is `(n / rate − time) · perSecond`. */
  readonly course: Course
  readonly time: number
  readonly perSecond: number
}

/**
 * Cuts a segment at the points of an automation. Every span's curve counts from its point, never from the
 * span's beginning, so that no partition of the timeline changes a value.
 */
export function* automationSpans(
  points: Automation,
  { offset, frames, position, stands }: Segment,
  rate: Hertz,
): Generator<AutomationSpan> {
  if (stands) {
    const course = { kind: 'hold', from: automationAt(points, position / rate) } as const
    yield { offset, frames, position, course, time: 0, perSecond: 0 }
    return
  }
  let done = 0
  while (done < frames) {
    const index = pointBefore(points, (position + done) / rate)
    const next = points[index + 1]
    const end = next === undefined ? frames : frameOf(next.time, position, rate, done, frames)
    yield {
      offset: offset + done,
      frames: end - done,
      position: position + done,
      ...curveOf(points, index),
    }
    done = end
  }
}

/** How many frames of the segment lie before a time: at least one more than are done. */
function frameOf(
  time: number,
  position: Frames,
  rate: Hertz,
  done: Frames,
  frames: Frames,
): Frames {
  let end = Math.max(done + 1, Math.min(frames, Math.ceil(time * rate) - position))
  // Rounding may put the border a frame off what a division says.
  while (end > done + 1 && (position + end - 1) / rate >= time) end -= 1
  while (end < frames && (position + end) / rate < time) end += 1
  return end
}

function curveOf(points: Automation, index: number) {
  const course = courseFrom(points, index)
  const from = points[index]
  const to = points[index + 1]
  if (course.kind === 'hold' || from === undefined || to === undefined) {
    return { course, time: 0, perSecond: 0 }
  }
  return { course, time: from.time, perSecond: 1 / (to.time - from.time) }
}
