import { audio, control, decibels, factor, kernel, seconds } from '../define-kernel'

/**
 * A transient shaper by two pairs of envelope followers on the level in decibels, so that it acts alike on
 * loud and soft sound. Attack: the level past a follower of 0.5 ms less that past one of `attackTime` is
 * what rises; sustain: a follower that falls by `sustainTime` less one that falls by a tenth of it is what rings
 * on. Each difference times its amount, and at most 24 dB of it either way, is the gain. (The principle of
 * R. Vollmer and H. Kern's SPL Transient Designer, 1998.) All channels share one gain, from the loudest.
 */
export const transient = kernel('transient', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }), gain: control() },
  params: {
    attack: factor(-1, 1, 0),
    sustain: factor(-1, 1, 0),
    attackTime: seconds(0.002, 0.2, 0.02),
    sustainTime: seconds(0.02, 2, 0.3),
    output: decibels(-24, 24, 0),
  },
})
