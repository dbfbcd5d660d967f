import { audio, choice, decibels, factor, hertz, kernel, plain } from '../define-kernel'

/**
 * The transistor ladder: four one-pole low-passes in a loop, trapezoidally integrated with the loop solved for
 * each frame (V. Zavalishin, “The Art of VA Filter Design”, 2012, chapter 5). What enters the ladder is bent
 * by the curve x (27 + x²) / (27 + 9x²), near tanh, after the loop has been solved as if it were a line:
 * self-oscillation, from a resonance of 1 on, stays bounded. `drive` is gain into that curve, taken off again
 * after it.
 *
 * The modes mix the taps of the ladder. The cutoff is frequency · 2^(modulation · amount), kept within 1 Hz
 * and 0.49 of the sample rate, and may move at audio rate. Pass bands lose 1 / (1 + 4 · resonance).
 */
export const ladder = kernel('ladder', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    mode: choice(['lowpass24', 'lowpass12', 'bandpass12', 'highpass24']),
    frequency: hertz(10, 24_000, 1_000),
    resonance: factor(0, 1.2, 0.3),
    drive: decibels(-24, 48, 0),
    modulation: plain(-20, 20, 0),
    amount: plain(-10, 10, 1),
  },
})
