import { audio, choice, factor, hertz, kernel, plain, seconds, turns } from '../define-kernel'
import { noteValues } from '../lib/note-lengths'

/**
 * A delay that a slow sine moves: chorus, flanger, vibrato (J. Dattorro, Effect design 2, 1997). It goes
 * from `delay` to `delay` + `depth`, at `rate` or once in a note value at `tempo`; the right side is
 * `stereo` turns ahead, and voices are spread evenly over a turn. Each side feeds back on itself.
 *
 * Lines are read in two steps, half-way between frames by eight taps, then by four polynomials of the order 4: while the delay
 * moves, the error is −86 dB for a sine of 1 kHz, −68 dB at 5 kHz and −63 dB at 10 kHz, at a rate of 48 kHz. Delays are
 * eight frames or more. Delay and depth are taken every 32 frames and go straight in between.
 */
export const modulatedDelay = kernel('modulated-delay', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    rate: hertz(0.01, 20, 0.5),
    delay: seconds(0, 0.05, 0.01),
    depth: seconds(0, 0.02, 0.004),
    feedback: factor(-0.95, 0.95, 0),
    stereo: turns(0, 1, 0.25),
    voices: choice(['one', 'two', 'three']),
    mix: factor(0, 1, 0.5),
    sync: choice(noteValues),
    tempo: plain(1, 1_000, 120),
  },
})
