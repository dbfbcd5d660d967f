import { clearBytes, copyBytes } from '../lib/copy.as'
import { CHANNEL_BYTES } from '../lib/header.as'
import { course } from './course.as'

export { op_hamming } from './hamming.as'
export { op_halve, op_halver_bytes, op_power, op_spread } from './listen.as'
export { op_resample } from './resample.as'

/** Zeroes frames of every channel of a bus. */
export function op_clear(bus: usize, channels: u32, offset: u32, frames: u32): void {
  for (let channel: u32 = 0; channel < channels; channel++) {
    clearBytes(bus + <usize>channel * CHANNEL_BYTES + (<usize>offset << 2), <usize>frames << 2)
  }
}

function addChannel(to: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 32) {
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)))
    v128.store(to + at, f32x4.add(v128.load(to + at, 16), v128.load(from + at, 16)), 16)
  }
}

function addHalfSum(to: usize, left: usize, right: usize, bytes: usize): void {
  const half = f32x4.splat(0.5)
  for (let at: usize = 0; at < bytes; at += 16) {
    const sum = f32x4.add(v128.load(left + at), v128.load(right + at))
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(sum, half)))
  }
}

/** Adds a bus to another, by Web Audio's `speakers` rules for mono and stereo, else by index. */
export function op_mix(
  dst: usize,
  dstChannels: u32,
  src: usize,
  srcChannels: u32,
  offset: u32,
  frames: u32,
): void {
  const start = <usize>offset << 2
  const bytes = <usize>frames << 2
  const to = dst + start
  const from = src + start
  if (srcChannels == 1) {
    for (let channel: u32 = 0; channel < min<u32>(dstChannels, 2); channel++) {
      addChannel(to + <usize>channel * CHANNEL_BYTES, from, bytes)
    }
  } else if (srcChannels == 2 && dstChannels == 1) {
    addHalfSum(to, from, from + CHANNEL_BYTES, bytes)
  } else {
    for (let channel: u32 = 0; channel < min(dstChannels, srcChannels); channel++) {
      const at = <usize>channel * CHANNEL_BYTES
      addChannel(to + at, from + at, bytes)
    }
  }
}

/** As `op_mix`, but replaces what the bus held: channels that nothing reaches become silent. */
export function op_copy(
  dst: usize,
  dstChannels: u32,
  src: usize,
  srcChannels: u32,
  offset: u32,
  frames: u32,
): void {
  if (srcChannels == dstChannels) {
    const start = <usize>offset << 2
    for (let channel: u32 = 0; channel < dstChannels; channel++) {
      const at = <usize>channel * CHANNEL_BYTES + start
      copyBytes(dst + at, src + at, <usize>frames << 2)
    }
    return
  }
  op_clear(dst, dstChannels, offset, frames)
  op_mix(dst, dstChannels, src, srcChannels, offset, frames)
}

/**
 * Zeroes NaN, ±Inf and denormals in place, and raises the running peak of each channel (f32 at
 * `meter`, one a channel). Returns how many samples were NaN or Inf.
 */
export function op_guard(
  bus: usize,
  channels: u32,
  offset: u32,
  frames: u32,
  meter: usize,
): u32 {
  const exponent = i32x4.splat(0x7f800000)
  let bad = i32x4.splat(0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const start = bus + <usize>channel * CHANNEL_BYTES + (<usize>offset << 2)
    const end = start + (<usize>frames << 2)
    let peak = f32x4.splat(0)
    for (let at = start; at < end; at += 16) {
      const x = v128.load(at)
      const bits = v128.and(x, exponent)
      const wild = i32x4.eq(bits, exponent)
      const tiny = i32x4.eq(bits, i32x4.splat(0))
      const clean = v128.andnot(x, v128.or(wild, tiny))
      bad = i32x4.sub(bad, wild)
      peak = f32x4.pmax(peak, f32x4.abs(clean))
      v128.store(at, clean)
    }
    const low = max(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1))
    const high = max(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3))
    const cell = meter + (<usize>channel << 2)
    store<f32>(cell, max(load<f32>(cell), max(low, high)))
  }
  return (
    i32x4.extract_lane(bad, 0) +
    i32x4.extract_lane(bad, 1) +
    i32x4.extract_lane(bad, 2) +
    i32x4.extract_lane(bad, 3)
  )
}

/** Raises the running peak of each channel (f32 at `meter`, one a channel). */
export function op_peak(bus: usize, channels: u32, offset: u32, frames: u32, meter: usize): void {
  for (let channel: u32 = 0; channel < channels; channel++) {
    const start = bus + <usize>channel * CHANNEL_BYTES + (<usize>offset << 2)
    const end = start + (<usize>frames << 2)
    let one = f32x4.splat(0)
    let two = one
    for (let at = start; at < end; at += 32) {
      one = f32x4.pmax(one, f32x4.abs(v128.load(at)))
      two = f32x4.pmax(two, f32x4.abs(v128.load(at, 16)))
    }
    const peak = f32x4.pmax(one, two)
    const low = max(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1))
    const high = max(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3))
    const cell = meter + (<usize>channel << 2)
    store<f32>(cell, max(load<f32>(cell), max(low, high)))
  }
}

/** Writes one value to frames of a mono buffer. */
export function op_fill(dst: usize, value: f32, offset: u32, frames: u32): void {
  const start = dst + (<usize>offset << 2)
  const end = start + (<usize>frames << 2)
  const four = f32x4.splat(value)
  for (let at = start; at < end; at += 16) v128.store(at, four)
}

/** Writes the line start + i · step, i counted from the first frame written: no error adds up. */
export function op_line(dst: usize, offset: u32, frames: u32, start: f64, step: f64): void {
  const to = dst + (<usize>offset << 2)
  for (let i: u32 = 0; i < frames; i++) {
    store<f32>(to + (<usize>i << 2), <f32>(start + <f64>i * step))
  }
}

/** Writes frames of a planar bus at `dst`, interleaved. */
export function op_interleave(
  dst: usize,
  bus: usize,
  channels: u32,
  frames: u32,
  offset: u32,
): void {
  const from = bus + (<usize>offset << 2)
  if (channels == 2) {
    for (let i: u32 = 0; i < frames; i += 4) {
      const left = v128.load(from + (<usize>i << 2))
      const right = v128.load(from + CHANNEL_BYTES + (<usize>i << 2))
      v128.store(dst + (<usize>i << 3), v128.shuffle<f32>(left, right, 0, 4, 1, 5))
      v128.store(dst + (<usize>i << 3), v128.shuffle<f32>(left, right, 2, 6, 3, 7), 16)
    }
    return
  }
  for (let channel: u32 = 0; channel < channels; channel++) {
    const plane = from + <usize>channel * CHANNEL_BYTES
    for (let i: u32 = 0; i < frames; i++) {
      store<f32>(dst + (<usize>(i * channels + channel) << 2), load<f32>(plane + (<usize>i << 2)))
    }
  }
}

/** The greatest f32 below 1: rounded to f32 the end of a beat would be its beginning. */
const LAST_PHASE: f64 = 1 - 1.0 / 16777216

/**
 * Writes whole beats at `wholes` and parts of one at `parts` (0: nowhere) of frames of the timeline, from `position` on,
 * `step` (1, or 0 where it stands) from one to the next: beat + bpm · (n / rate − time) / 60.
 */
export function op_beats(
  wholes: usize,
  parts: usize,
  frames: u32,
  position: f64,
  step: f64,
  rate: f64,
  time: f64,
  beat: f64,
  bpm: f64,
): void {
  const last = f64x2.splat(LAST_PHASE)
  let place = f64x2.replace_lane(f64x2.splat(position), 1, position + step)
  for (let i: u32 = 0; i < frames; i += 2) {
    const passed = f64x2.sub(f64x2.div(place, f64x2.splat(rate)), f64x2.splat(time))
    const beats = f64x2.div(f64x2.mul(f64x2.splat(bpm), passed), f64x2.splat(60))
    const all = f64x2.add(f64x2.splat(beat), beats)
    const whole = f64x2.floor(all)
    const part = f64x2.pmin(last, f64x2.sub(all, whole))
    const both = i + 2 <= frames
    if (wholes != 0) storeTwo(wholes + (<usize>i << 2), whole, both)
    if (parts != 0) storeTwo(parts + (<usize>i << 2), part, both)
    place = f64x2.add(place, f64x2.splat(step + step))
  }
}

/** As f32; or the first of them alone. */
// @ts-ignore: decorator
@inline
function storeTwo(to: usize, values: v128, both: bool): void {
  const two = f32x4.demote_f64x2_zero(values)
  if (both) v128.store64_lane(to, two, 0)
  else v128.store32_lane(to, two, 0)
}

/** Writes an automation's values; see `course`. */
export function op_course(
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
  course(dst, frames, position, rate, time, perSecond, kind, from, a, b, c, low, high, conversion)
}
