import { control, kernel, seconds } from '../define-kernel'

/**
 * One-pole smoother: y += a · (x − y). `a` comes from a time constant in seconds, so that it is
 * independent of the rate. It starts at the first value it is given.
 */
export const smooth = kernel('smooth', {
  inputs: { in: control() },
  outputs: { out: control() },
  params: { time: seconds(0, 10, 0.02) },
})
