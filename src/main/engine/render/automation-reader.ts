import type { Frames, Hertz, Seconds } from '#shared/kit'
import { automationAt, courseFrom, pointBefore, type Automation, type Course } from '#shared/graph'
import { positionIn, type Segment } from './transport'

/** How an automation goes from one point to the next: at frame n of the timeline `(n / rate − time) · perSecond` of its way. */
export interface AutomationCurve {
  readonly time: Seconds
  readonly perSecond: number
  /** Kind, then the numbers of the curve, as `op_course` takes them. */
  readonly numbers: readonly number[]
}

/** A stretch of a block in which an automation follows one curve. */
export interface AutomationSpan {
  readonly offset: Frames
  readonly frames: Frames
  /** Its first frame on the timeline. */
  readonly position: Frames
  readonly curve: AutomationCurve
}

/** Reads an automation block after block: where it was last, it is mostly still, and its curve is known. */
export class AutomationReader {
  readonly #points: Automation
  readonly #rate: Hertz
  /** Of the point before the place that was asked for last, and its curve once somebody needed that. */
  #index = -1
  #curve: AutomationCurve | undefined

  constructor(points: Automation, rate: Hertz) {
    this.#points = points
    this.#rate = rate
  }

  /**
   * Cuts segments at the points, into so many spans at most. Every span's curve counts from its point, never from the
   * span's beginning, so that no partition of the timeline changes a value.
   */
  spans(segments: readonly Segment[], most = Number.POSITIVE_INFINITY): readonly AutomationSpan[] {
    const spans: AutomationSpan[] = []
    for (const segment of segments) {
      const { offset, frames, position } = segment
      if (segment.stands === true) {
        const from = automationAt(this.#points, position / this.#rate)
        spans.push({ offset, frames, position, curve: curveOf({ kind: 'hold', from }) })
        continue
      }
      for (let done = 0; done < frames && spans.length < most;) {
        this.#find((position + done) / this.#rate)
        const curve = (this.#curve ??= this.#makeCurve())
        const end = this.#endOf(position, done, frames)
        spans.push({ offset: offset + done, frames: end - done, position: position + done, curve })
        done = end
      }
    }
    return spans
  }

  /** The one value of all segments, where the automation stands still in each of them at the same height. */
  still(segments: readonly Segment[]): number | undefined {
    let value: number | undefined
    for (const segment of segments) {
      const { position, frames, stands } = segment
      const first = this.#find(position / this.#rate)
      if (stands !== true && !this.#rests(first)) return undefined
      if (first !== this.#find(positionIn(segment, frames - 1) / this.#rate)) return undefined
      const level = automationAt(this.#points, position / this.#rate)
      if (value !== undefined && value !== level) return undefined
      value = level
    }
    return value
  }

  /** Whether it stands still from a point to the next. */
  #rests(index: number): boolean {
    const points = this.#points
    return index < 0 || index === points.length - 1 || points[index]?.curve === 'hold'
  }

  /** The point before a time. */
  #find(time: Seconds): number {
    const points = this.#points
    const from = points[this.#index]?.time ?? Number.NEGATIVE_INFINITY
    const to = points[this.#index + 1]?.time ?? Number.POSITIVE_INFINITY
    if (from <= time && time < to) return this.#index
    // Mostly it is the next one.
    const after = points[this.#index + 2]?.time ?? Number.POSITIVE_INFINITY
    const isNext = to <= time && time < after
    this.#index = isNext ? this.#index + 1 : pointBefore(points, time)
    this.#curve = undefined
    return this.#index
  }

  #makeCurve(): AutomationCurve {
    const points = this.#points
    const index = this.#index
    return curveOf(courseFrom(points, index), points[index]?.time, points[index + 1]?.time)
  }

  /** How many frames of a segment lie before the next point: at least one more than are done. */
  #endOf(position: Frames, done: Frames, frames: Frames): Frames {
    const time = this.#points[this.#index + 1]?.time
    if (time === undefined) return frames
    const rate = this.#rate
    let end = Math.max(done + 1, Math.min(frames, Math.ceil(time * rate) - position))
    // Rounding may put the border a frame off what a division says.
    while (end > done + 1 && (position + end - 1) / rate >= time) end -= 1
    while (end < frames && (position + end) / rate < time) end += 1
    return end
  }
}

function curveOf(course: Course, from?: Seconds, to?: Seconds): AutomationCurve {
  const numbers = numbersOf(course)
  if (course.kind === 'hold' || from === undefined || to === undefined) {
    return { time: 0, perSecond: 0, numbers }
  }
  return { time: from, perSecond: 1 / (to - from), numbers }
}

function numbersOf(course: Course): readonly number[] {
  switch (course.kind) {
    case 'hold':
      return [0, course.from, 0, 0, 0, 0, 0]
    case 'linear':
      return [0, course.from, course.change, 0, 0, 0, 0]
    case 'exponential':
      return [1, course.from, course.growth, 0, 0, 0, 0]
    case 'cubic': {
      const { from, a, b, c, low, high } = course.cubic
      return [2, from, a, b, c, low, high]
    }
  }
}
