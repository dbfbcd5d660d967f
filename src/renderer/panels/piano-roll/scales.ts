/** Steps of a scale, in semitones over its root. */
export const scales = {
  none: [],
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  'harmonic-minor': [0, 2, 3, 5, 7, 8, 11],
  'major-pentatonic': [0, 2, 4, 7, 9],
  'minor-pentatonic': [0, 3, 5, 7, 10],
  blues: [0, 3, 5, 6, 7, 10],
} as const satisfies Readonly<Record<string, readonly number[]>>

export type ScaleName = keyof typeof scales

export const scaleNames: readonly { readonly id: ScaleName; readonly label: string }[] = [
  { id: 'none', label: 'No scale' },
  { id: 'major', label: 'Major' },
  { id: 'minor', label: 'Minor' },
  { id: 'dorian', label: 'Dorian' },
  { id: 'mixolydian', label: 'Mixolydian' },
  { id: 'harmonic-minor', label: 'Harmonic minor' },
  { id: 'major-pentatonic', label: 'Major pentatonic' },
  { id: 'minor-pentatonic', label: 'Minor pentatonic' },
  { id: 'blues', label: 'Blues' },
]

export const pitchNames = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'] as const

/** Whether a key belongs to a scale; without one all do. */
export function inScale(key: number, root: number, name: ScaleName): boolean {
  const steps: readonly number[] = scales[name]
  return steps.length === 0 || steps.includes((((key - root) % 12) + 12) % 12)
}

/** “C4”; fractions of a key in hundredths: “C4 +25”. */
export function keyName(key: number): string {
  const whole = Math.round(key)
  const cents = Math.round((key - whole) * 100)
  const name = `${pitchNames[whole % 12] ?? ''}${Math.floor(whole / 12) - 1}`
  return cents === 0 ? name : `${name} ${cents > 0 ? '+' : '−'}${Math.abs(cents)}`
}

export function isBlack(key: number): boolean {
  return [1, 3, 6, 8, 10].includes(key % 12)
}
