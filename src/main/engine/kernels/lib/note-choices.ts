/** Lengths of a step as parts of a whole note, in the order of `step-clock.as.ts`: t triplet, d dotted. */
export const stepDivisions = [
  '1/16',
  '1/1',
  '1/2',
  '1/4',
  '1/8',
  '1/32',
  '1/2t',
  '1/4t',
  '1/8t',
  '1/16t',
  '1/2d',
  '1/4d',
  '1/8d',
  '1/16d',
] as const

/** Scales in the order of `scales.as.ts`. */
export const scaleNames = [
  'chromatic',
  'major',
  'minor',
  'harmonic-minor',
  'melodic-minor',
  'dorian',
  'phrygian',
  'lydian',
  'mixolydian',
  'locrian',
  'major-pentatonic',
  'minor-pentatonic',
  'blues',
  'whole-tone',
] as const
