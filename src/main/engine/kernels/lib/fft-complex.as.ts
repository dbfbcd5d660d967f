// Complex numbers in vectors of real and imaginary parts.

/** a·c, real part. */
// @ts-ignore: decorator
@inline
export function re(ar: v128, ai: v128, cr: v128, ci: v128): v128 {
  return f32x4.sub(f32x4.mul(ar, cr), f32x4.mul(ai, ci))
}

/** a·c, imaginary part. */
// @ts-ignore: decorator
@inline
export function im(ar: v128, ai: v128, cr: v128, ci: v128): v128 {
  return f32x4.add(f32x4.mul(ar, ci), f32x4.mul(ai, cr))
}

/** a·conj(c), real part. */
// @ts-ignore: decorator
@inline
export function reBack(ar: v128, ai: v128, cr: v128, ci: v128): v128 {
  return f32x4.add(f32x4.mul(ar, cr), f32x4.mul(ai, ci))
}

/** a·conj(c), imaginary part. */
// @ts-ignore: decorator
@inline
export function imBack(ar: v128, ai: v128, cr: v128, ci: v128): v128 {
  return f32x4.sub(f32x4.mul(ai, cr), f32x4.mul(ar, ci))
}

/** Lanes 0 1 of both. */
// @ts-ignore: decorator
@inline
export function low(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5)
}

/** Lanes 2 3 of both. */
// @ts-ignore: decorator
@inline
export function high(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7)
}

/** The lower halves of both. */
// @ts-ignore: decorator
@inline
export function lows(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 0, 2)
}

/** The upper halves of both. */
// @ts-ignore: decorator
@inline
export function highs(a: v128, b: v128): v128 {
  return v128.shuffle<f64>(a, b, 1, 3)
}
