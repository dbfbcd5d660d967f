import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { demoteFour, exp2One, flushTwo } from '../lib/math.as'
import {
  followStep,
  KEYS,
  PAIR_BYTES,
  PAIRS,
  Q,
  RATE,
  READOUT,
  TANGENT,
  TYPE,
  update,
} from './detector.as'
import { KERNEL, scratch } from '../lib/scratch.as'

const STEP_BYTES: usize = <usize>STEP << 2

// @ts-ignore: decorator
@inline
function weights(): usize {
  return scratch(KERNEL)
}

export function dynamic_band_state_size(channels: u32): u32 {
  return <u32>(PAIRS + PAIR_BYTES * ((channels + 1) >> 1))
}

export function dynamic_band_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, <usize>dynamic_band_state_size(outputChannels(self, 0)) - STATE)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + KEYS, -1)
  store<f32>(self + KEYS, -1, 8)
}

/** Writes the filter's g, k and weights of input, band and low for a gain in powers of two. */
function design(self: usize, frame: u32, gain: f64): void {
  const type = <i32>paramAt(self, TYPE, frame)
  const tangent = load<f64>(self + TANGENT)
  // A² is the gain; √A the shift of a shelf's middle.
  const a = exp2One(0.5 * gain)
  const root = exp2One(0.25 * gain)
  const q = <f64>paramAt(self, Q, frame)
  const k = type == 0 ? 1 / (q * a) : Math.SQRT2
  store<f64>(weights(), type == 0 ? tangent : type == 1 ? tangent / root : tangent * root)
  store<f64>(weights(), k, 8)
  store<f64>(weights(), type == 2 ? a * a : 1, 16)
  store<f64>(weights(), type == 0 ? k * (a * a - 1) : type == 1 ? k * (a - 1) : k * (1 - a) * a, 24)
  store<f64>(weights(), type == 0 ? 0 : type == 1 ? a * a - 1 : 1 - a * a, 32)
}

function filterPair(
  pair: usize,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
): void {
  const gain = load<f64>(weights())
  const damping = load<f64>(weights(), 8)
  const g = f64x2.splat(gain)
  const sum = f64x2.splat(gain + damping)
  const scale = f64x2.splat(1 / (1 + gain * (gain + damping)))
  const m0 = v128.load64_splat(weights(), 16)
  const m1 = v128.load64_splat(weights(), 24)
  const m2 = v128.load64_splat(weights(), 32)
  let s1 = v128.load(pair, 32)
  let s2 = v128.load(pair, 48)
  for (let at: usize = 0; at < STEP_BYTES; at += 4) {
    const l = v128.load32_zero(fromLeft + at)
    const r = v128.load32_zero(fromRight + at)
    const x = f64x2.promote_low_f32x4(v128.shuffle<f32>(l, r, 0, 4, 1, 5))
    const high = f64x2.mul(scale, f64x2.sub(f64x2.sub(x, f64x2.mul(sum, s1)), s2))
    const up = f64x2.mul(g, high)
    const band = f64x2.add(s1, up)
    const rise = f64x2.mul(g, band)
    const low = f64x2.add(s2, rise)
    s1 = f64x2.add(band, up)
    s2 = f64x2.add(low, rise)
    const tail = f64x2.add(f64x2.mul(m1, band), f64x2.mul(m2, low))
    const y = f64x2.add(f64x2.mul(m0, x), tail)
    const out = demoteFour(y, y)
    v128.store32_lane(toRight + at, out, 1)
    v128.store32_lane(toLeft + at, out, 0)
  }
  v128.store(pair, s1, 32)
  v128.store(pair, s2, 48)
}

function flushAll(self: usize, channels: u32): void {
  const end = self + PAIRS + PAIR_BYTES * ((channels + 1) >> 1)
  for (let at = self + PAIRS; at < end; at += 16) v128.store(at, flushTwo(v128.load(at)))
}

function processStep(self: usize, frame: u32, channels: u32): void {
  const start = <usize>frame << 2
  update(self, frame)
  const report = outputChannel(self, 1, 0) + start
  design(self, frame, <f64>followStep(self, frame, channels, report))
  for (let channel: u32 = 0; channel < channels; channel += 2) {
    const other = min(channel + 1, channels - 1)
    filterPair(
      self + PAIRS + PAIR_BYTES * (channel >> 1),
      inputChannel(self, 0, channel) + start,
      inputChannel(self, 0, other) + start,
      outputChannel(self, 0, channel) + start,
      outputChannel(self, 0, other) + start,
    )
  }
  store<f32>(self + READOUT, load<f32>(report + STEP_BYTES - 4))
}

export function dynamic_band_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    for (let i: u32 = 0; i < QUANTUM; i += STEP) processStep(self, frame + i, channels)
    flushAll(self, channels)
  }
}
