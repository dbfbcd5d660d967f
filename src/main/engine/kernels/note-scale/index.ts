import { choice, kernel, notes, plain } from '../define-kernel'
import { scaleNames } from '../lib/scale-names'

/** Puts notes onto a scale: a key off it falls to the next below that is on it, 'drop' leaves it out. */
export const noteScale = kernel('note-scale', {
  inputs: { notes: notes() },
  outputs: { out: notes() },
  params: {
    root: plain(0, 11, 0),
    scale: choice(scaleNames),
    others: choice(['move', 'drop']),
  },
})
