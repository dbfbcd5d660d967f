import { audio, kernel, seconds } from '../define-kernel'

/**
 * Passes audio through unchanged and measures each channel. `peak` (largest absolute sample) and
 * `meanSquare` are those of the last whole window, `maximum` the largest since the start, `windows`
 * the number of windows so far. A window is `window` seconds, rounded up to whole quanta.
 */
export const meter = kernel('meter', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: { window: seconds(0.001, 10, 0.05) },
  readouts: {
    peak: { offset: 352, type: 'f32', perChannel: true },
    meanSquare: { offset: 480, type: 'f32', perChannel: true },
    maximum: { offset: 608, type: 'f32', perChannel: true },
    windows: { offset: 736, type: 'f64', perChannel: false },
  },
})
