import { audio, factor, hertz, kernel, plain } from '../define-kernel'

/**
 * Stereo width by middle and side: M = (L + R) / 2, S = width · (L − R) / 2, out M ± S. Width 0 is
 * mono, 1 leaves the sound as it is. The side loses what lies under `bass` (0: nothing) by a
 * Butterworth high-pass of second order, so that the bass is mono: a trapezoidal state variable
 * filter (A. Simper, "Linear Trapezoidal Integrated State Variable Filter", 2013). Balance turns the
 * other side down, in a line.
 */
export const width = kernel('width', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    width: factor(0, 2, 1),
    balance: plain(-1, 1, 0),
    bass: hertz(0, 1_000, 0),
  },
})
