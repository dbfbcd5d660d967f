// What a detector hears: the size of each channel's samples, past an optional high-pass.

import { clearBytes } from './copy.as'
import { flushTwo, promoteHigh, demoteFour } from './math.as'
import { inputChannel, QUANTUM } from './header.as'
import { LEVELS, scratch } from './scratch.as'

const BYTES: usize = <usize>QUANTUM << 2

/** Largest level: its square is still finite. */
const loudest = memory.data<f32>([1e15])

/** f64 × 2 × 2 a pair of channels: the two integrators. */
export const HIGHPASS_PAIR: usize = 32

// @ts-ignore: decorator
@inline
function leftScratch(): usize {
  return scratch(LEVELS)
}

// @ts-ignore: decorator
@inline
function rightScratch(): usize {
  return scratch(LEVELS + 512)
}

// @ts-ignore: decorator
@inline
function sizeOf(x: v128): v128 {
  return f32x4.pmin(v128.load32_splat(loudest), f32x4.abs(x))
}

/** |x| of a quantum. */
export function storeSizes(from: usize, to: usize): void {
  for (let at: usize = 0; at < BYTES; at += 16) v128.store(to + at, sizeOf(v128.load(from + at)))
}

/** The larger of what is there and |x|. */
export function raiseSizes(from: usize, to: usize): void {
  for (let at: usize = 0; at < BYTES; at += 16) {
    v128.store(to + at, f32x4.pmax(v128.load(to + at), sizeOf(v128.load(from + at))))
  }
}

/** The larger |x| of two channels. */
function storeLarger(left: usize, right: usize, to: usize): void {
  for (let at: usize = 0; at < BYTES; at += 16) {
    const l = sizeOf(v128.load(left + at))
    v128.store(to + at, f32x4.pmax(l, sizeOf(v128.load(right + at))))
  }
}

/** Two channels through a Butterworth high-pass (trapezoidal state variable filter). */
export function highpassPair(
  state: usize,
  fromLeft: usize,
  fromRight: usize,
  hertz: f64,
  rate: f64,
): void {
  const g = Math.tan(Math.PI * min(0.45, hertz / rate))
  const k = Math.SQRT2
  const d = f64x2.splat(1 / (1 + g * (g + k)))
  const gk = f64x2.splat(g + k)
  const gain = f64x2.splat(g)
  let s1 = v128.load(state)
  let s2 = v128.load(state, 16)
  for (let at: usize = 0; at < BYTES; at += 16) {
    const l = v128.load(fromLeft + at)
    const r = v128.load(fromRight + at)
    let early = v128.shuffle<f32>(l, r, 0, 4, 1, 5)
    let late = v128.shuffle<f32>(l, r, 2, 6, 3, 7)
    for (let half = 0; half < 2; half++) {
      const x = half == 0 ? early : late
      const a = f64x2.promote_low_f32x4(x)
      const b = promoteHigh(x)
      const ha = f64x2.mul(d, f64x2.sub(f64x2.sub(a, f64x2.mul(gk, s1)), s2))
      const ba = f64x2.mul(gain, ha)
      const m1 = f64x2.add(s1, ba)
      const la = f64x2.mul(gain, m1)
      s1 = f64x2.add(m1, ba)
      s2 = f64x2.add(s2, f64x2.add(la, la))
      const hb = f64x2.mul(d, f64x2.sub(f64x2.sub(b, f64x2.mul(gk, s1)), s2))
      const bb = f64x2.mul(gain, hb)
      const m2 = f64x2.add(s1, bb)
      const lb = f64x2.mul(gain, m2)
      s1 = f64x2.add(m2, bb)
      s2 = f64x2.add(s2, f64x2.add(lb, lb))
      if (half == 0) early = demoteFour(ha, hb)
      else late = demoteFour(ha, hb)
    }
    v128.store(leftScratch() + at, v128.shuffle<f32>(early, late, 0, 2, 4, 6))
    v128.store(rightScratch() + at, v128.shuffle<f32>(early, late, 1, 3, 5, 7))
  }
  v128.store(state, flushTwo(s1))
  v128.store(state, flushTwo(s2), 16)
}

/**
 * The sizes of a quantum of `channels` channels of an input: channel by channel from `to` on, 512
 * bytes each, or the largest of them where `linked`. A corner of 0 Hz
 * leaves the high-pass out, a negative one says that there is no state for it.
 */
export function fillLevels(
  self: usize,
  input: usize,
  channels: u32,
  frame: u32,
  linked: bool,
  highpass: usize,
  hertz: f64,
  rate: f64,
  to: usize,
): void {
  const start = <usize>frame << 2
  if (hertz == 0) clearBytes(highpass, HIGHPASS_PAIR * ((channels + 1) >> 1))
  if (linked && channels == 2 && !(hertz > 0)) {
    const left = inputChannel(self, input, 0) + start
    return storeLarger(left, inputChannel(self, input, 1) + start, to)
  }
  for (let channel: u32 = 0; channel < channels; channel++) {
    let from = inputChannel(self, input, channel) + start
    if (hertz > 0) {
      if ((channel & 1) == 0) {
        const right = inputChannel(self, input, min(channel + 1, channels - 1)) + start
        highpassPair(highpass + HIGHPASS_PAIR * (channel >> 1), from, right, hertz, rate)
      }
      from = (channel & 1) == 0 ? leftScratch() : rightScratch()
    }
    if (linked && channel > 0) raiseSizes(from, to)
    else storeSizes(from, linked ? to : to + BYTES * <usize>channel)
  }
}
