import type { SoundFilters, TrackRow } from '#shared/contract'

const notes = ['C', 'D♭', 'D', 'E♭', 'E', 'F', 'G♭', 'G', 'A♭', 'A', 'B♭', 'B'] as const

/** “A♭ minor”; short: “A♭m”. */
export function keyName(key: number, short = false): string {
  const note = notes[key % 12] ?? ''
  if (short) return key < 12 ? note : `${note}m`
  return `${note} ${key < 12 ? 'major' : 'minor'}`
}

/** “0.42 s”, “1:02” */
export function lengthName(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`
  const whole = Math.round(seconds)
  const minutes = Math.floor(whole / 60)
  return `${minutes}:${String(whole % 60).padStart(2, '0')}`
}

/** The name of a file or folder. */
export function lastPart(path: string): string {
  return /[^/\\]+(?=[/\\]*$)/.exec(path)?.[0] ?? path
}

/** What is known of a sound, in a line; what fits a narrow one leaves loudness out where there is much else. */
export function factsOf({ tempo, key, loudness, seconds }: TrackRow, isNarrow = false): string {
  const isFull = isNarrow && tempo !== undefined && key !== undefined
  return [
    lengthName(seconds),
    tempo === undefined ? undefined : `${Math.round(tempo)} BPM`,
    key === undefined ? undefined : keyName(key, true),
    loudness === undefined || isFull ? undefined : `${loudness.toFixed(0).replace('-', '−')} LUFS`,
  ]
    .filter(fact => fact !== undefined)
    .join(' · ')
}

export const typeNames = {
  'one-shot': 'One-shots',
  loop: 'Loops',
  track: 'Tracks',
  sound: 'Other sounds',
} as const

/** How many of the filters are set. */
export function filterCount(filters: SoundFilters): number {
  return Object.values(filters).filter(value => value !== undefined).length
}
