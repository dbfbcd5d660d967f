import { flushTwo } from '../lib/math.as'
import { PAIRS, SUMS, WEIGHTING } from './layout.as'

/** High-pass of the prototype: hertz and Q (both fitted to the published coefficients, see design). */
const PASS_HERTZ: f64 = 38.13547087602444
const PASS_Q: f64 = 0.5003270373238773

/** Shelf of the prototype: hertz, gain in decibels, Q, and the exponent of the gain at its middle. */
const SHELF_HERTZ: f64 = 1681.974450955533
const SHELF_GAIN: f64 = 3.999843853973347
const SHELF_Q: f64 = 0.7071752369554196
const SHELF_MIDDLE: f64 = 0.4996667741545416

function passDenominator(k: f64): f64 {
  return 1 + k / PASS_Q + k * k
}

/**
 * Stores b0 b1 b2 a1 a2 of the shelf and b0 a1 a2 of the high-pass (whose zeros are both at 0 Hz).
 * Prototype: Brecht De Man, “Evaluation of implementations of the EBU R128 loudness measurement”, AES
 * 145 (2018). The published high-pass has b0 = 1 at 48 kHz: the gain that this gives is kept at all rates.
 */
export function designWeighting(self: usize, rate: f64): void {
  const at = self + WEIGHTING
  const k = Math.tan((Math.PI * SHELF_HERTZ) / rate)
  const top = Math.pow(10, SHELF_GAIN / 20)
  const middle = Math.pow(top, SHELF_MIDDLE)
  const a0 = 1 + k / SHELF_Q + k * k
  store<f64>(at, (top + (middle * k) / SHELF_Q + k * k) / a0)
  store<f64>(at, (2 * (k * k - top)) / a0, 8)
  store<f64>(at, (top - (middle * k) / SHELF_Q + k * k) / a0, 16)
  store<f64>(at, (2 * (k * k - 1)) / a0, 24)
  store<f64>(at, (1 - k / SHELF_Q + k * k) / a0, 32)
  const p = Math.tan((Math.PI * PASS_HERTZ) / rate)
  const published = passDenominator(Math.tan((Math.PI * PASS_HERTZ) / 48000))
  store<f64>(at, published / passDenominator(p), 40)
  store<f64>(at, (2 * (p * p - 1)) / passDenominator(p), 48)
  store<f64>(at, (1 - p / PASS_Q + p * p) / passDenominator(p), 56)
}

/** Adds the weighted squares of `count` frames of two channels to their sums. Lanes are the channels. */
export function weighPair(self: usize, pair: u32, left: usize, right: usize, count: u32): void {
  const at = self + WEIGHTING
  const b0 = v128.load64_splat(at)
  const b1 = v128.load64_splat(at, 8)
  const b2 = v128.load64_splat(at, 16)
  const a1 = v128.load64_splat(at, 24)
  const a2 = v128.load64_splat(at, 32)
  const g = v128.load64_splat(at, 40)
  const p1 = v128.load64_splat(at, 48)
  const p2 = v128.load64_splat(at, 56)
  const two = f64x2.splat(-2)
  const states = self + PAIRS + 64 * <usize>pair
  const sums = self + SUMS + 16 * <usize>pair
  let s1 = v128.load(states)
  let s2 = v128.load(states, 16)
  let t1 = v128.load(states, 32)
  let t2 = v128.load(states, 48)
  let sum = v128.load(sums)
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    const l = v128.load32_zero(left + i)
    const r = v128.load32_zero(right + i)
    const x = f64x2.promote_low_f32x4(v128.shuffle<f32>(l, r, 0, 4, 1, 5))
    const y = f64x2.add(f64x2.mul(b0, x), s1)
    s1 = f64x2.sub(f64x2.add(f64x2.mul(b1, x), s2), f64x2.mul(a1, y))
    s2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y))
    const u = f64x2.mul(g, y)
    const z = f64x2.add(u, t1)
    t1 = f64x2.sub(f64x2.add(f64x2.mul(two, u), t2), f64x2.mul(p1, z))
    t2 = f64x2.sub(u, f64x2.mul(p2, z))
    sum = f64x2.add(sum, f64x2.mul(z, z))
  }
  v128.store(states, s1)
  v128.store(states, s2, 16)
  v128.store(states, t1, 32)
  v128.store(states, t2, 48)
  v128.store(sums, sum)
}

/** Zeroes what has decayed. */
export function flushPair(self: usize, pair: u32): void {
  const states = self + PAIRS + 64 * <usize>pair
  for (let at: usize = 0; at < 64; at += 16) {
    v128.store(states + at, flushTwo(v128.load(states + at)))
  }
}

/** What a channel counts (BS.1770-5, table 4), by the number of channels. LFE counts nothing. */
export function channelWeight(channel: u32, channels: u32): f64 {
  const surround: f64 = 1.41
  if (channels == 4) return channel >= 2 ? surround : 1
  if (channels == 5) return channel >= 3 ? surround : 1
  if (channels == 6) return channel == 3 ? 0 : channel >= 4 ? surround : 1
  // Back channels lie outside of the sector of 60° to 120° that counts more.
  if (channels == 8) return channel == 3 ? 0 : channel >= 6 ? surround : 1
  return 1
}
