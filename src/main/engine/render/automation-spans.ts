import type { Frames, Hertz } from '#shared/kit'
import { automationAt, pointBefore, type Automation } from '#shared/graph'
import type { Segment } from './transport'

/** A stretch of a block in which an automation follows one curve. */
export interface AutomationSpan {
  readonly offset: Frames
  readonly frames: Frames
  /** Its first frame on the timeline. */
  readonly position: Frames
  /**
   * The curve: at frame n of the timeline, with `along = (n / rate − time) · perSecond`, the value is
   * `from + along · change` (linear, and hold with a change of 0) or `from · e^(along · growth)`.
   */
  readonly time: number
  readonly perSecond: number
  readonly from: number
  readonly change: number
  readonly growth: number | undefined
}

/**
 * Cuts a segment at the points of an automation. Every span's curve counts from its point, never from the
 * span's beginning, so that no partition of the timeline changes a value.
 */
export function* automationSpans(
  points: Automation,
  { offset, frames, position }: Segment,
  rate: Hertz,
): Generator<AutomationSpan> {
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
  const from = points[index]
  const to = points[index + 1]
  if (from === undefined || to === undefined || from.curve === 'hold') {
    const value = from?.value ?? automationAt(points, 0)
    return { time: 0, perSecond: 0, from: value, change: 0, growth: undefined }
  }
  const exponential = from.curve === 'exponential' && from.value * to.value > 0
  return {
    time: from.time,
    perSecond: 1 / (to.time - from.time),
    from: from.value,
    change: to.value - from.value,
    growth: exponential ? Math.log(to.value / from.value) : undefined,
  }
}
