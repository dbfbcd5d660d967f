import { audio, choice, control, hertz, kernel, plain, factor } from '../define-kernel'

/**
 * A filter for voices: a state variable filter, trapezoidally integrated (V. Zavalishin, “The Art of VA
 * Filter Design”, 2012; A. Simper, 2013), or two in a row for 24 dB an octave. `modulation` moves the
 * cutoff in octaves: cutoff · 2^(amount · modulation), kept within 16 Hz and 0.45 of the sample rate. The
 * cutoff is worked out every 16 frames and its coefficient goes there in a line, so that it moves without stairs.
 *
 * `resonance` of 0 is Butterworth's response, of 1 a Q of 40 (of either half, where there are two).
 */
export const voiceFilter = kernel('voice-filter', {
  inputs: { in: audio(), modulation: control() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    type: choice(['lowpass-24', 'lowpass-12', 'highpass-12', 'bandpass', 'notch', 'off']),
    cutoff: hertz(16, 20_000, 2_000),
    resonance: factor(0, 1, 0.1),
    amount: plain(-10, 10, 1),
  },
})
