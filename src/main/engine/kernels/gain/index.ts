import { audio, factor, kernel } from '../define-kernel'

/** Multiplies by a linear factor: out = gain · in, for each channel. */
export const gain = kernel('gain', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: { gain: factor(0, 64, 1) },
})
