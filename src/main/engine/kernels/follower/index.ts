import { audio, choice, control, factor, kernel, seconds } from '../define-kernel'

/**
 * The envelope of a sound as control. 'peak' looks at the largest size over the channels, 'rms' at
 * the root of their mean square over `window` (the time constant of a one-pole average). The
 * envelope closes 1 − 1/e of the distance in `attack` upwards, in `release` downwards: the branching
 * one-pole of Giannoulis, Massberg and Reiss, "Digital Dynamic Range Compressor Design", JAES 60 (6),
 * 2012. `gain` is a factor.
 */
export const follower = kernel('follower', {
  inputs: { in: audio() },
  outputs: { out: control() },
  params: {
    detector: choice(['peak', 'rms']),
    attack: seconds(0, 10, 0.005),
    release: seconds(0, 10, 0.1),
    window: seconds(0, 10, 0.02),
    gain: factor(0, 1_000, 1),
  },
})
