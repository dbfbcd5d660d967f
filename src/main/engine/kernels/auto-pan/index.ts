import { audio, choice, control, factor, hertz, kernel, plain, turns } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/**
 * Panning that moves: position = centre + depth · wave, kept within −1 (left) and 1 (right), by the
 * equal-power law of Web Audio's StereoPannerNode. The waves start at 0 and rise; the square takes
 * 4 ms from one side to the other.
 *
 * Free, it runs at `rate`; synced, the phase follows from the position alone: `beat` + `part`, by
 * `division`. A rising edge at `reset` starts the cycle over.
 */
export const autoPan = kernel('auto-pan', {
  inputs: { in: audio(), reset: control() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    shape: choice(['sine', 'triangle', 'square']),
    sync: choice(['free', 'tempo']),
    rate: hertz(0.01, 100, 0.5),
    division: choice(divisions),
    depth: factor(0, 1, 1),
    centre: plain(-1, 1, 0),
    phase: turns(0, 1, 0),
    tempo: plain(1, 10_000, 120),
    beat: plain(-16_777_216, 16_777_216, 0),
    part: factor(0, 1, 0),
  },
})
