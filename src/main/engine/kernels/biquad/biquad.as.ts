import { copyBytes } from '../lib/copy.as'
import { flushTwo } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  outputChannels,
  paramAt,
  paramMoves,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { isSilent } from '../lib/silence.as'
import { hush, isQuiet, mark } from '../steps/quiet.as'
import { KEYS, RATE, updateCoefficients } from './coefficients.as'
import { filterPair, filterTwo } from './filter.as'

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
    copyBytes(outputChannel(self, 0, channel) + start, from, bytes)
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

/** Silence in gives silence out once all of its past is zeros. */
export function biquad_idle(self: usize): u32 {
  const end = self + PAIRS + PAIR_BYTES * ((outputChannels(self, 0) + 1) >> 1)
  for (let at = self + PAIRS; at < end; at += 16) if (v128.any_true(v128.load(at))) return 0
  return 1
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

function hearsNothing(self: usize, frame: u32): bool {
  const start = <usize>frame << 2
  const channels = inputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    if (!isSilent(inputChannel(self, 0, channel) + start)) return false
  }
  return true
}

/** Where a row of filters reads a channel: from the first one's input, or from what it wrote itself. */
// @ts-ignore: decorator
@inline
function channelBefore(first: usize, last: usize, begun: bool, channel: u32): usize {
  return begun ? outputChannel(last, 0, channel) : inputChannel(first, 0, channel)
}

/** A quantum through one or two filters, of a row that ends at `last`; 0 stands for no second one. */
function filterRow(first: usize, last: usize, begun: bool, one: usize, two: usize, frame: u32): void {
  const start = <usize>frame << 2
  const channels = outputChannels(last, 0)
  for (let channel: u32 = 0; channel < channels; channel += 2) {
    const other = min(channel + 1, channels - 1)
    const pair = PAIRS + PAIR_BYTES * (channel >> 1)
    const fromLeft = channelBefore(first, last, begun, channel) + start
    const fromRight = channelBefore(first, last, begun, other) + start
    const toLeft = outputChannel(last, 0, channel) + start
    const toRight = outputChannel(last, 0, other) + start
    const bytes = <usize>QUANTUM << 2
    if (two == 0) filterPair(one, one + pair, fromLeft, fromRight, toLeft, toRight, bytes)
    else filterTwo(one, two, pair, fromLeft, fromRight, toLeft, toRight, bytes)
  }
}

/** Leaves the state of a filter that changes nothing, of which `before` is what it hears, or 0: the row's input. */
function passState(self: usize, before: usize, first: usize, frame: u32): void {
  const channels = outputChannels(self, 0)
  const end = <usize>(frame + QUANTUM) << 2
  for (let channel: u32 = 0; channel < channels; channel += 2) {
    const pair = PAIRS + PAIR_BYTES * (channel >> 1)
    let x1: v128
    let x2: v128
    if (before != 0) {
      x1 = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(v128.load(before + pair, 32)))
      x2 = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(v128.load(before + pair, 48)))
    } else {
      const left = inputChannel(first, 0, channel) + end
      const right = inputChannel(first, 0, min(channel + 1, channels - 1)) + end
      x1 = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(left - 4)), 1, <f64>load<f32>(right - 4))
      x2 = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(left - 8)), 1, <f64>load<f32>(right - 8))
    }
    v128.store(self + pair, x1)
    v128.store(self + pair, x2, 16)
    v128.store(self + pair, x1, 32)
    v128.store(self + pair, x2, 48)
  }
}

/** Whether a row of filters can go through memory once: none moves, and all are as wide. */
function isSteady(at: usize, count: u32): bool {
  const channels = outputChannels(<usize>load<u32>(at, 4), 0)
  for (let index: u32 = 0; index < count; index++) {
    const self = <usize>load<u32>(at + (<usize>index << 2), 4)
    if (anyMoves(self) || outputChannels(self, 0) != channels) return false
  }
  return true
}

/** Whether silence goes through a row of filters as silence. */
function isIdle(from: usize, end: usize): bool {
  for (let place = from; place < end; place += 4) if (!biquad_idle(<usize>load<u32>(place))) return false
  return true
}

/**
 * [marks of what they hear, marks of what they make, count, then the filters]: biquads in series of which each feeds
 * nobody but the next one. The buses between them are only written while a parameter moves. Two go side by side, and
 * those that change nothing are left out.
 */
export function step_biquads(operands: usize, offset: u32, frames: u32): void {
  const heard = <usize>load<u32>(operands)
  const made = <usize>load<u32>(operands, 4)
  const at = operands + 8
  const count = load<u32>(at)
  if (!isSteady(at, count)) {
    mark(made, offset, frames, 0)
    for (let index: u32 = 0; index < count; index++) {
      biquad_process(<usize>load<u32>(at + (<usize>index << 2), 4), offset, frames)
    }
    return
  }
  const first = <usize>load<u32>(at, 4)
  const end = at + 4 + (<usize>count << 2)
  const last = <usize>load<u32>(end - 4)
  let flat = false
  for (let place = at + 4; place < end; place += 4) {
    const self = <usize>load<u32>(place)
    if (isFlat(self, offset)) flat = true
    else update(self, offset)
  }
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    if (isIdle(at + 4, end) && (isQuiet(heard, quantum, QUANTUM) || hearsNothing(first, quantum))) {
      hush(outputChannel(last, 0, 0), outputChannels(last, 0), made, quantum, QUANTUM)
      continue
    }
    mark(made, quantum, QUANTUM, 0)
    let begun = false
    let one: usize = 0
    for (let place = at + 4; place < end; place += 4) {
      const self = <usize>load<u32>(place)
      if (flat && isFlat(self, offset)) continue
      if (one == 0) one = self
      else {
        filterRow(first, last, begun, one, self, quantum)
        begun = true
        one = 0
      }
    }
    if (one != 0) {
      filterRow(first, last, begun, one, 0, quantum)
      begun = true
    }
    if (!begun) {
      for (let channel: u32 = 0; channel < outputChannels(last, 0); channel++) {
        const start = <usize>quantum << 2
        const from = inputChannel(first, 0, channel) + start
        copyBytes(outputChannel(last, 0, channel) + start, from, <usize>QUANTUM << 2)
      }
    }
    let before: usize = 0
    for (let place = at + 4; flat && place < end; place += 4) {
      const self = <usize>load<u32>(place)
      if (isFlat(self, offset)) passState(self, before, first, quantum)
      else before = self
    }
    for (let place = at + 4; place < end; place += 4) flushAll(<usize>load<u32>(place))
  }
}
