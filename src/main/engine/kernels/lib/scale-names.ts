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
