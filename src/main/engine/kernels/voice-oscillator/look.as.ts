// Reading the levels of band-limited tables at phases of 32 bits.

import { LEVEL_BYTES } from '../oscillator/tables.as'

/** The exponent and top two bits of 2^−11 as f32: the first level. */
const FIRST_LEVEL: i32 = (127 - 11) << 2

// @ts-ignore: decorator
@inline
function look(a: usize, b: usize, c: usize, d: usize, rest: v128): v128 {
  const early = v128.load64_lane(b, v128.load64_zero(a), 1)
  const late = v128.load64_lane(d, v128.load64_zero(c), 1)
  const here = v128.shuffle<f32>(early, late, 0, 2, 4, 6)
  const next = v128.shuffle<f32>(early, late, 1, 3, 5, 7)
  return f32x4.add(here, f32x4.mul(rest, f32x4.sub(next, here)))
}

/**
 * Four samples of a wave, `turns` being its turns a frame: linear between neighbouring samples, and
 * between the two levels that its pitch lies between.
 */
// @ts-ignore: decorator
@inline
export function lookFour(tables: usize, phases: v128, turns: v128): v128 {
  const most = f32x4.pmin(f32x4.splat(0.4999999), turns)
  const span = f32x4.pmax(f32x4.splat(0.00048828125), most)
  const levels = i32x4.sub(i32x4.shr_u(span, 21), i32x4.splat(FIRST_LEVEL))
  const fade = f32x4.mul(
    f32x4.convert_i32x4_s(v128.and(span, i32x4.splat(0x1fffff))),
    f32x4.splat(1.0 / 2097152.0),
  )
  const rest = f32x4.mul(
    f32x4.convert_i32x4_s(v128.and(phases, i32x4.splat(0xfffff))),
    f32x4.splat(1.0 / 1048576.0),
  )
  const bytes = i32x4.add(
    i32x4.mul(levels, i32x4.splat(<i32>LEVEL_BYTES)),
    i32x4.shl(i32x4.shr_u(phases, 20), 2),
  )
  const a = tables + <usize>i32x4.extract_lane(bytes, 0)
  const b = tables + <usize>i32x4.extract_lane(bytes, 1)
  const c = tables + <usize>i32x4.extract_lane(bytes, 2)
  const d = tables + <usize>i32x4.extract_lane(bytes, 3)
  const bright = look(a, b, c, d, rest)
  const dull = look(a + LEVEL_BYTES, b + LEVEL_BYTES, c + LEVEL_BYTES, d + LEVEL_BYTES, rest)
  return f32x4.add(bright, f32x4.mul(fade, f32x4.sub(dull, bright)))
}
