import { audio, control, factor, kernel } from '../define-kernel'

/**
 * Multiplies sound by a signal: out = level · gain · in, for each channel. With nothing wired to
 * `gain` it is silent. An audio-rate signal in `gain` is ring modulation.
 */
export const vca = kernel('vca', {
  inputs: { in: audio(), gain: control() },
  outputs: { out: audio({ channels: 'input' }) },
  params: { level: factor(0, 64, 1) },
})
