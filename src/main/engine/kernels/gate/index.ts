import { audio, control, decibels, hertz, kernel, seconds } from '../define-kernel'

/**
 * A noise gate. It opens when the level reaches `threshold` and closes when it has been `hysteresis` below
 * it for `hold`. The level is the loudest channel's peak, falling by 63 % in 10 ms, of `sidechain` or of `in`
 * where nothing is connected, past a Butterworth high-pass at `highpass` (10 Hz: none). The gain goes
 * to 1 by `attack` and to −`range` by `release`, exponentially: 63 % of the way in each; a range of
 * 120 dB is silence. `lookahead` delays the sound, not the detector.
 *
 * `reduction` is in decibels and positive, 120 at most; `open` is 1 while the gate is open, else 0.
 */
export const gate = kernel('gate', {
  inputs: { in: audio(), sidechain: audio() },
  outputs: { out: audio({ channels: 'input' }), reduction: control(), open: control() },
  params: {
    threshold: decibels(-80, 0, -40),
    hysteresis: decibels(0, 24, 4),
    attack: seconds(0, 0.5, 0.001),
    hold: seconds(0, 2, 0.05),
    release: seconds(0.001, 5, 0.1),
    range: decibels(0, 120, 80),
    lookahead: seconds(0, 0.02, 0),
    highpass: hertz(10, 2_000, 10),
  },
  readouts: { reduction: { offset: 352, type: 'f32', perChannel: false } },
})
