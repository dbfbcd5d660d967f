import {
  cyclesAFrame,
  CYCLES_BYTES,
  cyclesTwo,
  fillCycles,
  freeCount,
  initCycles,
  runsFree,
  setFreeCount,
} from '../lib/cycles.as'
import { demoteFour } from '../lib/math.as'
import {
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  paramMoves,
  STATE,
  STEP,
} from '../lib/header.as'

// State: a block of cycles.
const CYCLES = STATE

const SYNC: usize = 0
const RATE: usize = 1
const DIVISION: usize = 2
const WIDTH: usize = 3
const SWING: usize = 4
const SHIFT: usize = 5
const BEAT: usize = 6
const RESET: usize = 0

export function clock_state_size(channels: u32): u32 {
  return <u32>(CYCLES + CYCLES_BYTES)
}

export function clock_init(self: usize, sampleRate: f64, seed: u32): void {
  initCycles(self + CYCLES, sampleRate)
}

/** Phases in two pulses, of which the first takes `swing` of the time that both have; 1 / swing and 1 / (1 − swing) beside it. */
// @ts-ignore: decorator
@inline
function swung(cycles: v128, swing: v128, first: v128, second: v128): v128 {
  const pairs = f64x2.mul(cycles, f64x2.splat(0.5))
  const place = f64x2.sub(pairs, f64x2.floor(pairs))
  const isSecond = f64x2.ge(place, swing)
  const start = v128.and(swing, isSecond)
  return f64x2.mul(f64x2.sub(place, start), v128.bitselect(second, first, isSecond))
}

/** The part of a pair's time that its first pulse takes. */
// @ts-ignore: decorator
@inline
function firstPart(self: usize, frame: u32): f64 {
  return <f64>max<f32>(0.05, min<f32>(0.95, paramAt(self, SWING, frame)))
}

// @ts-ignore: decorator
@inline
function clockStep(self: usize, frame: u32, gates: usize, phases: usize): void {
  const block = self + CYCLES
  fillCycles(self, block, frame, SYNC, RATE, DIVISION, BEAT, RESET)
  const part = firstPart(self, frame)
  const swing = f64x2.splat(part)
  const first = f64x2.splat(1 / part)
  const second = f64x2.splat(1 / (1 - part))
  const shift = f64x2.splat(<f64>paramAt(self, SHIFT, frame))
  for (let i: u32 = 0; i < STEP; i += 4) {
    const at = <usize>(frame + i) << 2
    const early = swung(f64x2.sub(cyclesTwo(block, i), shift), swing, first, second)
    const late = swung(f64x2.sub(cyclesTwo(block, i + 2), shift), swing, first, second)
    const phase = demoteFour(early, late)
    const on = f32x4.lt(phase, paramFour(self, WIDTH, frame + i))
    v128.store(gates + at, v128.and(f32x4.splat(1), on))
    v128.store(phases + at, phase)
  }
}

/**
 * Frames of a free clock of which nothing moves, from `frame` on, as long as whole steps lie in the pulse that it begins in: what
 * `swung` finds out of every two frames is found out once, and the arithmetic is the same. Answers the frame behind them.
 */
function fillPulse(self: usize, frame: u32, end: u32, gates: usize, phases: usize): u32 {
  const isRead = outputChannels(self, 1) > 0
  const block = self + CYCLES
  const part = firstPart(self, frame)
  const shift = <f64>paramAt(self, SHIFT, frame)
  const shifts = f64x2.splat(shift)
  const one = cyclesAFrame(block, paramAt(self, RATE, frame))
  const two = one + one
  const three = two + one
  const four = three + one
  const first = f64x2.replace_lane(f64x2.splat(0), 1, one)
  const second = f64x2.replace_lane(f64x2.splat(two), 1, three)
  let count = freeCount(block)
  const pair = (count - shift) * 0.5
  const whole = Math.floor(pair)
  const isSecond = pair - whole >= part
  const over = isSecond ? 1 : part
  const wholes = f64x2.splat(whole)
  const begun = isSecond ? part : 0
  const stretched = 1 / (isSecond ? 1 - part : part)
  const start = f64x2.splat(begun)
  const stretch = f64x2.splat(stretched)
  const half = f64x2.splat(0.5)
  const width = paramFour(self, WIDTH, frame)
  const least = paramAt(self, WIDTH, frame)
  const high = f32x4.splat(1)
  let at = frame
  while (at < end) {
    const fourth = count + four + four + four
    const final = (fourth + three - shift) * 0.5 - whole
    if (final >= over) break
    const stop = <usize>(at + STEP) << 2
    if (!isRead) {
      // The phase never falls: where the gate is the same at both ends it is so all the way.
      const begin = (count - shift) * 0.5 - whole
      const isOn = <f32>((begin - begun) * stretched) < least
      if (isOn == (<f32>((final - begun) * stretched) < least)) {
        const gate = f32x4.splat(isOn ? 1 : 0)
        const to = gates + (<usize>at << 2)
        v128.store(to, gate)
        v128.store(to, gate, 16)
        v128.store(to, gate, 32)
        v128.store(to, gate, 48)
        count = fourth + four
        at += STEP
        continue
      }
    }
    for (let to = <usize>at << 2; to < stop; to += 16) {
      const now = f64x2.splat(count)
      const early = f64x2.mul(f64x2.sub(f64x2.add(now, first), shifts), half)
      const late = f64x2.mul(f64x2.sub(f64x2.add(now, second), shifts), half)
      const low = f64x2.mul(f64x2.sub(f64x2.sub(early, wholes), start), stretch)
      const up = f64x2.mul(f64x2.sub(f64x2.sub(late, wholes), start), stretch)
      const phase = demoteFour(low, up)
      v128.store(phases + to, phase)
      v128.store(gates + to, v128.and(high, f32x4.lt(phase, width)))
      count += four
    }
    at += STEP
  }
  setFreeCount(block, count)
  return at
}

export function clock_process(self: usize, offset: u32, frames: u32): void {
  const gates = outputChannel(self, 0, 0)
  const phases = outputChannel(self, 1, 0)
  const end = offset + frames
  const plain =
    runsFree(self, self + CYCLES, offset, SYNC, RATE, RESET) &&
    !paramMoves(self, WIDTH) &&
    !paramMoves(self, SWING) &&
    !paramMoves(self, SHIFT)
  let frame = offset
  while (frame < end) {
    if (plain) frame = fillPulse(self, frame, end, gates, phases)
    if (frame < end) clockStep(self, frame, gates, phases)
    frame += STEP
  }
}
