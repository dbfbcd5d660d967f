import { audio, choice, control, decibels, hertz, kernel, ratio, seconds } from '../define-kernel'

/**
 * One band of a dynamic equaliser: a bell or a shelf whose gain follows the level in the band. The detector
 * hears `sidechain`, or `in` where nothing is connected, through a band-pass of the same frequency and q
 * (0 dB at its peak), or a Butterworth low- or high-pass for the shelves. What lies above `threshold`,
 * with a knee of 6 dB, times 1 − 1 / ratio, moves the gain from `gain` towards `gain` + `range`, which may
 * be negative; log-domain smoothing as in the compressor (Giannoulis, Massberg and Reiss, JAES 2012).
 *
 * The filters are trapezoidal state variable filters (A. Simper, “Linear Trapezoidal Integrated State
 * Variable Filter”, 2014), in f64; gain and coefficients move every 16 frames. With a gain of 0 dB the sound
 * passes unchanged. All channels share one gain. The output `gain` and the readout are in decibels.
 */
export const dynamicBand = kernel('dynamic-band', {
  inputs: { in: audio(), sidechain: audio() },
  outputs: { out: audio({ channels: 'input' }), gain: control() },
  params: {
    type: choice(['bell', 'lowshelf', 'highshelf']),
    frequency: hertz(10, 24_000, 1_000),
    q: ratio(0.1, 50, 1),
    gain: decibels(-30, 30, 0),
    threshold: decibels(-80, 0, -30),
    ratio: ratio(1, 100, 4),
    range: decibels(-30, 30, -12),
    attack: seconds(0, 0.5, 0.01),
    release: seconds(0.001, 5, 0.15),
  },
  readouts: { gain: { offset: 352, type: 'f32', perChannel: false } },
})
