// Lengths of notes, in the order of ./divisions.ts: cycles a beat (quarter note) as a fraction, so
// that the position of every whole cycle is exact.

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
