// From a cutoff in hertz to the gain of a trapezoidal integrator.

import { exp2Four } from './logarithms.as'

/** tan(πt) of f32 lanes for 0 < t < 0.5; relative error 1e-6. */
// @ts-ignore: decorator
@inline
export function tanHalfTurns(t: v128): v128 {
  const high = f32x4.gt(t, f32x4.splat(0.25))
  const folded = v128.bitselect(f32x4.sub(f32x4.splat(0.5), t), t, high)
  const x = f32x4.mul(folded, f32x4.splat(<f32>Math.PI))
  const z = f32x4.mul(x, x)
  let sum = f32x4.splat(0.020367662245275205)
  sum = f32x4.add(f32x4.mul(sum, z), f32x4.splat(0.012564158487869313))
  sum = f32x4.add(f32x4.mul(sum, z), f32x4.splat(0.05716444213093298))
  sum = f32x4.add(f32x4.mul(sum, z), f32x4.splat(0.132853605382711))
  sum = f32x4.add(f32x4.mul(sum, z), f32x4.splat(0.3333591613972607))
  sum = f32x4.add(f32x4.mul(sum, z), f32x4.splat(0.9999997779505461))
  const tangent = f32x4.mul(sum, x)
  return v128.bitselect(f32x4.div(f32x4.splat(1), tangent), tangent, high)
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
