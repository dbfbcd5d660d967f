import { audio, choice, factor, kernel, plain } from '../define-kernel'

/**
 * An oscilloscope and a goniometer. `trace` is one sweep: 512 columns of lowest and highest sample (pairs),
 * of the mean of the channels; a sweep lasts `2^span` quanta of 128 frames, so that a column is a quarter
 * of a frame to 64 frames: with less than one frame a column, samples repeat. `trigger` waits for
 * the signal to rise (or fall) through `level`; without a trigger for a tenth of a second, or 'free', sweeps
 * follow each other. `sweeps` counts them.
 *
 * `image` is the last 512 frames of the first two channels, turned by 45° as goniometers have it: pairs
 * of (side, mid), each over √2. `correlation` is that of left and right over 0.3 s: 1 for mono, 0 for
 * unrelated sides or silence, −1 for opposite ones; `balance` −1 left to 1 right, by power.
 */
export const scope = kernel('scope', {
  inputs: { in: audio() },
  outputs: {},
  params: {
    span: plain(0, 8, 4),
    trigger: choice(['rise', 'fall', 'free']),
    level: factor(-1, 1, 0),
  },
  readouts: {
    trace: { offset: 352, type: 'f32', perChannel: false, length: 1024 },
    image: { offset: 4448, type: 'f32', perChannel: false, length: 1024 },
    correlation: { offset: 8544, type: 'f32', perChannel: false },
    balance: { offset: 8548, type: 'f32', perChannel: false },
    sweeps: { offset: 8552, type: 'f64', perChannel: false },
  },
})
