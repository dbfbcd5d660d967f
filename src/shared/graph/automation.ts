import { z } from 'zod'
import type { Seconds } from '../kit'
import { cubicAt, SHORTEST, splineBetween, type Cubic } from './spline'

export const curveSchema = z.enum(['hold', 'linear', 'exponential', 'spline'])
export type Curve = z.infer<typeof curveSchema>

export const automationValueSchema = z.number().min(-1e9).max(1e9)

/** `curve` says how the value goes from this point to the next one; before the first it stands still. */
export const automationPointSchema = z.strictObject({
  time: z.number().min(0).max(1e6),
  value: automationValueSchema,
  curve: curveSchema,
})

/** A point as a file has it. */
export type AutomationPoint = z.infer<typeof automationPointSchema>

/** A point as the engine takes it: of a part cut out of a spline the slopes are known, and no neighbours are asked. */
export interface CurvePoint extends AutomationPoint {
  /** Of a spline, per second: where it leaves this point, and where it arrives at the next. */
  readonly slopes?: readonly [number, number] | undefined
}

/** Points in order of time; of two at one time the later in the list holds from there on. */
export type Automation = readonly CurvePoint[]

/** Index of the last point at or before `time`, −1 before the first. */
export function pointBefore(points: Automation, time: Seconds): number {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((points[middle]?.time ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * How the value goes on from a point, with `along` from 0 at the point to 1 at the next one: it stands at
 * `from`, is `from + along · change`, is `from · e^(along · growth)`, or follows a cubic.
 */
export type Course =
  | { readonly kind: 'hold'; readonly from: number }
  | { readonly kind: 'linear'; readonly from: number; readonly change: number }
  | { readonly kind: 'exponential'; readonly from: number; readonly growth: number }
  | { readonly kind: 'cubic'; readonly cubic: Cubic }

/**
 * The course from the point at `index` on. An exponential step goes linearly where no ratio says how the values
 * grow: between different signs, from or to nothing, and where the ratio itself is beyond all numbers.
 */
export function courseFrom(points: Automation, index: number): Course {
  const from = points[index]
  const to = points[index + 1]
  if (from === undefined) return { kind: 'hold', from: points[0]?.value ?? 0 }
  if (to === undefined || from.curve === 'hold' || to.time - from.time < SHORTEST) {
    return { kind: 'hold', from: from.value }
  }
  if (from.curve === 'spline') return { kind: 'cubic', cubic: splineBetween(points, index) }
  const ratio = to.value / from.value
  if (from.curve === 'exponential' && ratio > 0 && Number.isFinite(ratio)) {
    return { kind: 'exponential', from: from.value, growth: Math.log(ratio) }
  }
  return { kind: 'linear', from: from.value, change: to.value - from.value }
}

/** Value of a course at a part of its way. */
export function alongCourse(course: Course, along: number): number {
  switch (course.kind) {
    case 'hold':
      return course.from
    case 'linear':
      return course.from + along * course.change
    case 'exponential':
      return course.from * Math.exp(along * course.growth)
    case 'cubic':
      return cubicAt(course.cubic, along)
  }
}

/** Value of an automation at a time. */
export function automationAt(points: Automation, time: Seconds): number {
  const index = pointBefore(points, time)
  const course = courseFrom(points, index)
  if (course.kind === 'hold') return course.from
  const [from, to] = [points[index]?.time ?? 0, points[index + 1]?.time ?? 0]
  return alongCourse(course, (time - from) / (to - from))
}
