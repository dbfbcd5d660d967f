// Polynomials in SIMD. Coefficients are near-minimax fits at Chebyshev nodes; errors are beside
// each.

// In memory, where a load brings a number into both lanes: to build one from code takes four times as long.
const powers = memory.data<f64>([
  0.0000013255211567780395, 0.000015310079419174563, 0.0001540345592636818, 0.0013333450567845834,
  0.00961812915926574, 0.055504109412062366, 0.24022650695813885, 0.6931471805459335, 1,
  6755399441055744,
])

/** 2^x in f64 lanes for |x| < 1000; relative error 1e-12, exact at whole x. */
// @ts-ignore: decorator
@inline
export function exp2Two(x: v128): v128 {
  const whole = f64x2.nearest(x)
  const rest = f64x2.sub(x, whole)
  let sum = v128.load64_splat(powers)
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 8))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 16))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 24))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 32))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 40))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 48))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 56))
  sum = f64x2.add(f64x2.mul(sum, rest), v128.load64_splat(powers + 64))
  // Adding 1.5 · 2^52 leaves the whole part in the low bits of the double.
  const bits = f64x2.add(whole, v128.load64_splat(powers + 72))
  return i64x2.add(sum, i64x2.shl(bits, 52))
}

/** 2^x of one number, by the same arithmetic as `exp2Two`. */
// @ts-ignore: decorator
@inline
export function exp2One(x: f64): f64 {
  return f64x2.extract_lane(exp2Two(f64x2.splat(x)), 0)
}

const sines = memory.data<f32>([
  -14.393966278214089, 42.00977929988498, -76.70427987585485, 81.60522617402707,
  -41.34170211674404, 6.283185307072264,
])

/** sin(2πt) in f32 lanes for |t| ≤ 0.25 turns; error 2e-11 plus rounding. */
// @ts-ignore: decorator
@inline
export function sinQuarter(t: v128): v128 {
  const square = f32x4.mul(t, t)
  let sum = v128.load32_splat(sines)
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 4))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 8))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 12))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 16))
  sum = f32x4.add(f32x4.mul(sum, square), v128.load32_splat(sines + 20))
  return f32x4.mul(sum, t)
}

const folds = memory.data<f64>([0.5, -0.0, 0.25])

/** Folds turns (f64 lanes) to |t| ≤ 0.25 with the same sine. */
// @ts-ignore: decorator
@inline
export function foldTurns(turns: v128): v128 {
  const centred = f64x2.sub(turns, f64x2.nearest(turns))
  const sign = v128.and(centred, v128.load64_splat(folds + 8))
  const mirrored = f64x2.sub(v128.or(v128.load64_splat(folds), sign), centred)
  const outside = f64x2.gt(v128.xor(centred, sign), v128.load64_splat(folds + 16))
  return v128.bitselect(mirrored, centred, outside)
}

const halves = memory.data<f32>([0.5, 0.25])

/** From where a sine is highest on to where it is 0 and rises. */
export const RISING: f64 = 0.75

/**
 * The same of four turns in two pairs, as f32, where turns are counted from the height of the sine. What a double is
 * for is the whole turns; once they are gone f32 will do: the sine is off by 2e-7 at most.
 */
// @ts-ignore: decorator
@inline
export function foldFour(low: v128, high: v128): v128 {
  const turns = demoteFour(
    f64x2.sub(low, f64x2.floor(low)),
    f64x2.sub(high, f64x2.floor(high)),
  )
  const fromMiddle = f32x4.abs(f32x4.sub(turns, v128.load32_splat(halves)))
  return f32x4.sub(fromMiddle, v128.load32_splat(halves + 4))
}

/** Two pairs of f64 lanes as four f32 lanes. */
// @ts-ignore: decorator
@inline
export function demoteFour(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(
    f32x4.demote_f64x2_zero(low),
    f32x4.demote_f64x2_zero(high),
    0,
    1,
    4,
    5,
  )
}

/** Lanes 2 and 3 of four f32 as two f64. */
// @ts-ignore: decorator
@inline
export function promoteHigh(four: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(four, four, 2, 3, 2, 3))
}

/** Zeroes f64 lanes smaller than 1e-25, so that tails never reach denormals. */
// @ts-ignore: decorator
@inline
export function flushTwo(x: v128): v128 {
  return v128.and(x, f64x2.gt(f64x2.abs(x), f64x2.splat(1e-25)))
}

const bounds = memory.data<f32>([1e-25, 1e30, -1e30])

/** Zeroes f32 lanes smaller than 1e-25. */
// @ts-ignore: decorator
@inline
export function flushFour(x: v128): v128 {
  return v128.and(x, f32x4.gt(f32x4.abs(x), v128.load32_splat(bounds)))
}

/** What may go round for ever: nothing smaller than 1e-25, and nothing that sums could take beyond f32. */
// @ts-ignore: decorator
@inline
export function boundFour(x: v128): v128 {
  return flushFour(f32x4.pmin(f32x4.pmax(x, v128.load32_splat(bounds + 8)), v128.load32_splat(bounds + 4)))
}

/** Zeroes a number smaller than 1e-25. */
// @ts-ignore: decorator
@inline
export function flushOne(x: f64): f64 {
  return abs(x) > 1e-25 ? x : 0
}
