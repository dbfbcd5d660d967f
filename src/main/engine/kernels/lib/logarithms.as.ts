// log2 and 2^x of four f32 at a time. Coefficients are near-minimax fits at Chebyshev nodes.

/** Octaves (powers of two) in a decibel of amplitude: 1 / (20 · log10 2). */
export const DECIBEL: f32 = 0.16609640474436813

/** Decibels of amplitude in a power of two. */
export const DECIBELS_PER_OCTAVE: f32 = 6.020599913279624

// In memory: a load brings a number into all lanes, where to build one from code takes four times as long.
const logarithms = memory.data<f32>([
  1, -0.1427597343265964, 0.23265257880672602, -0.24927182207961257, 0.2872888823759102,
  -0.3602251824607905, 0.48091670800016506, -0.7213529313629768, 1.4426949948930465,
])

/** The bits of √½. */
const root = memory.data<i32>([0x3f3504f3])

/** log2 of positive, normal f32 lanes; error 1e-7 plus rounding (6e-7 dB of amplitude). */
// @ts-ignore: decorator
@inline
export function log2Four(x: v128): v128 {
  // The mantissa is taken from √½ to √2, so that the polynomial is exact at 1.
  const shifted = i32x4.sub(x, v128.load32_splat(root))
  const whole = i32x4.shr_s(shifted, 23)
  const mantissa = i32x4.sub(x, i32x4.shl(whole, 23))
  const t = f32x4.sub(mantissa, v128.load32_splat(logarithms))
  let sum = v128.load32_splat(logarithms + 4)
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 8))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 12))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 16))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 20))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 24))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 28))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(logarithms + 32))
  return f32x4.add(f32x4.convert_i32x4_s(whole), f32x4.mul(sum, t))
}

const powers = memory.data<f32>([
  12582912, 0.001338130253736242, 0.009666368515388851, 0.05550381013796419,
  0.24022349038020277, 0.6931471805599452, 1,
])

/** 2^x of f32 lanes for |x| < 126; relative error 2e-7, exact at whole x. */
// @ts-ignore: decorator
@inline
export function exp2Four(x: v128): v128 {
  // Adding 1.5 · 2^23 rounds, and leaves the whole part in the low bits.
  const rounded = f32x4.add(x, v128.load32_splat(powers))
  const t = f32x4.sub(x, f32x4.sub(rounded, v128.load32_splat(powers)))
  let sum = v128.load32_splat(powers + 4)
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(powers + 8))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(powers + 12))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(powers + 16))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(powers + 20))
  sum = f32x4.add(f32x4.mul(sum, t), v128.load32_splat(powers + 24))
  return i32x4.add(sum, i32x4.shl(rounded, 23))
}
