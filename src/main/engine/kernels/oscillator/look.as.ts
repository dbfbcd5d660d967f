// Reading the levels of band-limited tables at phases of 32 bits.

import { LEVEL_BYTES } from './tables.as'

// In memory, where a load brings a number into all lanes: to build one from code takes longer.

/** Most and least turns a frame that the levels are for; a unit of 21 bits, and one of 20. */
const factors = memory.data<f32>([0.4999999, 0.00048828125, 1.0 / 2097152.0, 1.0 / 1048576.0])

/** The exponent and top two bits of 2^−11 as f32: the first level; the 21 and the 20 lowest bits; a place in bytes. */
const bits = memory.data<i32>([(127 - 11) << 2, 0x1fffff, 0xfffff, 0x3ffc])

/** Reads two neighbouring samples at each of four places, and interpolates between them. */
// @ts-ignore: decorator
@inline
function look(a: usize, b: usize, c: usize, d: usize, rest: v128): v128 {
  const early = v128.load64_lane(b, v128.load64_zero(a), 1)
  const late = v128.load64_lane(d, v128.load64_zero(c), 1)
  const here = v128.shuffle<f32>(early, late, 0, 2, 4, 6)
  const next = v128.shuffle<f32>(early, late, 1, 3, 5, 7)
  return f32x4.add(here, f32x4.mul(rest, f32x4.sub(next, here)))
}

/** The size of four increments (turns a frame, f32), within what the tables cover. */
// @ts-ignore: decorator
@inline
export function spanOf(turns: v128): v128 {
  const most = f32x4.pmin(v128.load32_splat(factors), f32x4.abs(turns))
  return f32x4.pmax(v128.load32_splat(factors + 4), most)
}

/** Offsets of the levels for four spans: from the exponent and two bits more. */
// @ts-ignore: decorator
@inline
export function levelBytes(span: v128): v128 {
  const levels = i32x4.sub(i32x4.shr_u(span, 21), v128.load32_splat(bits))
  return i32x4.mul(levels, i32x4.splat(<i32>LEVEL_BYTES))
}

/** How far four spans are on the way to the next level: the rest of the bits. */
// @ts-ignore: decorator
@inline
export function fadeOf(span: v128): v128 {
  const rest = f32x4.convert_i32x4_s(v128.and(span, v128.load32_splat(bits + 4)))
  return f32x4.mul(rest, v128.load32_splat(factors + 8))
}

/** Four samples of a table wave: linear between neighbouring samples, and between two levels. */
// @ts-ignore: decorator
@inline
export function waveFour(tables: usize, phases: v128, levels: v128, fade: v128): v128 {
  // Twelve bits are the place in the table, the other twenty the way to the next one.
  const rest = f32x4.mul(
    f32x4.convert_i32x4_s(v128.and(phases, v128.load32_splat(bits + 8))),
    v128.load32_splat(factors + 12),
  )
  const place = v128.and(i32x4.shr_u(phases, 18), v128.load32_splat(bits + 12))
  const bytes = i32x4.add(levels, place)
  const a = tables + <usize>i32x4.extract_lane(bytes, 0)
  const b = tables + <usize>i32x4.extract_lane(bytes, 1)
  const c = tables + <usize>i32x4.extract_lane(bytes, 2)
  const d = tables + <usize>i32x4.extract_lane(bytes, 3)
  const bright = look(a, b, c, d, rest)
  const dull = look(a + LEVEL_BYTES, b + LEVEL_BYTES, c + LEVEL_BYTES, d + LEVEL_BYTES, rest)
  return f32x4.add(bright, f32x4.mul(fade, f32x4.sub(dull, bright)))
}

/** The same where the pitch moves: `turns` are its turns a frame. */
// @ts-ignore: decorator
@inline
export function lookFour(tables: usize, phases: v128, turns: v128): v128 {
  const span = spanOf(turns)
  return waveFour(tables, phases, levelBytes(span), fadeOf(span))
}
