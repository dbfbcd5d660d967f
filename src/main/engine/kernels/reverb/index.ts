import { audio, factor, hertz, kernel, seconds } from '../define-kernel'

/**
 * Room: early reflections, and a feedback delay network of 16 lines with Hadamard's matrix behind four
 * all-passes a side (J.-M. Jot and A. Chaigne, Digital delay networks for designing artificial
 * reverberators, 1991; J. Dattorro, Effect design 1, 1997). `decay` is the time in which the middle of
 * the spectrum falls by 60 dB. Above `highCorner` it is shorter by `damping`, at most to a twentieth,
 * below `lowCorner` by `lowDamping`. `size` scales the lines of 30 to 90 ms and the early reflections.
 *
 * Eight of the lines swing by up to 0.8 ms at rates about 0.6 Hz, read by Lagrange's cubic, whose loss
 * at half a frame is 0.23 dB at 8 kHz and a rate of 48 kHz. Changes of size and pre-delay cross-fade in a quantum.
 */
export const reverb = kernel('reverb', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    mix: factor(0, 1, 0.3),
    decay: seconds(0.1, 60, 2),
    size: factor(0.2, 2, 1),
    preDelay: seconds(0, 0.5, 0.01),
    damping: factor(0, 1, 0.5),
    highCorner: hertz(500, 20_000, 5_000),
    lowDamping: factor(0, 1, 0.2),
    lowCorner: hertz(20, 1_000, 200),
    diffusion: factor(0, 1, 0.8),
    early: factor(0, 2, 0.6),
    modulation: factor(0, 1, 0.3),
    width: factor(0, 1, 1),
  },
})
