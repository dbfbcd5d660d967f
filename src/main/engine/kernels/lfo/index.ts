import { choice, control, factor, hertz, kernel, plain, seconds, turns } from '../define-kernel'
import { divisions } from '../lib/note-lengths'

/**
 * A slow oscillator for control: offset + depth · shape(phase). Shapes are the plain ones, in ±1,
 * not band-limited: sine and triangle start at 0 and rise, saw rises from −1 to 1, saw-down falls,
 * square is 1 for `width` of a cycle, random holds a new seeded value each cycle, smooth goes from
 * one such value to the next by 3t² − 2t³. Unipolar shapes lie in 0…1.
 *
 * Free, it runs at `rate`; synced, the phase follows from the position alone: `beat` (whole quarter
 * notes) + `part` (of the next), by `division`. A rising edge at `reset` starts the cycle over, and
 * the fade: over `fade` seconds the depth grows from 0.
 */
export const lfo = kernel('lfo', {
  inputs: { reset: control() },
  outputs: { out: control() },
  params: {
    shape: choice(['sine', 'triangle', 'saw', 'square', 'random', 'saw-down', 'smooth']),
    rate: hertz(0.01, 40, 1),
    depth: plain(-1_000_000, 1_000_000, 1),
    offset: plain(-1_000_000, 1_000_000, 0),
    phase: turns(0, 1, 0),
    width: factor(0, 1, 0.5),
    sync: choice(['free', 'tempo']),
    division: choice(divisions),
    fade: seconds(0, 60, 0),
    polarity: choice(['bipolar', 'unipolar']),
    beat: plain(-16_777_216, 16_777_216, 0),
    part: factor(0, 1, 0),
  },
})
