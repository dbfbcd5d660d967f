// Where a cyclic kernel stands: cycles since the beginning, sixteen frames at a time. Free: the rate
// in hertz, summed up. Synced: the timeline's beats by the division, so that the cycle follows from
// the position alone. A rising edge at the reset input starts the count over.

import { gateBits } from './control.as'
import { hashOne } from './hash.as'
import { cycleBeats, cyclesOf } from './note-lengths.as'
import {
  inputChannel,
  inputChannels,
  paramAt,
  paramFour,
  paramMoves,
  paramPointer,
  STEP,
} from './header.as'

// A block of state: f64 cycles when free, f64 seconds a frame, f64 cycles at the last reset when
// synced, u32 gate of the reset, u32 resets so far, u32 frame of the step's last reset or 16, f64
// cycle that the count begins at (0, then after each reset another, so that what is random differs),
// then the cycles of sixteen frames, f64 each.
const FREE: usize = 0
const PERIOD: usize = 8
const ORIGIN: usize = 16
const GATED: usize = 24
const RESETS: usize = 28
const EDGE: usize = 32
const BASE: usize = 40
const FRAMES: usize = 48

export const CYCLES_BYTES: usize = 48 + 8 * 16

export function initCycles(block: usize, sampleRate: f64): void {
  memory.fill(block, 0, CYCLES_BYTES)
  store<f64>(block, 1 / sampleRate, PERIOD)
}

/** Two frames of the step, from `frame` (even) on, in f64 lanes. */
// @ts-ignore: decorator
@inline
export function cyclesTwo(block: usize, frame: usize): v128 {
  return v128.load(block + (frame << 3), FRAMES)
}

/** One frame of the step. */
// @ts-ignore: decorator
@inline
export function cyclesAt(block: usize, frame: usize): f64 {
  return load<f64>(block + (frame << 3), FRAMES)
}

/** Frame of the step at which the count started over last, 16 when it did not. */
// @ts-ignore: decorator
@inline
export function cycleEdge(block: usize): u32 {
  return load<u32>(block, EDGE)
}

/** Two frames of a param in f64 lanes. */
// @ts-ignore: decorator
@inline
function paramTwo(self: usize, param: usize, frame: u32): v128 {
  const pointer = paramPointer(self, param)
  return f64x2.promote_low_f32x4(
    paramMoves(self, param)
      ? v128.load64_zero(pointer + (<usize>frame << 2))
      : v128.load32_splat(pointer),
  )
}

function fillSynced(self: usize, block: usize, frame: u32, division: i32, beat: usize): void {
  const cycles = f64x2.splat(cyclesOf(division))
  const beats = f64x2.splat(cycleBeats(division))
  const origin = f64x2.splat(load<f64>(block, ORIGIN) - load<f64>(block, BASE))
  for (let i: u32 = 0; i < STEP; i += 2) {
    const position = f64x2.add(
      paramTwo(self, beat, frame + i),
      paramTwo(self, beat + 1, frame + i),
    )
    const count = f64x2.sub(f64x2.div(f64x2.mul(position, cycles), beats), origin)
    v128.store(block + (<usize>i << 3), count, FRAMES)
  }
}

/** Cycles a frame at a rate in hertz. */
// @ts-ignore: decorator
@inline
export function cyclesAFrame(block: usize, hertz: f32): f64 {
  return <f64>hertz * load<f64>(block, PERIOD)
}

function fillFree(self: usize, block: usize, frame: u32, rate: usize): void {
  const moves = paramMoves(self, rate)
  const base = f64x2.splat(load<f64>(block, BASE))
  let count = load<f64>(block, FREE)
  let one = cyclesAFrame(block, paramAt(self, rate, frame))
  let two = one + one
  let three = two + one
  let four = three + one
  for (let i: u32 = 0; i < STEP; i += 4) {
    if (moves) {
      one = cyclesAFrame(block, paramAt(self, rate, frame + i))
      two = one + cyclesAFrame(block, paramAt(self, rate, frame + i + 1))
      three = two + cyclesAFrame(block, paramAt(self, rate, frame + i + 2))
      four = three + cyclesAFrame(block, paramAt(self, rate, frame + i + 3))
    }
    const at = block + (<usize>i << 3)
    // In pairs, as they are read: a pair that was stored one by one is waited for.
    const early = f64x2.replace_lane(f64x2.splat(0), 1, one)
    const late = f64x2.replace_lane(f64x2.splat(two), 1, three)
    const now = f64x2.splat(count)
    v128.store(at, f64x2.add(base, f64x2.add(now, early)), FRAMES)
    v128.store(at, f64x2.add(base, f64x2.add(now, late)), FRAMES + 16)
    count += four
  }
  store<f64>(block, count, FREE)
}

/**
 * Whether a kernel may count by itself for a while, from `freeCount` on, as `fillFree` would: free, at one rate, and nothing starts
 * the count over.
 */
// @ts-ignore: decorator
@inline
export function runsFree(
  self: usize,
  block: usize,
  frame: u32,
  sync: usize,
  rate: usize,
  reset: usize,
): bool {
  return (
    !paramMoves(self, rate) &&
    !paramMoves(self, sync) &&
    <i32>paramAt(self, sync, frame) != 1 &&
    inputChannels(self, reset) == 0 &&
    load<f64>(block, BASE) == 0
  )
}

/** Cycles at the next frame. */
// @ts-ignore: decorator
@inline
export function freeCount(block: usize): f64 {
  return load<f64>(block, FREE)
}

// @ts-ignore: decorator
@inline
export function setFreeCount(block: usize, count: f64): void {
  store<f64>(block, count, FREE)
}

function takeResets(block: usize, from: usize, synced: bool): void {
  const gates = gateBits(from)
  let rises = gates & ~((gates << 1) | load<u32>(block, GATED))
  store<u32>(block, gates >> 15, GATED)
  for (; rises != 0; rises &= rises - 1) reset(block, ctz(rises), synced)
}

function reset(block: usize, frame: u32, synced: bool): void {
  const resets = load<u32>(block, RESETS) + 1
  const passed = cyclesAt(block, frame)
  // A multiple of 8: pairs, and the slowest octave of a random walk, begin anew.
  const base = <f64>(hashOne(resets, 0x9e3779b9) & 0xfffff8)
  for (let i = frame; i < STEP; i++) {
    store<f64>(block + (<usize>i << 3), cyclesAt(block, i) - passed + base, FRAMES)
  }
  const total: usize = synced ? ORIGIN : FREE
  const over = passed - load<f64>(block, BASE)
  store<f64>(block + total, load<f64>(block + total) + (synced ? over : -over))
  store<f64>(block, base, BASE)
  store<u32>(block, resets, RESETS)
  store<u32>(block, frame, EDGE)
}

/**
 * Works the cycles of sixteen frames out. Params by index: sync (0 free, 1 synced), rate, division,
 * and beat, which the part of the beat follows. `reset` is the input's index.
 */
export function fillCycles(
  self: usize,
  block: usize,
  frame: u32,
  sync: usize,
  rate: usize,
  division: usize,
  beat: usize,
  reset: usize,
): void {
  const synced = <i32>paramAt(self, sync, frame) == 1
  if (synced) fillSynced(self, block, frame, <i32>paramAt(self, division, frame), beat)
  else fillFree(self, block, frame, rate)
  store<u32>(block, STEP, EDGE)
  if (inputChannels(self, reset) > 0) {
    takeResets(block, inputChannel(self, reset, 0) + (<usize>frame << 2), synced)
  }
}
