import { flushTwo, promoteHigh, demoteFour } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramAt,
  paramMoves,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { COEFFICIENTS, KEYS, RATE, updateCoefficients } from './coefficients.as'

// State: keys and coefficients (see coefficients.as.ts), then x1 x2 y1 y2 of each channel pair.
const PAIRS = STATE + 128
const PAIR_BYTES: usize = 64

const DAMPING: usize = 6
const BYPASS: usize = 7

export function biquad_state_size(channels: u32): u32 {
  return <u32>(PAIRS + PAIR_BYTES * ((channels + 1) >> 1))
}

export function biquad_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + KEYS, -1)
  memory.fill(self + PAIRS, 0, PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1))
}

/**
 * Filters `bytes` of two channels (the same one twice when only one is left). Direct form I, solved
 * for two frames at a time: y[n+1] is written in terms of y[n−1] and y[n−2], which halves the wait
 * for the previous result. Lanes are the two channels.
 */
// @ts-ignore: decorator
@inline
function filterPair(
  self: usize,
  pair: usize,
  fromLeft: usize,
  fromRight: usize,
  toLeft: usize,
  toRight: usize,
  bytes: usize,
): void {
  const b0 = v128.load64_splat(self + COEFFICIENTS)
  const b1 = v128.load64_splat(self + COEFFICIENTS + 8)
  const b2 = v128.load64_splat(self + COEFFICIENTS + 16)
  const p0 = v128.load64_splat(self + COEFFICIENTS + 24)
  const q0 = v128.load64_splat(self + COEFFICIENTS + 32)
  const p1 = v128.load64_splat(self + COEFFICIENTS + 40)
  const q1 = v128.load64_splat(self + COEFFICIENTS + 48)
  let x1 = v128.load(pair)
  let x2 = v128.load(pair, 16)
  let y1 = v128.load(pair, 32)
  let y2 = v128.load(pair, 48)
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = v128.load(fromLeft + at)
    const right = v128.load(fromRight + at)
    const early = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
    const late = v128.shuffle<f32>(left, right, 2, 6, 3, 7)
    const a = f64x2.promote_low_f32x4(early)
    const b = promoteHigh(early)
    const c = f64x2.promote_low_f32x4(late)
    const d = promoteHigh(late)

    const va = f64x2.add(f64x2.mul(b0, a), f64x2.add(f64x2.mul(b1, x1), f64x2.mul(b2, x2)))
    const vb = f64x2.add(f64x2.mul(b0, b), f64x2.add(f64x2.mul(b1, a), f64x2.mul(b2, x1)))
    const wb = f64x2.add(vb, f64x2.mul(p0, va))
    const ya = f64x2.add(f64x2.add(va, f64x2.mul(q0, y2)), f64x2.mul(p0, y1))
    const yb = f64x2.add(f64x2.add(wb, f64x2.mul(q1, y2)), f64x2.mul(p1, y1))

    const vc = f64x2.add(f64x2.mul(b0, c), f64x2.add(f64x2.mul(b1, b), f64x2.mul(b2, a)))
    const vd = f64x2.add(f64x2.mul(b0, d), f64x2.add(f64x2.mul(b1, c), f64x2.mul(b2, b)))
    const wd = f64x2.add(vd, f64x2.mul(p0, vc))
    const yc = f64x2.add(f64x2.add(vc, f64x2.mul(q0, ya)), f64x2.mul(p0, yb))
    const yd = f64x2.add(f64x2.add(wd, f64x2.mul(q1, ya)), f64x2.mul(p1, yb))
    x1 = d
    x2 = c
    y1 = yd
    y2 = yc

    const first = demoteFour(ya, yb)
    const second = demoteFour(yc, yd)
    v128.store(toRight + at, v128.shuffle<f32>(first, second, 1, 3, 5, 7))
    v128.store(toLeft + at, v128.shuffle<f32>(first, second, 0, 2, 4, 6))
  }
  v128.store(pair, x1)
  v128.store(pair, x2, 16)
  v128.store(pair, y1, 32)
  v128.store(pair, y2, 48)
}

function filterAll(self: usize, frame: u32, frames: u32): void {
  const start = <usize>frame << 2
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel += 2) {
    const other = min(channel + 1, channels - 1)
    filterPair(
      self,
      self + PAIRS + PAIR_BYTES * (channel >> 1),
      inputChannel(self, 0, channel) + start,
      inputChannel(self, 0, other) + start,
      outputChannel(self, 0, channel) + start,
      outputChannel(self, 0, other) + start,
      <usize>frames << 2,
    )
  }
}

/** Copies a step, and leaves the state as a filter that changes nothing would. */
function passAll(self: usize, frame: u32, frames: u32): void {
  const start = <usize>frame << 2
  const bytes = <usize>frames << 2
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const from = inputChannel(self, 0, channel) + start
    const cell = self + PAIRS + PAIR_BYTES * (channel >> 1) + 8 * <usize>(channel & 1)
    const last = <f64>load<f32>(from + bytes - 4)
    const before = <f64>load<f32>(from + bytes - 8)
    memory.copy(outputChannel(self, 0, channel) + start, from, bytes)
    store<f64>(cell, last)
    store<f64>(cell, before, 16)
    store<f64>(cell, last, 32)
    store<f64>(cell, before, 48)
    // One channel alone sits in both lanes.
    if ((channel & 1) == 0 && channel + 1 == channels) {
      v128.store(cell, v128.load64_splat(cell))
      v128.store(cell, v128.load64_splat(cell, 16), 16)
      v128.store(cell, v128.load64_splat(cell, 32), 32)
      v128.store(cell, v128.load64_splat(cell, 48), 48)
    }
  }
}

/** True where the filter is bypassed, or a peak or shelf of 0 dB. */
function isFlat(self: usize, frame: u32): bool {
  if (paramAt(self, BYPASS, frame) >= 0.5) return true
  const type = <i32>paramAt(self, 0, frame)
  return type >= 3 && type <= 5 && paramAt(self, 4, frame) == 0
}

function flushAll(self: usize): void {
  const end = self + PAIRS + PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1)
  for (let at = self + PAIRS; at < end; at += 16) v128.store(at, flushTwo(v128.load(at)))
}

function anyMoves(self: usize): bool {
  for (let param: usize = 0; param < 8; param++) if (paramMoves(self, param)) return true
  return false
}

function update(self: usize, frame: u32): void {
  const q = <f64>paramAt(self, 2, frame)
  const byQ = paramAt(self, DAMPING, frame) != 0
  updateCoefficients(
    self,
    <i32>paramAt(self, 0, frame),
    <f64>paramAt(self, 1, frame),
    q,
    byQ ? 20 * Math.log10(q) : <f64>paramAt(self, 3, frame),
    <f64>paramAt(self, 4, frame),
    <f64>paramAt(self, 5, frame),
  )
}

export function biquad_process(self: usize, offset: u32, frames: u32): void {
  const step = anyMoves(self) ? STEP : QUANTUM
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    for (let frame = quantum; frame < quantum + QUANTUM; frame += step) {
      if (isFlat(self, frame)) {
        passAll(self, frame, step)
      } else {
        update(self, frame)
        filterAll(self, frame, step)
      }
    }
    flushAll(self)
  }
}
