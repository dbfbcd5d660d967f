import { audio, choice, factor, hertz, kernel, plain, seconds } from '../define-kernel'
import { noteValues } from '../lib/note-lengths'

/**
 * A feedback delay. The time may move every frame (it is read with Lagrange's cubic interpolation,
 * so a sweep bends the pitch); it is kept at two frames or more. `damping` is the corner of a
 * one-pole low-pass in the feedback: the first echo is undamped. 'ping-pong' feeds the sum into the
 * left line and crosses the lines in the feedback.
 *
 * With `sync` the time is a note value at `tempo` (beats a minute), halved until it fits into four
 * seconds; the way from one to another is a glide of 50 ms.
 */
export const delay = kernel('delay', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    time: seconds(0, 4, 0.375),
    feedback: factor(0, 0.98, 0.35),
    mix: factor(0, 1, 0.35),
    damping: hertz(100, 20_000, 8_000),
    mode: choice(['stereo', 'ping-pong']),
    sync: choice(noteValues),
    tempo: plain(1, 1_000, 120),
  },
})
