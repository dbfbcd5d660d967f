// What the library hears sounds with, in the inference process: channels apart and together, half the rate, spectra.

import { fftPrepare, realForward } from '../lib/fft.as'

const SCALE_16: f32 = 1.0 / 32768

/** Smallest, largest and sum of what was taken, as f32: a sum that is odd has a sample in it that is none. */
// @ts-ignore: decorator
@inline
function note(stats: usize, low: v128, high: v128, sum: v128): void {
  store<f32>(stats, min(min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)), min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3))))
  store<f32>(stats, max(max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)), max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3))), 4)
  store<f32>(stats, f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3), 8)
}

/** Four samples from `at` on, of 16 bits or of 32. */
// @ts-ignore: decorator
@inline
function four(at: usize, bits: u32): v128 {
  if (bits == 32) return v128.load(at)
  return f32x4.mul(f32x4.convert_i32x4_s(v128.load16x4_s(at)), f32x4.splat(SCALE_16))
}

// @ts-ignore: decorator
@inline
function one(at: usize, bits: u32): f32 {
  return bits == 32 ? load<f32>(at) : <f32>load<i16>(at) * SCALE_16
}

// @ts-ignore: decorator
@inline
function spread(src: usize, bits: u32, channels: u32, count: u32, left: usize, right: usize, mono: usize, stats: usize): void {
  let low = f32x4.splat(0)
  let high = f32x4.splat(0)
  let sum = f32x4.splat(0)
  const bytes = <usize>(bits >> 3)
  const half = f32x4.splat(0.5)
  let frame: u32 = 0
  for (; frame + 4 <= count; frame += 4) {
    const to = <usize>frame << 2
    if (channels == 1) {
      const samples = four(src + <usize>frame * bytes, bits)
      low = f32x4.min(low, samples)
      high = f32x4.max(high, samples)
      sum = f32x4.add(sum, samples)
      v128.store(left + to, samples)
      v128.store(mono + to, samples)
    } else {
      const at = src + <usize>(2 * frame) * bytes
      const early = four(at, bits)
      const late = four(at + 4 * bytes, bits)
      const l = v128.shuffle<f32>(early, late, 0, 2, 4, 6)
      const r = v128.shuffle<f32>(early, late, 1, 3, 5, 7)
      const both = f32x4.add(l, r)
      low = f32x4.min(low, f32x4.min(l, r))
      high = f32x4.max(high, f32x4.max(l, r))
      sum = f32x4.add(sum, both)
      v128.store(left + to, l)
      v128.store(right + to, r)
      v128.store(mono + to, f32x4.mul(half, both))
    }
  }
  for (; frame < count; frame++) {
    const to = <usize>frame << 2
    const l = one(src + <usize>(channels * frame) * bytes, bits)
    const r = channels == 1 ? l : one(src + <usize>(2 * frame + 1) * bytes, bits)
    const both = channels == 1 ? l : l + r
    low = f32x4.min(low, f32x4.splat(min(l, r)))
    high = f32x4.max(high, f32x4.splat(max(l, r)))
    sum = f32x4.add(sum, f32x4.replace_lane(f32x4.splat(0), 0, both))
    store<f32>(left + to, l)
    if (channels == 2) store<f32>(right + to, r)
    store<f32>(mono + to, channels == 1 ? l : 0.5 * both)
  }
  note(stats, low, high, sum)
}

/** Interleaved samples of one or two channels (`bits` 16 or 32) to planes, and to their mean; extremes and sum to `stats`. */
export function op_spread(src: usize, bits: u32, channels: u32, count: u32, left: usize, right: usize, mono: usize, stats: usize): void {
  if (bits == 16) {
    if (channels == 1) spread(src, 16, 1, count, left, right, mono, stats)
    else spread(src, 16, 2, count, left, right, mono, stats)
  } else if (channels == 1) spread(src, 32, 1, count, left, right, mono, stats)
  else spread(src, 32, 2, count, left, right, mono, stats)
}

// State of a halver: the last inputs and outputs of the all-passes of both chains, a pair a section; then whether a sample is left, and it.
const X0: usize = 0
const Y0: usize = 16
const Y1: usize = 32
const ODD: usize = 48
const LEFT: usize = 52
/** Bytes of the state of a halver. */
const HALVER: usize = 56

export function op_halver_bytes(): u32 {
  return <u32>HALVER
}

/**
 * Halves the rate of a sound: two chains of all-passes, whose sum is an elliptic half-band filter (R. Valenzuela and
 * A. Constantinides, “Digital signal processing schemes for efficient interpolation and decimation”, IEE Proc. 130, 1983).
 * 53 dB of what would fold back is gone; phase is not kept, which nobody hears who measures spectra. Returns how many samples it made.
 */
export function op_halve(state: usize, src: usize, count: u32, dst: usize): u32 {
  if (count == 0) return 0
  // One chain a lane: the newer sample of a pair goes the one way, the older the other.
  const first = f64x2.replace_lane(f64x2.splat(0.12073211751675449), 1, 0.3903621872345006)
  const second = f64x2.replace_lane(f64x2.splat(0.6632020224193995), 1, 0.890786832653497)
  let x0 = v128.load(state, X0)
  let y0 = v128.load(state, Y0)
  let y1 = v128.load(state, Y1)
  let made: u32 = 0
  let index: u32 = 0
  let older: f32
  if (load<u32>(state, ODD) != 0) older = load<f32>(state, LEFT)
  else {
    older = load<f32>(src)
    index = 1
  }
  for (; index < count; index += 2) {
    const newer = load<f32>(src + (<usize>index << 2))
    const pair = f64x2.replace_lane(f64x2.splat(<f64>newer), 1, <f64>older)
    const a = f64x2.add(f64x2.mul(first, f64x2.sub(pair, y0)), x0)
    const b = f64x2.add(f64x2.mul(second, f64x2.sub(a, y1)), y0)
    x0 = pair
    y0 = a
    y1 = b
    store<f32>(dst + (<usize>made << 2), <f32>(0.5 * (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1))))
    made++
    if (index + 1 < count) older = load<f32>(src + (<usize>(index + 1) << 2))
  }
  store<u32>(state, index - 1 < count ? 1 : 0, ODD)
  store<f32>(state, older, LEFT)
  v128.store(state, x0, X0)
  v128.store(state, y0, Y0)
  v128.store(state, y1, Y1)
  return made
}

/**
 * Power of the bins of a window: `size` samples times `gain` and the window, transformed; |bin|² · scale to `power`, size / 2 + 1 of
 * them, rounded up to four. `work` has room for four times `size` floats.
 */
export function op_power(src: usize, window: usize, gain: f32, size: u32, scale: f32, power: usize, work: usize): void {
  fftPrepare()
  const bytes = <usize>size << 2
  const re = work + bytes
  const im = re + bytes
  const loud = f32x4.splat(gain)
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(work + at, f32x4.mul(f32x4.mul(v128.load(src + at), loud), v128.load(window + at)))
  }
  realForward(work, re, im, size, im + bytes)
  const factor = f32x4.splat(scale)
  for (let at: usize = 0; at <= bytes >> 1; at += 16) {
    const r = v128.load(re + at)
    const i = v128.load(im + at)
    v128.store(power + at, f32x4.mul(f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)), factor))
  }
}
