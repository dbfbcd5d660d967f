import { audio, factor, kernel, plain, seconds } from '../define-kernel'

/**
 * What a clip of the timeline lets through: nothing outside of it, and within it the sound at `gain`, with a fade at
 * either end. The clip goes from `start` + `startPart` to `end` + `endPart` (whole seconds and the rest, each rounded to
 * the frame together, so that the second half of a clip that was cut begins on the very frame where the first ends);
 * `second` and `part` are the timeline.
 *
 * A fade over x from 0 to 1 is x / (x + (1 − x) · k) with k = 8^−bend: a line at a bend of 0, steep at first above it,
 * late below it, and point-symmetric in the bend. At 0.424 it passes √½ half-way, as two fades of equal power do.
 */
export const clipShape = kernel('clip-shape', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    start: seconds(0, 1e6, 0),
    startPart: factor(0, 1, 0),
    end: seconds(0, 1e6, 1e6),
    endPart: factor(0, 1, 0),
    gain: factor(0, 64, 1),
    fadeIn: seconds(0, 1e4, 0),
    fadeInBend: plain(-1, 1, 0),
    fadeOut: seconds(0, 1e4, 0),
    fadeOutBend: plain(-1, 1, 0),
    second: plain(0, 1e6, 0),
    part: factor(0, 1, 0),
  },
})
