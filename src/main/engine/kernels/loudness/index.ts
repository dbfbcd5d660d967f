import { audio, choice, control, kernel } from '../define-kernel'

/**
 * Loudness and true peak by ITU-R BS.1770-5 and EBU R 128 (Tech 3341, Tech 3342). Loudness is in LUFS
 * (absolute), peaks in dBTP, the range in LU; −120 stands for silence and for “not yet”.
 *
 * K-weighting comes from the analogue prototype by the bilinear transform and agrees with the published
 * coefficients at 48 kHz; at other rates the gain in the passband is kept. `momentary` (0.4 s) and
 * `short` (3 s) move every 10 ms, as Tech 3341's cases 10 and 13 need. `integrated` is gated at −70 LUFS and at 10 LU
 * below the mean, `range` at 20 LU below it. Gating blocks live in a histogram of 0.05 LU steps that
 * holds both their count and their energy, so hours take the same memory, and the only error comes from
 * blocks that lie within 0.05 LU of the relative gate.
 *
 * True peak: four times oversampling with the filter of BS.1770-5, annex 2; never below the highest sample.
 * Channels: mono, stereo, L R C, L R Ls Rs, 5.0, 5.1 and 7.1 in the order of WAVE files; LFE does not count.
 * `reset` starts over while it is on.
 */
export const loudness = kernel('loudness', {
  inputs: { in: audio() },
  outputs: { momentary: control(), short: control() },
  params: { reset: choice(['off', 'on']) },
  readouts: {
    momentary: { offset: 352, type: 'f32', perChannel: false },
    short: { offset: 356, type: 'f32', perChannel: false },
    integrated: { offset: 360, type: 'f32', perChannel: false },
    range: { offset: 364, type: 'f32', perChannel: false },
    truePeak: { offset: 368, type: 'f32', perChannel: false },
    momentaryMaximum: { offset: 372, type: 'f32', perChannel: false },
    shortMaximum: { offset: 376, type: 'f32', perChannel: false },
    truePeaks: { offset: 384, type: 'f32', perChannel: true },
  },
})
