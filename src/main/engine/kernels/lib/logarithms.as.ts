// log2 and 2^x of four f32 at a time. Coefficients are near-minimax fits at Chebyshev nodes.

/** Octaves (powers of two) in a decibel of amplitude: 1 / (20 · log10 2). */
export const DECIBEL: f32 = 0.16609640474436813

/** Decibels of amplitude in a power of two. */
export const DECIBELS_PER_OCTAVE: f32 = 6.020599913279624

/** log2 of positive, normal f32 lanes; error 1e-7 plus rounding (6e-7 dB of amplitude). */
// @ts-ignore: decorator
@inline
export function log2Four(x: v128): v128 {
  // The mantissa is taken from √½ to √2, so that the polynomial is exact at 1.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3))
  const whole = i32x4.shr_s(shifted, 23)
  const mantissa = i32x4.sub(x, i32x4.shl(whole, 23))
  const t = f32x4.sub(mantissa, f32x4.splat(1))
  let sum = f32x4.splat(-0.1427597343265964)
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.23265257880672602))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.24927182207961257))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.2872888823759102))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.3602251824607905))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.48091670800016506))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.7213529313629768))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(1.4426949948930465))
  return f32x4.add(f32x4.convert_i32x4_s(whole), f32x4.mul(sum, t))
}

/** 2^x of f32 lanes for |x| < 126; relative error 2e-7, exact at whole x. */
// @ts-ignore: decorator
@inline
export function exp2Four(x: v128): v128 {
  // Adding 1.5 · 2^23 rounds, and leaves the whole part in the low bits.
  const rounded = f32x4.add(x, f32x4.splat(12582912))
  const t = f32x4.sub(x, f32x4.sub(rounded, f32x4.splat(12582912)))
  let sum = f32x4.splat(0.001338130253736242)
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.009666368515388851))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.05550381013796419))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.24022349038020277))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.6931471805599452))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(1))
  return i32x4.add(sum, i32x4.shl(rounded, 23))
}
