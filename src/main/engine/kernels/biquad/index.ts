import { audio, cents, choice, decibels, hertz, kernel, plain, ratio } from '../define-kernel'

/**
 * A second-order filter with the eight types and the formulas of Web Audio's BiquadFilterNode
 * (which are Robert Bristow-Johnson's). State and coefficients are f64; coefficients follow moving
 * params every 16 frames. The frequency is kept within 0.9995 of the Nyquist frequency.
 *
 * Web Audio's one `Q` is two params here, since it means two things there: `resonance`, in
 * decibels, acts on lowpass and highpass (−3.01 dB is Butterworth's); `q`, a ratio, acts on
 * bandpass, peaking, notch and allpass. The shelves use neither. `gain` acts on peaking and the
 * shelves. With `damping` q, lowpass and highpass follow `q` too, and `resonance` does nothing.
 *
 * With `bypass` of a half or more, or as a peak or shelf of 0 dB, it copies.
 */
export const biquad = kernel('biquad', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    type: choice([
      'lowpass',
      'highpass',
      'bandpass',
      'lowshelf',
      'highshelf',
      'peaking',
      'notch',
      'allpass',
    ]),
    frequency: hertz(10, 24_000, 1_000),
    q: ratio(0.01, 1_000, 1),
    resonance: decibels(-40, 40, -3.0103),
    gain: decibels(-40, 40, 0),
    detune: cents(-4_800, 4_800, 0),
    damping: choice(['resonance', 'q']),
    bypass: plain(0, 1, 0),
  },
})
