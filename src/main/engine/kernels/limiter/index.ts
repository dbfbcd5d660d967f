import { audio, choice, control, decibels, kernel, seconds } from '../define-kernel'

/**
 * A brick-wall limiter with look-ahead: the gain that each frame needs, its minimum over the look-ahead, an
 * exponential release, and two moving averages that together are as long as the look-ahead (a
 * triangular window, as in D. Shannon, “Designing a limiter”, Signalsmith Audio 2022). Every gain that
 * the average sees at a peak is already low enough, so no sample passes the ceiling; sums are
 * whole numbers, so nothing drifts, and below the ceiling the gain is exactly 1.
 *
 * With `detector` true, three points between each two frames (a 12-tap Kaiser-windowed sinc) are
 * limited too. All channels share one gain. The latency is look-ahead + 5 frames for either detector.
 * `reduction` is in decibels and positive.
 */
export const limiter = kernel('limiter', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }), reduction: control() },
  params: {
    input: decibels(-24, 48, 0),
    ceiling: decibels(-40, 0, -0.3),
    release: seconds(0.001, 2, 0.1),
    lookahead: seconds(0.0002, 0.01, 0.002),
    detector: choice(['sample', 'true']),
  },
  readouts: { reduction: { offset: 352, type: 'f32', perChannel: false } },
})
