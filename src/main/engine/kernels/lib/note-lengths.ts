// Lengths of notes as kernels offer them; t is a triplet, d dotted, 1/1 four beats. Each list is in an order that documents and
// manifests go by; `note-lengths.as.ts` has their beats in the same orders.

/** Lengths of notes that a synced kernel counts in; d is dotted, t a triplet, 1/1 four beats. */
export const divisions = [
  '8/1',
  '4/1',
  '2/1',
  '1/1',
  '1/2d',
  '1/2',
  '1/2t',
  '1/4d',
  '1/4',
  '1/4t',
  '1/8d',
  '1/8',
  '1/8t',
  '1/16d',
  '1/16',
  '1/16t',
  '1/32d',
  '1/32',
  '1/32t',
] as const

/** Lengths of a step as parts of a whole note, in an order of their own. */
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

/** Choices of a note value for kernels that keep time with the tempo; with none. */
export const noteValues = [
  'off',
  '1-1',
  '1-2d',
  '1-2',
  '1-2t',
  '1-4d',
  '1-4',
  '1-4t',
  '1-8d',
  '1-8',
  '1-8t',
  '1-16d',
  '1-16',
  '1-16t',
  '1-32d',
  '1-32',
  '1-32t',
] as const
