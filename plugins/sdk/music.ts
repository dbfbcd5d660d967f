/** Semitones above the root, from 0 up. */
export const scales: Readonly<Record<ScaleName, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  'harmonic minor': [0, 2, 3, 5, 7, 8, 11],
  'melodic minor': [0, 2, 3, 5, 7, 9, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  locrian: [0, 1, 3, 5, 6, 8, 10],
  'major pentatonic': [0, 2, 4, 7, 9],
  'minor pentatonic': [0, 3, 5, 7, 10],
  blues: [0, 3, 5, 6, 7, 10],
  'whole tone': [0, 2, 4, 6, 8, 10],
  chromatic: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
}

/** Name of a scale in `scales`. */
export type ScaleName =
  | 'major'
  | 'minor'
  | 'harmonic minor'
  | 'melodic minor'
  | 'dorian'
  | 'phrygian'
  | 'lydian'
  | 'mixolydian'
  | 'locrian'
  | 'major pentatonic'
  | 'minor pentatonic'
  | 'blues'
  | 'whole tone'
  | 'chromatic'

/** Semitones above the root. */
export const chords: Readonly<Record<ChordName, readonly number[]>> = {
  major: [0, 4, 7],
  minor: [0, 3, 7],
  diminished: [0, 3, 6],
  augmented: [0, 4, 8],
  'suspended second': [0, 2, 7],
  'suspended fourth': [0, 5, 7],
  'dominant seventh': [0, 4, 7, 10],
  'major seventh': [0, 4, 7, 11],
  'minor seventh': [0, 3, 7, 10],
  'half-diminished seventh': [0, 3, 6, 10],
  'diminished seventh': [0, 3, 6, 9],
}

/** Name of a chord in `chords`. */
export type ChordName =
  | 'major'
  | 'minor'
  | 'diminished'
  | 'augmented'
  | 'suspended second'
  | 'suspended fourth'
  | 'dominant seventh'
  | 'major seventh'
  | 'minor seventh'
  | 'half-diminished seventh'
  | 'diminished seventh'

const names = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B']
const steps: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }

/**
 * Frequency of a MIDI note number in Hz: equal temperament, 69 is A4. Fractions are allowed.
 *
 * @example
 * import { noteToFrequency } from '@wireharp/sdk'
 *
 * export const middleC = noteToFrequency(60) // 261.63
 */
export function noteToFrequency(note: number, a4 = 440): number {
  return a4 * 2 ** ((note - 69) / 12)
}

/**
 * MIDI note number of a frequency in Hz, with its fraction.
 *
 * @example
 * import { frequencyToNote } from '@wireharp/sdk'
 *
 * export const concertPitch = frequencyToNote(440) // 69
 */
export function frequencyToNote(frequency: number, a4 = 440): number {
  return 69 + 12 * Math.log2(frequency / a4)
}

/**
 * Name of the nearest note: 60 is C4, with sharps.
 *
 * @example
 * import { noteName } from '@wireharp/sdk'
 *
 * export const name = noteName(61) // C#4
 */
export function noteName(note: number): string {
  const nearest = Math.round(note)
  const octave = Math.floor(nearest / 12) - 1
  return `${names[nearest - 12 * (octave + 1)] ?? ''}${octave}`
}

/**
 * MIDI note number of a name: a letter, sharps or flats, an octave; undefined where it is none.
 *
 * @example
 * import { parseNote } from '@wireharp/sdk'
 *
 * export const note = parseNote('Bb3') // 58
 */
export function parseNote(name: string): number | undefined {
  const found = /^([A-Ga-g])(#{0,2}|b{0,2})(-?\d{1,2})$/.exec(name.trim())
  if (found === null) return undefined
  const [, letter = '', signs = '', octave = ''] = found
  const shift = signs.startsWith('#') ? signs.length : -signs.length
  return (steps[letter.toUpperCase()] ?? 0) + shift + 12 * (Number(octave) + 1)
}

/**
 * The note of a scale that is nearest to `note`; of two that are equally near, the lower. `root` is any note with the
 * name of the scale's first degree.
 *
 * @example
 * import { quantise } from '@wireharp/sdk'
 *
 * export const inC = quantise(61, 'major', 60) // 60
 */
export function quantise(note: number, scale: ScaleName, root: number): number {
  const octave = root + 12 * Math.floor((note - root) / 12)
  const degrees = scales[scale]
  let best = octave
  for (const degree of [...degrees, 12]) {
    if (Math.abs(octave + degree - note) < Math.abs(best - note)) best = octave + degree
  }
  return best
}

/**
 * Notes of a chord above its root; each inversion puts the lowest note an octave up.
 *
 * @example
 * import { chordNotes } from '@wireharp/sdk'
 *
 * export const firstInversion = chordNotes(60, 'major', 1) // 64, 67, 72
 */
export function chordNotes(root: number, chord: ChordName, inversion = 0): readonly number[] {
  const notes = chords[chord].map(interval => root + interval)
  for (let turn = 0; turn < inversion; turn++) {
    const lowest = notes.shift()
    if (lowest !== undefined) notes.push(lowest + 12)
  }
  return notes
}

/**
 * The triad on a degree of a scale, 1 being the first: every other note of the scale.
 *
 * @example
 * import { triad } from '@wireharp/sdk'
 *
 * export const dominant = triad(60, 'major', 5) // 67, 71, 74
 */
export function triad(root: number, scale: ScaleName, degree: number): readonly number[] {
  const degrees = scales[scale]
  return [0, 2, 4].map(third => {
    const index = degree - 1 + third
    const octave = Math.floor(index / degrees.length)
    return root + 12 * octave + (degrees[index - octave * degrees.length] ?? 0)
  })
}
