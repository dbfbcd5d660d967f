import { choice, control, kernel, plain } from '../define-kernel'

/**
 * Arithmetic on two control signals; the params `a` and `b` stand in for inputs that nothing is wired
 * to. Divide gives 0 for a divisor of 0; power is sign(a) · |a|^b (within 1e-7 of the exact value);
 * modulo lies between 0 and b; round goes to multiples of b, to whole numbers where b is 0; absolute,
 * negate and floor use a alone. Greater and less give 1 or 0 and only change when the difference
 * passes half the hysteresis. Results past the range of f32 stay at its end.
 */
export const math = kernel('math', {
  inputs: { a: control(), b: control() },
  outputs: { out: control() },
  params: {
    a: plain(-1_000_000, 1_000_000, 0),
    b: plain(-1_000_000, 1_000_000, 0),
    operation: choice([
      'add',
      'subtract',
      'multiply',
      'divide',
      'minimum',
      'maximum',
      'average',
      'absolute',
      'negate',
      'power',
      'modulo',
      'round',
      'floor',
      'greater',
      'less',
    ]),
    hysteresis: plain(0, 1_000_000, 0),
  },
})
