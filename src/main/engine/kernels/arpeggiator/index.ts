import { choice, factor, hertz, kernel, notes, plain } from '../define-kernel'
import { stepDivisions } from '../lib/note-lengths'

/**
 * Plays the held notes one after the other. Steps come from the position on the timeline, as those of
 * `sequencer`; while it stands still they go on at its tempo; with `clock` on 'free' they come
 * `rate` times a second, from the moment at which the first note is held. 'played' is the order of
 * beginnings, 'chord' all at once; 'up-down' does not repeat its ends; 'random' is a chance that
 * repeats at each pass over the same position. `octaves` adds copies above.
 *
 * `gate` is the part of the step that a note lasts. `latch` keeps what was held until other notes begin
 * after all keys were let go. Sixteen notes can be held.
 */
export const arpeggiator = kernel('arpeggiator', {
  inputs: { notes: notes() },
  outputs: { out: notes() },
  params: {
    tempo: plain(1, 999, 120),
    beat: plain(0, 16_000_000, 0),
    phase: factor(0, 1, 0),
    division: choice(stepDivisions),
    clock: choice(['timeline', 'free']),
    rate: hertz(0.1, 50, 8),
    mode: choice(['up', 'down', 'up-down', 'random', 'played', 'chord']),
    octaves: plain(1, 4, 1),
    gate: factor(0.02, 1, 0.5),
    swing: factor(0, 0.75, 0),
    latch: choice(['off', 'on']),
  },
})
