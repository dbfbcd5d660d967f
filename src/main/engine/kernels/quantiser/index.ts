import { choice, control, kernel } from '../define-kernel'

/**
 * Moves a pitch in octaves (0 is middle C) to the nearest note of a scale of equal temperament; half
 * way between two notes it goes up. `trigger` is on for 1 ms when the note changes.
 */
export const quantiser = kernel('quantiser', {
  inputs: { in: control() },
  outputs: { out: control(), trigger: control() },
  params: {
    scale: choice([
      'chromatic',
      'major',
      'minor',
      'harmonic-minor',
      'melodic-minor',
      'major-pentatonic',
      'minor-pentatonic',
      'blues',
      'dorian',
      'phrygian',
      'lydian',
      'mixolydian',
      'locrian',
      'whole-tone',
      'diminished',
    ]),
    root: choice(['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B']),
  },
})
