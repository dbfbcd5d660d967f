// Reading the levels of band-limited tables at phases of 32 bits.

import { LEVEL_BYTES } from './tables.as'

// In memory, where a load brings a number into all lanes: to build one from code takes longer.

/** Most and least turns a frame that the levels are for; a unit of 21 bits, and one of 20. */
const factors = memory.data<f32>([0.4999999, 0.00048828125, 1.0 / 2097152.0, 1.0 / 1048576.0])

/** The exponent and top two bits of 2^−11 as f32: the first level; the 21 and the 20 lowest bits; a place in bytes. */
const bits = memory.data<i32>([(127 - 11) << 2, 0x1fffff, 0xfffff, 0x3ffc])

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

/** Where four phases lie in a table, in bytes: twelve bits of each. */
// @ts-ignore: decorator
@inline
function placeOf(phases: v128): v128 {
  return v128.and(i32x4.shr_u(phases, 18), v128.load32_splat(bits + 12))
}

/** How far four phases are on the way to the next sample: the other twenty bits. */
// @ts-ignore: decorator
@inline
function restOf(phases: v128): v128 {
  const rest = f32x4.convert_i32x4_s(v128.and(phases, v128.load32_splat(bits + 8)))
  return f32x4.mul(rest, v128.load32_splat(factors + 12))
}

// @ts-ignore: decorator
@inline
function between(from: v128, to: v128, way: v128): v128 {
  return f32x4.add(from, f32x4.mul(way, f32x4.sub(to, from)))
}

/** Two neighbouring samples at each of two places. */
// @ts-ignore: decorator
@inline
function pairs(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_zero(a), 1)
}

/** Four samples of a table wave: linear between two levels, and between neighbouring samples. */
// @ts-ignore: decorator
@inline
function waveFour(tables: usize, phases: v128, levels: v128, fade: v128): v128 {
  const bytes = i32x4.add(levels, placeOf(phases))
  const a = tables + <usize>i32x4.extract_lane(bytes, 0)
  const b = tables + <usize>i32x4.extract_lane(bytes, 1)
  const c = tables + <usize>i32x4.extract_lane(bytes, 2)
  const d = tables + <usize>i32x4.extract_lane(bytes, 3)
  // Levels first, as in `blendLevels`: so both give the same bits.
  const early = between(pairs(a, b), pairs(a + LEVEL_BYTES, b + LEVEL_BYTES), low(fade))
  const late = between(pairs(c, d), pairs(c + LEVEL_BYTES, d + LEVEL_BYTES), high(fade))
  const here = v128.shuffle<f32>(early, late, 0, 2, 4, 6)
  const next = v128.shuffle<f32>(early, late, 1, 3, 5, 7)
  return between(here, next, restOf(phases))
}

// @ts-ignore: decorator
@inline
function low(fade: v128): v128 {
  return v128.shuffle<f32>(fade, fade, 0, 0, 1, 1)
}

// @ts-ignore: decorator
@inline
function high(fade: v128): v128 {
  return v128.shuffle<f32>(fade, fade, 2, 2, 3, 3)
}

/** Writes to `to` (`LEVEL_BYTES`) what lies on the way from a level to the next one, for as long as a pitch holds. */
export function blendLevels(to: usize, level: usize, fade: v128): void {
  for (let at: usize = 0; at < LEVEL_BYTES; at += 16) {
    const blend = between(v128.load(level + at), v128.load(level + LEVEL_BYTES + at), fade)
    v128.store(to + at, blend)
  }
}

/** Four samples of a table that `blendLevels` wrote: to the bit what `lookFour` gives. */
// @ts-ignore: decorator
@inline
export function blendFour(table: usize, phases: v128): v128 {
  const place = placeOf(phases)
  const a = table + <usize>i32x4.extract_lane(place, 0)
  const b = table + <usize>i32x4.extract_lane(place, 1)
  const c = table + <usize>i32x4.extract_lane(place, 2)
  const d = table + <usize>i32x4.extract_lane(place, 3)
  const early = pairs(a, b)
  const late = pairs(c, d)
  const here = v128.shuffle<f32>(early, late, 0, 2, 4, 6)
  const next = v128.shuffle<f32>(early, late, 1, 3, 5, 7)
  return between(here, next, restOf(phases))
}

/** Four samples of a table wave; `turns` are its turns a frame. */
// @ts-ignore: decorator
@inline
export function lookFour(tables: usize, phases: v128, turns: v128): v128 {
  const span = spanOf(turns)
  return waveFour(tables, phases, levelBytes(span), fadeOf(span))
}
