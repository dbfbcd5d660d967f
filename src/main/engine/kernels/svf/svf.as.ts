import { copyBytes } from '../lib/copy.as'
import { integratorGain } from '../lib/cutoff.as'
import { demoteFour, flushTwo, promoteHigh } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  paramMoves,
  QUANTUM,
  STATE,
} from '../lib/header.as'
import { KERNEL, scratch } from '../lib/scratch.as'

// State: f64 rate; f64 × 3 weights of input, band and low in the output; then the two integrators
// of each channel pair.
const RATE = STATE
const WEIGHTS = STATE + 8
const FRESH = STATE + 32
const PAIRS = STATE + 48
const PAIR_BYTES: usize = 32

const MODE: usize = 0
const FREQUENCY: usize = 1
const Q: usize = 2
const MODULATION: usize = 3
const AMOUNT: usize = 4

/** Coefficients of a frame: four f64, 2·a1 − 1, 2·a2, 2·a3 and the damping k. */
const FRAME_BYTES: usize = 32

// @ts-ignore: decorator
@inline
function coefficients(): usize {
  return scratch(KERNEL)
}

export function svf_state_size(channels: u32): u32 {
  return <u32>(PAIRS + PAIR_BYTES * ((channels + 1) >> 1))
}

export function svf_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + FRESH, 1)
  memory.fill(self + PAIRS, 0, PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1))
}

export function svf_idle(self: usize): u32 {
  const end = self + PAIRS + PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1)
  for (let at = self + PAIRS; at < end; at += 8) if (load<f64>(at) != 0) return 0
  return 1
}

// @ts-ignore: decorator
@inline
function storeTwo(to: usize, gain: v128, damping: v128): void {
  const one = f64x2.splat(1)
  const a1 = f64x2.div(one, f64x2.add(one, f64x2.mul(gain, f64x2.add(gain, damping))))
  const a2 = f64x2.mul(gain, a1)
  const a3 = f64x2.mul(gain, a2)
  const p = f64x2.sub(f64x2.add(a1, a1), one)
  const q = f64x2.add(a2, a2)
  const r = f64x2.add(a3, a3)
  v128.store(to, v128.shuffle<f64>(p, q, 0, 2))
  v128.store(to, v128.shuffle<f64>(r, damping, 0, 2), 16)
  v128.store(to, v128.shuffle<f64>(p, q, 1, 3), 32)
  v128.store(to, v128.shuffle<f64>(r, damping, 1, 3), 48)
}

function fillCoefficients(self: usize, frame: u32): void {
  const rate = load<f64>(self + RATE)
  const moves =
    paramMoves(self, FREQUENCY) ||
    paramMoves(self, Q) ||
    paramMoves(self, MODULATION) ||
    paramMoves(self, AMOUNT)
  for (let i: u32 = 0; i < QUANTUM; i += 4) {
    const to = coefficients() + FRAME_BYTES * i
    if (i != 0 && !moves) {
      copyBytes(to, coefficients(), 4 * FRAME_BYTES)
      continue
    }
    const octaves = f32x4.mul(
      paramFour(self, MODULATION, frame + i),
      paramFour(self, AMOUNT, frame + i),
    )
    const gain = integratorGain(paramFour(self, FREQUENCY, frame + i), octaves, rate)
    const damping = f32x4.div(
      f32x4.splat(1),
      f32x4.pmax(f32x4.splat(0.05), paramFour(self, Q, frame + i)),
    )
    storeTwo(to, f64x2.promote_low_f32x4(gain), f64x2.promote_low_f32x4(damping))
    storeTwo(to + 2 * FRAME_BYTES, promoteHigh(gain), promoteHigh(damping))
  }
}

/** What the modes take of the input, of k · band and of low. */
function weight(mode: i32, part: i32): f64 {
  if (part == 0) return mode == 0 || mode == 2 ? 0 : 1
  if (part == 1) return mode == 0 ? 0 : mode == 2 ? 1 : mode == 5 ? -2 : -1
  return mode == 0 ? 1 : mode == 1 ? -1 : mode == 4 ? -2 : 0
}

/** A quantum of two channels. The weights glide to the present mode's. */
function filterPair(
  self: usize,
  pair: usize,
  mode: i32,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
): void {
  let n0 = v128.load64_splat(self + WEIGHTS)
  let n1 = v128.load64_splat(self + WEIGHTS, 8)
  let n2 = v128.load64_splat(self + WEIGHTS, 16)
  const part = f64x2.splat(1.0 / 128)
  const d0 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 0)), n0))
  const d1 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 1)), n1))
  const d2 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 2)), n2))
  const half = f64x2.splat(0.5)
  let band = v128.load(pair)
  let low = v128.load(pair, 16)
  let at = coefficients()
  for (let i: usize = 0; i < <usize>QUANTUM << 2; i += 8) {
    const x = v128.shuffle<f32>(
      v128.load64_zero(fromLeft + i),
      v128.load64_zero(fromRight + i),
      0,
      4,
      1,
      5,
    )
    let first = half
    let second = half
    for (let k = 0; k < 2; k++) {
      const v = k == 0 ? f64x2.promote_low_f32x4(x) : promoteHigh(x)
      const p = v128.load64_splat(at)
      const q = v128.load64_splat(at, 8)
      const r = v128.load64_splat(at, 16)
      const damping = v128.load64_splat(at, 24)
      at += FRAME_BYTES
      const nextBand = f64x2.add(
        f64x2.mul(p, band),
        f64x2.sub(f64x2.mul(q, v), f64x2.mul(q, low)),
      )
      const nextLow = f64x2.add(
        f64x2.add(f64x2.mul(q, band), f64x2.mul(r, v)),
        f64x2.sub(low, f64x2.mul(r, low)),
      )
      const middle = f64x2.mul(f64x2.mul(damping, half), f64x2.add(band, nextBand))
      const bottom = f64x2.mul(half, f64x2.add(low, nextLow))
      band = nextBand
      low = nextLow
      n0 = f64x2.add(n0, d0)
      n1 = f64x2.add(n1, d1)
      n2 = f64x2.add(n2, d2)
      const y = f64x2.add(
        f64x2.mul(n0, v),
        f64x2.add(f64x2.mul(n1, middle), f64x2.mul(n2, bottom)),
      )
      if (k == 0) first = y
      else second = y
    }
    const out = demoteFour(first, second)
    v128.store64_lane(toRight + i, v128.shuffle<f32>(out, out, 1, 3, 1, 3), 0)
    v128.store64_lane(toLeft + i, v128.shuffle<f32>(out, out, 0, 2, 0, 2), 0)
  }
  v128.store(pair, flushTwo(band))
  v128.store(pair, flushTwo(low), 16)
}

export function svf_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const start = <usize>frame << 2
    const mode = <i32>paramAt(self, MODE, frame)
    if (load<u32>(self + FRESH) != 0) {
      for (let i = 0; i < 3; i++) store<f64>(self + WEIGHTS + 8 * <usize>i, weight(mode, i))
      store<u32>(self + FRESH, 0)
    }
    fillCoefficients(self, frame)
    for (let channel: u32 = 0; channel < channels; channel += 2) {
      const other = min(channel + 1, channels - 1)
      filterPair(
        self,
        self + PAIRS + PAIR_BYTES * (channel >> 1),
        mode,
        inputChannel(self, 0, channel) + start,
        inputChannel(self, 0, other) + start,
        outputChannel(self, 0, channel) + start,
        outputChannel(self, 0, other) + start,
      )
    }
    for (let i = 0; i < 3; i++) store<f64>(self + WEIGHTS + 8 * <usize>i, weight(mode, i))
  }
}
