import type { Hertz } from '#shared/kit'
import type { Course } from '#shared/graph'
import type { AutomationSpan } from './automation-spans'
import type { KernelModule } from './kernel-module'

/** What becomes of a parameter's value before a kernel reads it. */
export type Conversion = 'gain' | 'percent' | undefined

/** Writes a span's values into a buffer of the arena. */
export function writeSpan(
  kernels: KernelModule,
  buffer: number,
  { offset, frames, position, course, time, perSecond }: AutomationSpan,
  rate: Hertz,
  as: Conversion,
): void {
  const way = [position, rate, time, perSecond]
  const at = buffer + offset * 4
  kernels.call('op_course')(at, frames, ...way, ...numbersOf(course), conversionOf(as))
}

/** A conversion as `op_course` takes it. */
export function conversionOf(as: Conversion): number {
  return as === 'gain' ? 1 : as === 'percent' ? 2 : 0
}

/** Kind, then the numbers of the curve, as `op_course` takes them. */
export function numbersOf(course: Course): number[] {
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
