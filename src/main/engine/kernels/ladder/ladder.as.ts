import { copyBytes } from '../lib/copy.as'
import { integratorGain } from '../lib/cutoff.as'
import { DECIBEL, exp2Four } from '../lib/logarithms.as'
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

// State: f64 rate, u32 fresh, then f64 × 5 weights of the taps in the output, then four integrators
// of each channel pair.
const RATE = STATE
const FRESH = STATE + 8
const WEIGHTS = STATE + 16
const PAIRS = STATE + 64
const PAIR_BYTES: usize = 64

const MODE: usize = 0
const FREQUENCY: usize = 1
const RESONANCE: usize = 2
const DRIVE: usize = 3
const MODULATION: usize = 4
const AMOUNT: usize = 5

/** Coefficients of a frame, f64: gain of a pole, loop's gain, 1 / (1 + k G⁴), drive, 1 / drive. */
const FRAME_BYTES: usize = 40

// @ts-ignore: decorator
@inline
function coefficients(): usize {
  return scratch(KERNEL)
}

export function ladder_state_size(channels: u32): u32 {
  return <u32>(PAIRS + PAIR_BYTES * ((channels + 1) >> 1))
}

export function ladder_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + FRESH, 1)
  memory.fill(self + PAIRS, 0, PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1))
}

export function ladder_idle(self: usize): u32 {
  const end = self + PAIRS + PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1)
  for (let at = self + PAIRS; at < end; at += 8) if (load<f64>(at) != 0) return 0
  return 1
}

// @ts-ignore: decorator
@inline
function storeTwo(to: usize, gain: v128, loop: v128, drive: v128): void {
  const one = f64x2.splat(1)
  const pole = f64x2.div(gain, f64x2.add(one, gain))
  const square = f64x2.mul(pole, pole)
  const fourth = f64x2.mul(square, square)
  const solved = f64x2.div(one, f64x2.add(one, f64x2.mul(loop, fourth)))
  const undriven = f64x2.div(one, drive)
  v128.store64_lane(to, pole, 0)
  v128.store64_lane(to, loop, 0, 8)
  v128.store64_lane(to, solved, 0, 16)
  v128.store64_lane(to, drive, 0, 24)
  v128.store64_lane(to, undriven, 0, 32)
  v128.store64_lane(to, pole, 1, 40)
  v128.store64_lane(to, loop, 1, 48)
  v128.store64_lane(to, solved, 1, 56)
  v128.store64_lane(to, drive, 1, 64)
  v128.store64_lane(to, undriven, 1, 72)
}

function fillCoefficients(self: usize, frame: u32): void {
  const rate = load<f64>(self + RATE)
  let moves = false
  for (let param = FREQUENCY; param <= AMOUNT; param++) if (paramMoves(self, param)) moves = true
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
    const loop = f32x4.mul(f32x4.splat(4), paramFour(self, RESONANCE, frame + i))
    const drive = exp2Four(f32x4.mul(f32x4.splat(DECIBEL), paramFour(self, DRIVE, frame + i)))
    storeTwo(
      to,
      f64x2.promote_low_f32x4(gain),
      f64x2.promote_low_f32x4(loop),
      f64x2.promote_low_f32x4(drive),
    )
    storeTwo(to + 2 * FRAME_BYTES, promoteHigh(gain), promoteHigh(loop), promoteHigh(drive))
  }
}

/** What a mode takes of the ladder's input (0) and of its poles (1 to 4). */
function weight(mode: i32, tap: i32): f64 {
  if (mode == 0) return tap == 4 ? 1 : 0
  if (mode == 1) return tap == 2 ? 1 : 0
  if (mode == 2) return tap == 1 ? 2 : tap == 2 ? -2 : 0
  return tap == 2 ? 6 : tap == 1 || tap == 3 ? -4 : 1
}

/** Near tanh: x (27 + x²) / (27 + 9x²), which meets ±1 at ±3. */
// @ts-ignore: decorator
@inline
function bend(x: v128): v128 {
  const bounded = f64x2.pmax(f64x2.splat(-3), f64x2.pmin(f64x2.splat(3), x))
  const square = f64x2.mul(bounded, bounded)
  const top = f64x2.mul(bounded, f64x2.add(f64x2.splat(27), square))
  return f64x2.div(top, f64x2.add(f64x2.splat(27), f64x2.mul(f64x2.splat(9), square)))
}

/** A quantum of two channels. The weights of the taps glide to the present mode's. */
function filterPair(
  self: usize,
  pair: usize,
  mode: i32,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
): void {
  let s1 = v128.load(pair)
  let s2 = v128.load(pair, 16)
  let s3 = v128.load(pair, 32)
  let s4 = v128.load(pair, 48)
  const part = f64x2.splat(1.0 / 128)
  let n0 = v128.load64_splat(self + WEIGHTS)
  let n1 = v128.load64_splat(self + WEIGHTS, 8)
  let n2 = v128.load64_splat(self + WEIGHTS, 16)
  let n3 = v128.load64_splat(self + WEIGHTS, 24)
  let n4 = v128.load64_splat(self + WEIGHTS, 32)
  const d0 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 0)), n0))
  const d1 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 1)), n1))
  const d2 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 2)), n2))
  const d3 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 3)), n3))
  const d4 = f64x2.mul(part, f64x2.sub(f64x2.splat(weight(mode, 4)), n4))
  const one = f64x2.splat(1)
  let at = coefficients()
  for (let i: usize = 0; i < <usize>QUANTUM << 2; i += 4) {
    const left = v128.load32_zero(fromLeft + i)
    const right = v128.load32_zero(fromRight + i)
    const x = f64x2.promote_low_f32x4(v128.shuffle<f32>(left, right, 0, 4, 1, 5))
    const g = v128.load64_splat(at)
    const loop = v128.load64_splat(at, 8)
    const rest = f64x2.sub(one, g)
    const g2 = f64x2.mul(g, g)
    const low = f64x2.add(s2, f64x2.mul(g, s1))
    const high = f64x2.add(s4, f64x2.mul(g, s3))
    const remembered = f64x2.mul(rest, f64x2.add(high, f64x2.mul(g2, low)))
    const forward = f64x2.mul(f64x2.mul(g2, g2), x)
    const last = f64x2.mul(v128.load64_splat(at, 16), f64x2.add(forward, remembered))
    const entering = f64x2.sub(x, f64x2.mul(loop, last))
    const driven = bend(f64x2.mul(v128.load64_splat(at, 24), entering))
    const u = f64x2.mul(v128.load64_splat(at, 32), driven)
    at += FRAME_BYTES
    const v1 = f64x2.mul(g, f64x2.sub(u, s1))
    const y1 = f64x2.add(v1, s1)
    s1 = f64x2.add(y1, v1)
    const v2 = f64x2.mul(g, f64x2.sub(y1, s2))
    const y2 = f64x2.add(v2, s2)
    s2 = f64x2.add(y2, v2)
    const v3 = f64x2.mul(g, f64x2.sub(y2, s3))
    const y3 = f64x2.add(v3, s3)
    s3 = f64x2.add(y3, v3)
    const v4 = f64x2.mul(g, f64x2.sub(y3, s4))
    const y4 = f64x2.add(v4, s4)
    s4 = f64x2.add(y4, v4)
    n0 = f64x2.add(n0, d0)
    n1 = f64x2.add(n1, d1)
    n2 = f64x2.add(n2, d2)
    n3 = f64x2.add(n3, d3)
    n4 = f64x2.add(n4, d4)
    const early = f64x2.add(
      f64x2.mul(n0, u),
      f64x2.add(f64x2.mul(n1, y1), f64x2.mul(n2, y2)),
    )
    const y = f64x2.add(early, f64x2.add(f64x2.mul(n3, y3), f64x2.mul(n4, y4)))
    const out = demoteFour(y, y)
    v128.store32_lane(toRight + i, out, 1)
    v128.store32_lane(toLeft + i, out, 0)
  }
  v128.store(pair, flushTwo(s1))
  v128.store(pair, flushTwo(s2), 16)
  v128.store(pair, flushTwo(s3), 32)
  v128.store(pair, flushTwo(s4), 48)
}

function storeWeights(self: usize, mode: i32): void {
  for (let tap = 0; tap < 5; tap++) store<f64>(self + WEIGHTS + 8 * <usize>tap, weight(mode, tap))
}

export function ladder_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const start = <usize>frame << 2
    const mode = <i32>paramAt(self, MODE, frame)
    if (load<u32>(self + FRESH) != 0) storeWeights(self, mode)
    store<u32>(self + FRESH, 0)
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
    storeWeights(self, mode)
  }
}
