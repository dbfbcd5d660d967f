import { audio, choice, factor, hertz, kernel, plain } from '../define-kernel'

/**
 * A bit crusher: the sound is taken at `rate` and rounded to `bits`, 2^(bits − 1) steps in each direction
 * (fractions are allowed). `interpolation`: hold keeps each value until the next; linear draws a line to
 * it, one value late, which takes the edge off. `filter` on puts a fourth-order Butterworth low-pass at 0.45
 * of the rate before it, against aliases; without it they are part of the sound. `dither` adds that much
 * triangular noise of two steps before the rounding, not to zeros, and the same in every render (counter-based
 * random numbers). From `rate` at the sample rate on, every frame is taken.
 */
export const crusher = kernel('crusher', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    bits: plain(1, 24, 8),
    rate: hertz(100, 96_000, 12_000),
    interpolation: choice(['hold', 'linear']),
    filter: choice(['off', 'on']),
    dither: factor(0, 1, 0),
    mix: factor(0, 1, 1),
  },
})
