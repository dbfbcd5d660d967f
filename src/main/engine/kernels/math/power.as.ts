import { demoteFour, exp2Two, promoteHigh } from '../lib/math.as'

/**
 * log2 of positive finite f64 lanes; error 1e-11. The mantissa m in √½…√2 goes through the series of
 * 2 atanh((m − 1)/(m + 1)).
 */
// @ts-ignore: decorator
@inline
function log2Two(x: v128): v128 {
  const shifted = i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd))
  const exponent = i64x2.shr_s(shifted, 52)
  const m = i64x2.sub(x, i64x2.shl(exponent, 52))
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)))
  const q = f64x2.mul(s, s)
  let sum = f64x2.splat(2.8853900817779268 / 13)
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.8853900817779268 / 11))
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.8853900817779268 / 9))
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.8853900817779268 / 7))
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.8853900817779268 / 5))
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.8853900817779268 / 3))
  sum = f64x2.add(f64x2.mul(sum, q), f64x2.splat(2.8853900817779268))
  const whole = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(exponent, exponent, 0, 2, 0, 2))
  return f64x2.add(whole, f64x2.mul(s, sum))
}

// @ts-ignore: decorator
@inline
function powerTwo(base: v128, exponent: v128): v128 {
  const wanted = f64x2.mul(log2Two(base), exponent)
  const bounded = f64x2.max(f64x2.splat(-200), f64x2.min(f64x2.splat(127.99999999), wanted))
  return exp2Two(bounded)
}

/** sign(a) · |a|^b in f32 lanes; 0 stays 0. */
// @ts-ignore: decorator
@inline
export function powerFour(a: v128, b: v128): v128 {
  const size = f32x4.abs(a)
  // Below the least normal number a base counts as 0; the logarithm is not taken of it.
  const some = f32x4.ge(size, f32x4.splat(1.1754944e-38))
  const base = v128.bitselect(size, f32x4.splat(1), some)
  const low = powerTwo(f64x2.promote_low_f32x4(base), f64x2.promote_low_f32x4(b))
  const high = powerTwo(promoteHigh(base), promoteHigh(b))
  const result = v128.and(demoteFour(low, high), some)
  return v128.or(result, v128.and(a, f32x4.splat(-0.0)))
}
