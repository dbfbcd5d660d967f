import { audio, choice, hertz, kernel, plain, ratio } from '../define-kernel'

/**
 * A second-order state variable filter, trapezoidally integrated: V. Zavalishin, “The Art of VA Filter Design”
 * (2012), in the form of A. Simper, “Linear Trapezoidal Integrated State Variable Filter” (2014). It stays
 * itself while the cutoff moves at audio rate: cutoff, q and modulation are read every frame.
 *
 * The cutoff is frequency · 2^(modulation · amount), kept within 1 Hz and 0.49 of the sample rate: modulation of
 * 1 with an amount of 1 is an octave. `q` is the gain at the cutoff of lowpass and highpass; the bandpass
 * has 0 dB at its peak; peak is lowpass − highpass, with 2q at the cutoff.
 */
export const svf = kernel('svf', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    mode: choice(['lowpass', 'highpass', 'bandpass', 'notch', 'peak', 'allpass']),
    frequency: hertz(10, 24_000, 1_000),
    q: ratio(0.1, 100, Math.SQRT1_2),
    modulation: plain(-20, 20, 0),
    amount: plain(-10, 10, 1),
  },
})
