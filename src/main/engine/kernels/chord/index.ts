import { choice, factor, kernel, notes, plain } from '../define-kernel'
import { scaleNames } from '../lib/scale-names'

/**
 * Adds up to three notes to each note. Intervals are in semitones on the chromatic scale, else in
 * degrees of the scale on `root`; 0 adds nothing. `level` is the velocity of what is added, as a part
 * of the note's. What ends, bends or presses a note does so to all of its chord, whatever the params
 * have become. Sixty-four notes can be held.
 */
export const chord = kernel('chord', {
  inputs: { notes: notes() },
  outputs: { out: notes() },
  params: {
    second: plain(-24, 24, 4),
    third: plain(-24, 24, 7),
    fourth: plain(-24, 24, 0),
    level: factor(0, 1, 0.8),
    root: plain(0, 11, 0),
    scale: choice(scaleNames),
  },
})
