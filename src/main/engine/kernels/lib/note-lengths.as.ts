// Beats (quarter notes) of the lists of note-lengths.ts, in their orders. Of `divisions` they are a fraction, cycles a
// beat, so that the position of every whole cycle is exact.

const FRACTIONS = memory.data<f64>([
  1, 32, 1, 16, 1, 8, 1, 4, 1, 3, 1, 2, 3, 4, 2, 3, 1, 1, 3, 2, 4, 3, 2, 1, 3, 1, 8, 3, 4, 1, 6, 1,
  16, 3, 8, 1, 12, 1,
])

const LAST: i32 = 18

// @ts-ignore: decorator
@inline
function fractionAt(index: i32): usize {
  return FRACTIONS + (<usize>max(0, min(LAST, index)) << 4)
}

/** Cycles in `cycleBeats` beats. */
// @ts-ignore: decorator
@inline
export function cyclesOf(index: i32): f64 {
  return load<f64>(fractionAt(index))
}

/** Beats in `cyclesOf` cycles. */
// @ts-ignore: decorator
@inline
export function cycleBeats(index: i32): f64 {
  return load<f64>(fractionAt(index), 8)
}

/** Beats of `stepDivisions`. */
const STEP_BEATS = memory.data<f64>([
  0.25, 4, 2, 1, 0.5, 0.125, 1.3333333333333333, 0.6666666666666666, 0.3333333333333333,
  0.16666666666666666, 3, 1.5, 0.75, 0.375,
])

/** Beats of a choice of `stepDivisions`. */
// @ts-ignore: decorator
@inline
export function stepBeats(division: i32): f64 {
  return load<f64>(STEP_BEATS + (<usize>max(0, min(13, division)) << 3))
}

/**
 * Beats (quarter notes) of a choice of note values: 0 off, 1 a whole note, then a half, a quarter, …, each
 * dotted, plain and triplet.
 */
export function beatsOf(choice: i32): f64 {
  if (choice <= 1) return 4
  const kind = (choice - 2) % 3
  const plain = 2 / <f64>(1 << ((choice - 2) / 3))
  return kind == 0 ? plain * 1.5 : kind == 1 ? plain : (plain * 2) / 3
}
