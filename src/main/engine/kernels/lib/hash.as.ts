// Counter-based randomness: a value depends on (key, counter) only, so blocks of any size agree.
// The mixer is lowbias32 by Chris Wellons (https://nullprogram.com/blog/2018/07/31/), keyed between
// rounds.

/** Mixes 32 bits. */
// @ts-ignore: decorator
@inline
export function hashOne(counter: u32, key: u32): u32 {
  let x = counter
  x ^= x >> 16
  x *= 0x7feb352d
  x ^= key
  x ^= x >> 15
  x *= 0x846ca68b
  x ^= x >> 16
  return x
}

/** Mixes four counters with one key (in all lanes). */
// @ts-ignore: decorator
@inline
export function hashFour(counters: v128, key: v128): v128 {
  let x = v128.xor(counters, i32x4.shr_u(counters, 16))
  x = i32x4.mul(x, i32x4.splat(0x7feb352d))
  x = v128.xor(x, key)
  x = v128.xor(x, i32x4.shr_u(x, 15))
  x = i32x4.mul(x, i32x4.splat(0x846ca68b))
  return v128.xor(x, i32x4.shr_u(x, 16))
}
