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
