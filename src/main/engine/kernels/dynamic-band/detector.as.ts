// The level in the band, and the gain that follows it.

import { clearBytes } from '../lib/copy.as'
import { DECIBEL, DECIBELS_PER_OCTAVE, log2Four } from '../lib/logarithms.as'
import { inputChannel, inputChannels, paramAt, STATE, STEP } from '../lib/header.as'
import {
  advance,
  gather,
  gatherPeaks,
  lastOf,
  poleOf,
  POLE_BYTES,
  spread,
  storePole,
} from '../lib/poles.as'
import { demoteFour } from '../lib/math.as'
import { KERNEL, scratch } from '../lib/scratch.as'

/** f32 readout; f32 × 3 what the poles and the tangent are for; f64 rate, tangent, two followers. */
export const READOUT = STATE
export const KEYS = STATE + 4
export const RATE = STATE + 16
export const TANGENT = STATE + 24
const RELEASED = STATE + 32
const ATTACKED = STATE + 40
const ATTACK_POLE = STATE + 48
const RELEASE_POLE = ATTACK_POLE + POLE_BYTES
/** A pair of channels: two integrators of the detector, two of the filter. */
export const PAIRS = RELEASE_POLE + POLE_BYTES
export const PAIR_BYTES: usize = 64

export const TYPE: usize = 0
export const FREQUENCY: usize = 1
export const Q: usize = 2
const GAIN: usize = 3
const THRESHOLD: usize = 4
const RATIO: usize = 5
const RANGE: usize = 6
const ATTACK: usize = 7
const RELEASE: usize = 8

/** Width of the knee in powers of two: 6 dB. */
const KNEE: f32 = 6 * DECIBEL

/** Level below which nothing is told apart, −200 dB, and the largest. */
const QUIETEST: f32 = 1e-10
const LOUDEST: f32 = 1e30

const STEP_BYTES: usize = <usize>STEP << 2

// @ts-ignore: decorator
@inline
function levels(): usize {
  return scratch(KERNEL + 48)
}

/** Makes what attack, release and frequency are for, where they have changed. */
export function update(self: usize, frame: u32): void {
  const rate = load<f64>(self + RATE)
  const attack = paramAt(self, ATTACK, frame)
  const release = paramAt(self, RELEASE, frame)
  const frequency = paramAt(self, FREQUENCY, frame)
  if (load<f32>(self + KEYS) != attack || load<f32>(self + KEYS, 4) != release) {
    store<f32>(self + KEYS, attack)
    store<f32>(self + KEYS, release, 4)
    storePole(self + ATTACK_POLE, poleOf(<f64>attack, rate))
    storePole(self + RELEASE_POLE, poleOf(<f64>release, rate))
  }
  if (load<f32>(self + KEYS, 8) != frequency) {
    store<f32>(self + KEYS, frequency, 8)
    store<f64>(self + TANGENT, Math.tan(Math.PI * min(0.49, <f64>frequency / rate)))
  }
}

/** Raises `levels` to the sizes of two channels within the band, for a step. */
function hearPair(self: usize, pair: usize, left: usize, right: usize, frame: u32): void {
  const type = <i32>paramAt(self, TYPE, frame)
  const tangent = load<f64>(self + TANGENT)
  const damping = type == 0 ? 1 / <f64>paramAt(self, Q, frame) : Math.SQRT2
  const g = f64x2.splat(tangent)
  const k = f64x2.splat(damping)
  const sum = f64x2.splat(tangent + damping)
  const scale = f64x2.splat(1 / (1 + tangent * (tangent + damping)))
  let s1 = v128.load(pair)
  let s2 = v128.load(pair, 16)
  for (let at: usize = 0; at < STEP_BYTES; at += 4) {
    const l = v128.load32_zero(left + at)
    const r = v128.load32_zero(right + at)
    const x = f64x2.promote_low_f32x4(v128.shuffle<f32>(l, r, 0, 4, 1, 5))
    const high = f64x2.mul(scale, f64x2.sub(f64x2.sub(x, f64x2.mul(sum, s1)), s2))
    const up = f64x2.mul(g, high)
    const band = f64x2.add(s1, up)
    const rise = f64x2.mul(g, band)
    const low = f64x2.add(s2, rise)
    s1 = f64x2.add(band, up)
    s2 = f64x2.add(low, rise)
    const heard = type == 0 ? f64x2.mul(k, band) : type == 1 ? low : high
    const sizes = f32x4.abs(demoteFour(heard, heard))
    const larger = f32x4.pmax(sizes, v128.shuffle<f32>(sizes, sizes, 1, 0, 3, 2))
    const most = f32x4.pmax(larger, v128.load32_zero(levels() + at))
    v128.store32_lane(levels() + at, most, 0)
  }
  v128.store(pair, s1)
  v128.store(pair, s2, 16)
}

/** Hears a step of 16 frames and returns the band's gain at its end, in powers of two. */
export function followStep(self: usize, frame: u32, channels: u32, report: usize): f32 {
  const input: usize = inputChannels(self, 1) > 0 ? 1 : 0
  const start = <usize>frame << 2
  clearBytes(levels(), STEP_BYTES)
  for (let channel: u32 = 0; channel < channels; channel += 2) {
    const pair = self + PAIRS + PAIR_BYTES * (channel >> 1)
    const left = inputChannel(self, input, channel) + start
    const right = inputChannel(self, input, min(channel + 1, channels - 1)) + start
    hearPair(self, pair, left, right, frame)
  }
  const range = paramAt(self, RANGE, frame) * DECIBEL
  const base = paramAt(self, GAIN, frame) * DECIBEL
  const limit = f32x4.splat(abs(range))
  const slope = f32x4.splat(1 - 1 / paramAt(self, RATIO, frame))
  const threshold = f32x4.splat(paramAt(self, THRESHOLD, frame) * DECIBEL)
  const half = f32x4.splat(KNEE * 0.5)
  const zero = f32x4.splat(0)
  const sign: f32 = range < 0 ? -1 : 1
  const releasePole = self + RELEASE_POLE
  const attackPole = self + ATTACK_POLE
  let first = v128.load64_splat(self + RELEASED)
  let second = v128.load64_splat(self + ATTACKED)
  let change = zero
  for (let at: usize = 0; at < STEP_BYTES; at += 16) {
    const bounded = f32x4.pmin(f32x4.splat(LOUDEST), v128.load(levels() + at))
    const size = f32x4.pmax(f32x4.splat(QUIETEST), bounded)
    const over = f32x4.sub(log2Four(size), threshold)
    const inside = f32x4.pmin(f32x4.splat(KNEE), f32x4.pmax(zero, f32x4.add(over, half)))
    const curved = f32x4.mul(f32x4.splat(0.5 / KNEE), f32x4.mul(inside, inside))
    const straight = f32x4.pmax(zero, f32x4.sub(over, half))
    const wanted = f32x4.pmin(limit, f32x4.mul(slope, f32x4.add(curved, straight)))
    const peaks = gatherPeaks(releasePole, wanted)
    const kept = gather(releasePole, wanted)
    const held = f32x4.pmax(peaks, spread(releasePole, kept, first))
    first = f64x2.pmax(lastOf(peaks), advance(releasePole, kept, first))
    const smooth = gather(attackPole, held)
    const amount = spread(attackPole, smooth, second)
    second = advance(attackPole, smooth, second)
    change = f32x4.add(f32x4.splat(base), f32x4.mul(f32x4.splat(sign), amount))
    v128.store(report + at, f32x4.mul(f32x4.splat(DECIBELS_PER_OCTAVE), change))
  }
  const fallen = f64x2.extract_lane(first, 0)
  const reached = f64x2.extract_lane(second, 0)
  // Nobody hears 1e-7 of a power of two: there the band rests.
  store<f64>(self + RELEASED, fallen < 1e-7 ? 0 : fallen)
  store<f64>(self + ATTACKED, reached < 1e-7 ? 0 : reached)
  return f32x4.extract_lane(change, 3)
}
