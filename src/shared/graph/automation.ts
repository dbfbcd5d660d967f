import { z } from 'zod'
import type { Seconds } from '../kit'

/** `curve` says how the value goes from this point to the next one; before the first it stands still. */
export const automationPointSchema = z.strictObject({
  time: z.number().min(0).max(1e6),
  value: z.number().min(-1e9).max(1e9),
  curve: z.enum(['hold', 'linear', 'exponential']),
})
export type AutomationPoint = z.infer<typeof automationPointSchema>

/** Points in order of time; of two at one time the later in the list holds from there on. */
export type Automation = readonly AutomationPoint[]

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

/** Value of an automation at a time. An exponential step between values of different sign goes linearly. */
export function automationAt(points: Automation, time: Seconds): number {
  const index = pointBefore(points, time)
  const from = points[index]
  if (from === undefined) return points[0]?.value ?? 0
  const to = points[index + 1]
  if (to === undefined || from.curve === 'hold') return from.value
  const along = (time - from.time) / (to.time - from.time)
  if (from.curve === 'exponential' && from.value * to.value > 0) {
    return from.value * (to.value / from.value) ** along
  }
  return from.value + (to.value - from.value) * along
}
