import { audio, choice, decibels, factor, hertz, kernel, plain } from '../define-kernel'

/**
 * A memoryless curve at up to eight times the sample rate: tanh; soft, x − 4/27 x³ up to 1.5; hard; tube, tanh
 * above and ½ tanh 2x below zero; fold, a triangle that passes ±1 unchanged; sine, sin(πx/2). What comes out
 * is f(drive · x + bias) − f(bias), through a one-pole low-pass at `tone` (20 kHz: none) and, where the curve
 * is not odd, a high-pass at 5 Hz.
 *
 * Oversampling is by half-band FIRs of linear phase (`lib/half-band.as.ts`), so that `mix` adds the dry
 * sound in phase: 32, 38 and 40 frames of latency for 2×, 4× and 8×. Changing it while sound plays
 * drops the frames under way.
 */
export const saturator = kernel('saturator', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    curve: choice(['tanh', 'soft', 'hard', 'tube', 'fold', 'sine']),
    drive: decibels(-24, 60, 12),
    bias: plain(-1, 1, 0),
    tone: hertz(200, 20_000, 20_000),
    mix: factor(0, 1, 1),
    output: decibels(-60, 24, 0),
    oversampling: choice(['1', '2', '4', '8']),
  },
})
