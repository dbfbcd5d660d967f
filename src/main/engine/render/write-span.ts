import type { Hertz } from '#shared/kit'
import type { AutomationSpan } from './automation-reader'
import type { KernelModule } from './kernel-module'

/** What becomes of a parameter's value before a kernel reads it. */
export type Conversion = 'gain' | 'percent' | undefined

/** Writes a span's values into a buffer of the arena. */
export function writeSpan(
  kernels: KernelModule,
  buffer: number,
  { offset, frames, position, curve }: AutomationSpan,
  rate: Hertz,
  as: Conversion,
): void {
  const way = [position, rate, curve.time, curve.perSecond]
  const at = buffer + offset * 4
  kernels.call('op_course')(at, frames, ...way, ...curve.numbers, conversionOf(as))
}

/** A conversion as `op_course` takes it. */
export function conversionOf(as: Conversion): number {
  return as === 'gain' ? 1 : as === 'percent' ? 2 : 0
}
