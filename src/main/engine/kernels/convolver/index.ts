import { audio, choice, factor, kernel, seconds } from '../define-kernel'

/**
 * Convolution with a sound (an impulse response) without latency, by parts of 128, 1024 and 8192 frames
 * (W. G. Gardner, Efficient convolution without input–output delay, 1995; G. García, Optimal filter
 * partition for efficient convolution with short input/output delay, 2002). The parts of a stage share
 * their transforms; a stage's parts begin as early as its stretch of input allows, so that no part is
 * done twice. Where the input is silent, its spectra are left out.
 *
 * A response of one channel works on both sides alike, one of two channels on each its own, and one of
 * four goes left → left, left → right, right → left, right → right. `dry` is what `mix` fades from: `in`
 * itself unless something is wired to it. Without a response the dry sound passes. `preDelay` goes in
 * whole frames. 'normalised' gives the level that Web Audio's ConvolverNode gives.
 */
export const convolver = kernel('convolver', {
  inputs: { in: audio(), dry: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    mix: factor(0, 1, 1),
    gain: factor(0, 16, 1),
    preDelay: seconds(0, 0.5, 0),
    scaling: choice(['normalised', 'as-is']),
  },
  sound: 'project-rate',
})
