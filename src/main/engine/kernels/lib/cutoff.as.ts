// From a cutoff in hertz to the gain of a trapezoidal integrator.

import { exp2Four } from './logarithms.as'

// In memory: a load brings a number into all lanes, where to build one from code takes longer.
const tangents = memory.data<f32>([
  0.25, 0.5, 3.141592653589793, 0.020367662245275205, 0.012564158487869313, 0.05716444213093298,
  0.132853605382711, 0.3333591613972607, 0.9999997779505461, 1,
])

/** tan(πt) of f32 lanes for 0 < t < 0.5; relative error 1e-6. */
// @ts-ignore: decorator
@inline
export function tanHalfTurns(t: v128): v128 {
  const high = f32x4.gt(t, v128.load32_splat(tangents))
  const folded = v128.bitselect(f32x4.sub(v128.load32_splat(tangents + 4), t), t, high)
  const x = f32x4.mul(folded, v128.load32_splat(tangents + 8))
  const z = f32x4.mul(x, x)
  let sum = v128.load32_splat(tangents + 12)
  sum = f32x4.add(f32x4.mul(sum, z), v128.load32_splat(tangents + 16))
  sum = f32x4.add(f32x4.mul(sum, z), v128.load32_splat(tangents + 20))
  sum = f32x4.add(f32x4.mul(sum, z), v128.load32_splat(tangents + 24))
  sum = f32x4.add(f32x4.mul(sum, z), v128.load32_splat(tangents + 28))
  sum = f32x4.add(f32x4.mul(sum, z), v128.load32_splat(tangents + 32))
  const tangent = f32x4.mul(sum, x)
  return v128.bitselect(f32x4.div(v128.load32_splat(tangents + 36), tangent), tangent, high)
}

/** Gain of the integrators for frequency · 2^octaves, kept within 1 Hz and 0.49 of the rate. */
// @ts-ignore: decorator
@inline
export function integratorGain(frequency: v128, octaves: v128, rate: f64): v128 {
  const limit = f32x4.splat(20)
  const bounded = f32x4.pmax(f32x4.neg(limit), f32x4.pmin(limit, octaves))
  const hertz = f32x4.mul(frequency, exp2Four(bounded))
  const turns = f32x4.mul(f32x4.pmax(hertz, f32x4.splat(1)), f32x4.splat(<f32>(1 / rate)))
  return tanHalfTurns(f32x4.pmin(turns, f32x4.splat(0.49)))
}
