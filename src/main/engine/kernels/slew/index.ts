import { choice, control, kernel, seconds } from '../define-kernel'

/**
 * Limits how fast a signal moves. Linear: a change by 1 takes `rise` upwards and `fall` downwards.
 * Exponential: after `rise` (or `fall`) 1 − 1/e of the way is gone, as a capacitor charges. It starts
 * at the first value it is given; a time of 0 follows at once.
 */
export const slew = kernel('slew', {
  inputs: { in: control() },
  outputs: { out: control() },
  params: {
    rise: seconds(0, 60, 0.1),
    fall: seconds(0, 60, 0.1),
    shape: choice(['linear', 'exponential']),
  },
})
