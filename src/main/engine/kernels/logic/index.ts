import { choice, control, kernel, plain } from '../define-kernel'

/**
 * Logic of gates: an input is on from `threshold` + half the hysteresis up, and off again below
 * `threshold` − half of it. 'a' is the first input alone: a comparator. 'toggle' (a T flip-flop)
 * turns over at each rising edge of a, 'latch' (a set-reset flip-flop) goes on at one; a rising edge of b turns
 * both off. The output is 0 or 1.
 */
export const logic = kernel('logic', {
  inputs: { a: control(), b: control() },
  outputs: { out: control() },
  params: {
    operation: choice(['and', 'or', 'xor', 'nand', 'nor', 'xnor', 'a', 'not', 'toggle', 'latch']),
    threshold: plain(-1_000_000, 1_000_000, 0.5),
    hysteresis: plain(0, 1_000_000, 0),
  },
})
