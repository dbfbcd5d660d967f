import { chords } from '@wireharp/sdk'

const names = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B']

/**
 * Every chord that has exactly these pitch classes: those with the root in the bass first, inversions with their bass
 * after a slash.
 */
export function chordNames(notes: readonly number[]): readonly string[] {
  const classes = new Set(notes.map(note => note % 12))
  const bass = Math.min(...notes) % 12
  const found = [...classes].flatMap(root =>
    Object.entries(chords)
      .filter(([, steps]) => fits(classes, root, steps))
      .map(([name]) => ({ root, text: `${names[root] ?? ''} ${name}` })),
  )
  const sorted = found.toSorted((a, b) => Number(b.root === bass) - Number(a.root === bass))
  return sorted.map(({ root, text }) => (root === bass ? text : `${text} / ${names[bass] ?? ''}`))
}

function fits(classes: ReadonlySet<number>, root: number, steps: readonly number[]): boolean {
  return steps.length === classes.size && steps.every(step => classes.has((root + step) % 12))
}
