import { factor, kernel, notes, plain } from '../define-kernel'

/**
 * Bends the velocities of notes: velocity^(2^−curve) spread over `low` to `high`, and `random` either
 * way by chance, seeded. A curve above 0 makes soft playing louder. It never becomes 0.
 */
export const noteVelocity = kernel('note-velocity', {
  inputs: { notes: notes() },
  outputs: { out: notes() },
  params: {
    curve: plain(-3, 3, 0),
    low: factor(0, 1, 0),
    high: factor(0, 1, 1),
    random: factor(0, 1, 0),
  },
})
