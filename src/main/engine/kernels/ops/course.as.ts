import { demoteFour, exp2One, exp2Two } from '../lib/math.as'
import { KERNEL, scratch } from '../lib/scratch.as'

const LINEAR: u32 = 0
const EXPONENTIAL: u32 = 1
const TO_GAIN: u32 = 1
const TO_PERCENT: u32 = 2
/** log2(e). */
const BITS_A_NEPER: f64 = 1.4426950408889634
/** log2(10) / 20. */
const BITS_A_DECIBEL: f64 = 0.16609640474436813
/** Levels from here down are silence, in dB. */
const SILENT: f64 = -200
/** Frames of the grid of the timeline on which lines and powers are worked out anew. */
const GRID: f64 = 16

/**
 * Writes an automation's values: of frame `position` of the timeline and those after it, where a frame n is
 * ((n / rate) − time) · perSecond of its curve's way. Linear: from + along · a; exponential: from · e^(along · a);
 * cubic: from + along · (a + along · (b + along · c)) within low and high. `conversion`: 1 dB to gain, 2 percent.
 */
export function course(
  dst: usize,
  frames: u32,
  position: f64,
  rate: f64,
  time: f64,
  perSecond: f64,
  kind: u32,
  from: f64,
  a: f64,
  b: f64,
  c: f64,
  low: f64,
  high: f64,
  conversion: u32,
): void {
  const begin = time * rate
  const perFrame = perSecond / rate
  if (kind == LINEAR && conversion != TO_GAIN) {
    const scale = conversion == TO_PERCENT ? 0.01 : 1
    return line(dst, frames, position, begin, from, a * perFrame, scale)
  }
  // A level that goes by decibels is a power as well, where none of its way is silence.
  if (kind == LINEAR && from > SILENT && from + a > SILENT) {
    const bits = a * perFrame * BITS_A_DECIBEL
    return power(dst, frames, position, begin, exp2One(from * BITS_A_DECIBEL), bits)
  }
  if (kind == EXPONENTIAL && conversion == 0) {
    return power(dst, frames, position, begin, from, a * perFrame * BITS_A_NEPER)
  }
  let passed = f64x2.replace_lane(f64x2.splat(position - begin), 1, position - begin + 1)
  for (let i: u32 = 0; i < frames; i += 2) {
    const along = f64x2.mul(passed, f64x2.splat(perFrame))
    let value: v128
    if (kind == LINEAR) value = f64x2.add(f64x2.splat(from), f64x2.mul(along, f64x2.splat(a)))
    else if (kind == EXPONENTIAL) {
      const bits = f64x2.mul(along, f64x2.splat(a * BITS_A_NEPER))
      value = f64x2.mul(f64x2.splat(from), exp2Two(bits))
    } else {
      const square = f64x2.add(f64x2.splat(b), f64x2.mul(along, f64x2.splat(c)))
      const slope = f64x2.add(f64x2.splat(a), f64x2.mul(along, square))
      value = f64x2.add(f64x2.splat(from), f64x2.mul(along, slope))
      value = f64x2.pmax(f64x2.splat(low), f64x2.pmin(f64x2.splat(high), value))
    }
    if (conversion == TO_GAIN) {
      const heard = f64x2.gt(value, f64x2.splat(SILENT))
      const level = f64x2.pmax(f64x2.splat(SILENT), value)
      value = v128.and(exp2Two(f64x2.mul(level, f64x2.splat(BITS_A_DECIBEL))), heard)
    } else if (conversion == TO_PERCENT) value = f64x2.mul(value, f64x2.splat(0.01))
    const two = f32x4.demote_f64x2_zero(value)
    const to = dst + (<usize>i << 2)
    if (i + 2 <= frames) v128.store64_lane(to, two, 0)
    else v128.store32_lane(to, two, 0)
    passed = f64x2.add(passed, f64x2.splat(2))
  }
}

/**
 * (from + (n − begin) · slope) · scale of the timeline's frames n from `position` on. Where a line is at every
 * 16th frame of the timeline is worked out in doubles, and the 15 after it are added to that: a sound hears
 * nothing of it (f32 rounds as much), and it takes a fifth of the time.
 */
function line(
  dst: usize,
  frames: u32,
  position: f64,
  begin: f64,
  from: f64,
  slope: f64,
  scale: f64,
): void {
  const parts = scratch(KERNEL)
  const step = slope * scale
  for (let j: u32 = 0; j < <u32>GRID; j++) {
    store<f32>(parts + (<usize>j << 2), <f32>(<f64>j * step))
  }
  const one = v128.load(parts)
  const two = v128.load(parts, 16)
  const three = v128.load(parts, 32)
  const four = v128.load(parts, 48)
  let grid = Math.floor(position / GRID) * GRID
  let first = <u32>(position - grid)
  let i: u32 = 0
  while (i < frames) {
    const base = <f32>((from + (grid - begin) * slope) * scale)
    const to = dst + (<usize>i << 2)
    if (first == 0 && i + <u32>GRID <= frames) {
      const bases = f32x4.splat(base)
      v128.store(to, f32x4.add(bases, one))
      v128.store(to, f32x4.add(bases, two), 16)
      v128.store(to, f32x4.add(bases, three), 32)
      v128.store(to, f32x4.add(bases, four), 48)
      i += <u32>GRID
    } else {
      const end = min(<u32>GRID, first + frames - i)
      for (let j = first; j < end; j++) {
        store<f32>(to + (<usize>(j - first) << 2), base + load<f32>(parts + (<usize>j << 2)))
      }
      i += end - first
    }
    first = 0
    grid += GRID
  }
}

/**
 * from · 2^((n − begin) · bits) of the timeline's frames n from `position` on. Powers are worked out at every 16th frame
 * of the timeline; between them the value is multiplied by powers of the first 15 frames.
 */
function power(
  dst: usize,
  frames: u32,
  position: f64,
  begin: f64,
  from: f64,
  bits: f64,
): void {
  const powers = scratch(KERNEL)
  for (let j: u32 = 0; j < <u32>GRID; j += 2) {
    const two = f64x2.replace_lane(f64x2.splat(<f64>j * bits), 1, <f64>(j + 1) * bits)
    v128.store(powers + (<usize>j << 3), exp2Two(two))
  }
  let grid = Math.floor(position / GRID) * GRID
  let first = <u32>(position - grid)
  let i: u32 = 0
  while (i < frames) {
    const base = from * exp2One((grid - begin) * bits)
    const to = dst + (<usize>i << 2)
    if (first == 0 && i + <u32>GRID <= frames) {
      const both = f64x2.splat(base)
      for (let at: usize = 0; at < 64; at += 16) {
        const low = f64x2.mul(both, v128.load(powers + (at << 1)))
        const high = f64x2.mul(both, v128.load(powers + (at << 1), 16))
        v128.store(to + at, demoteFour(low, high))
      }
      i += <u32>GRID
    } else {
      const end = min(<u32>GRID, first + frames - i)
      for (let j = first; j < end; j++) {
        store<f32>(to + (<usize>(j - first) << 2), <f32>(base * load<f64>(powers + (<usize>j << 3))))
      }
      i += end - first
    }
    first = 0
    grid += GRID
  }
}
