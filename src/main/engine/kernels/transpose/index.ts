import { kernel, notes, plain } from '../define-kernel'

/** Moves notes by semitones (fractions are allowed); a note keeps the shift that it began with. */
export const transpose = kernel('transpose', {
  inputs: { notes: notes() },
  outputs: { out: notes() },
  params: { semitones: plain(-60, 60, 0) },
})
