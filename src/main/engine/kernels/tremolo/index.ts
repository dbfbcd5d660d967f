import { audio, choice, control, factor, hertz, kernel, plain, turns } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/**
 * A level that goes up and down: gain = 1 − depth · (1 − wave) / 2, wave in ±1, which begins at its
 * height. Even channels (the left) have that phase, odd ones (the right) are `spread` turns ahead.
 * The square takes 4 ms from one end to the other, so that it does not click.
 *
 * Free, it runs at `rate`; synced, the phase follows from the position alone: `beat` + `part`, by
 * `division`. A rising edge at `reset` starts the cycle over.
 */
export const tremolo = kernel('tremolo', {
  inputs: { in: audio(), reset: control() },
  outputs: { out: audio({ channels: 'input' }) },
  params: {
    shape: choice(['sine', 'triangle', 'square']),
    sync: choice(['free', 'tempo']),
    rate: hertz(0.01, 100, 5),
    division: choice(divisions),
    depth: factor(0, 1, 0.5),
    spread: turns(0, 1, 0),
    tempo: plain(1, 10_000, 120),
    beat: plain(-16_777_216, 16_777_216, 0),
    part: factor(0, 1, 0),
  },
})
