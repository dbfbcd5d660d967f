import { GATE } from '../lib/control.as'
import { cycleBeats, cyclesOf } from '../lib/note-lengths.as'
import {
  inputChannel,
  outputChannel,
  paramAt,
  paramMask,
  paramPointer,
  STATE,
  STEP,
} from '../lib/header.as'

// State: i32 step (−1 before the first), i32 step before, f64 frames since the step began, f64
// frames that the step before lasted (0 when there was none), u32 clock is on, u32 reset is on.
const INDEX = STATE
const BEFORE = STATE + 4
const AGE = STATE + 8
const LENGTH = STATE + 16
const CLOCKED = STATE + 24
const GATED = STATE + 28

const SOURCE: usize = 0
const DIVISION: usize = 1
const STEPS: usize = 2
const HELD: usize = 3
const GLIDE: usize = 4
const BEAT: usize = 5
const PART: usize = 6
const VALUES: usize = 7

export function step_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function step_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 32)
  store<i32>(self + INDEX, -1)
}

/** A step's value at a frame. */
// @ts-ignore: decorator
@inline
function valueOf(self: usize, step: i32, frame: u32): f64 {
  return <f64>paramAt(self, VALUES + <usize>step, frame)
}

/** On the way from the step before, `phase` of the step being over. */
// @ts-ignore: decorator
@inline
function gliding(self: usize, before: i32, step: i32, frame: u32, phase: f64, glide: f64): f32 {
  const value = valueOf(self, step, frame)
  if (phase >= glide) return <f32>value
  const start = valueOf(self, before, frame)
  return <f32>(start + (value - start) * (phase / glide))
}

/** Sixteen frames, by the position alone. */
function followTempo(self: usize, frame: u32, values: usize, gates: usize): void {
  const division = <i32>paramAt(self, DIVISION, frame)
  const cycles = cyclesOf(division)
  const beats = cycleBeats(division)
  const count = <i64>max<i32>(1, min<i32>(16, <i32>paramAt(self, STEPS, frame)))
  const held = <f64>paramAt(self, HELD, frame)
  const glide = <f64>paramAt(self, GLIDE, frame)
  const beat = paramPointer(self, BEAT)
  const beatMask = paramMask(self, BEAT)
  const part = paramPointer(self, PART)
  const partMask = paramMask(self, PART)
  for (let i: u32 = frame; i < frame + STEP; i++) {
    const whole = <f64>load<f32>(beat + (<usize>(i & beatMask) << 2))
    const rest = <f64>load<f32>(part + (<usize>(i & partMask) << 2))
    const place = ((whole + rest) * cycles) / beats
    const cycle = Math.floor(place)
    const phase = place - cycle
    // Also before 0, where remainders are negative.
    const step = <i32>(((<i64>cycle % count) + count) % count)
    const before = step > 0 ? step - 1 : <i32>count - 1
    store<f32>(values + (<usize>i << 2), gliding(self, before, step, i, phase, glide))
    store<f32>(gates + (<usize>i << 2), phase < held ? 1 : 0)
  }
}

/** Sixteen frames, a step at each rising edge of the clock. */
function followClock(self: usize, frame: u32, values: usize, gates: usize): void {
  const clock = inputChannel(self, 0, 0)
  const reset = inputChannel(self, 1, 0)
  const count = max<i32>(1, min<i32>(16, <i32>paramAt(self, STEPS, frame)))
  const held = <f64>paramAt(self, HELD, frame)
  const glide = <f64>paramAt(self, GLIDE, frame)
  let index = load<i32>(self + INDEX)
  let before = load<i32>(self + BEFORE)
  let age = load<f64>(self + AGE)
  let length = load<f64>(self + LENGTH)
  let clocked = load<u32>(self + CLOCKED) != 0
  let gated = load<u32>(self + GATED) != 0
  for (let i: u32 = frame; i < frame + STEP; i++) {
    const at = <usize>i << 2
    const resets = load<f32>(reset + at) >= GATE
    const ticks = load<f32>(clock + at) >= GATE
    if (resets && !gated) index = -1
    if (ticks && !clocked) {
      before = max(0, min(index < 0 ? before : index, 15))
      length = age
      age = 0
      index = index + 1 < count ? index + 1 : 0
    }
    gated = resets
    clocked = ticks
    // How long the first step will be is not known: it takes its gate from the clock.
    const phase = length > 0 ? age / length : 1
    const on = length > 0 ? phase < held : ticks
    const step = max(0, index)
    store<f32>(values + at, gliding(self, before, step, i, phase, glide))
    store<f32>(gates + at, index >= 0 && on ? 1 : 0)
    if (age > 0 || index >= 0) age += 1
  }
  store<i32>(self + INDEX, index)
  store<i32>(self + BEFORE, before)
  store<f64>(self + AGE, age)
  store<f64>(self + LENGTH, length)
  store<u32>(self + CLOCKED, clocked ? 1 : 0)
  store<u32>(self + GATED, gated ? 1 : 0)
}

export function step_process(self: usize, offset: u32, frames: u32): void {
  const values = outputChannel(self, 0, 0)
  const gates = outputChannel(self, 1, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    if (<i32>paramAt(self, SOURCE, frame) == 1) followTempo(self, frame, values, gates)
    else followClock(self, frame, values, gates)
  }
}
