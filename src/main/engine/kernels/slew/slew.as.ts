import { flushOne } from '../lib/math.as'
import { inputChannel, outputChannel, paramAt, QUANTUM, STATE, STEP } from '../lib/header.as'

// State: f64 rate, f64 value, f64 speed up and down, f32 times and shape that these are for, u32
// started.
const RATE = STATE
const VALUE = STATE + 8
const UP = STATE + 16
const DOWN = STATE + 24
const RISE = STATE + 32
const FALL = STATE + 36
const SHAPE = STATE + 40
const STARTED = STATE + 44

export function slew_state_size(channels: u32): u32 {
  return <u32>STATE + 48
}

export function slew_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 48)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + RISE, -1)
}

/** Linear: the change a frame. Exponential: the part of the way that is gone in a frame. */
// @ts-ignore: decorator
@inline
function speed(self: usize, time: f32, exponential: bool): f64 {
  const frames = <f64>time * load<f64>(self + RATE)
  if (frames < 1e-9) return exponential ? 1 : Infinity
  return exponential ? 1 - Math.exp(-1 / frames) : 1 / frames
}

function update(self: usize, frame: u32): bool {
  const rise = paramAt(self, 0, frame)
  const fall = paramAt(self, 1, frame)
  const shape = paramAt(self, 2, frame)
  const exponential = <i32>shape == 1
  if (
    rise != load<f32>(self + RISE) ||
    fall != load<f32>(self + FALL) ||
    shape != load<f32>(self + SHAPE)
  ) {
    store<f32>(self + RISE, rise)
    store<f32>(self + FALL, fall)
    store<f32>(self + SHAPE, shape)
    store<f64>(self + UP, speed(self, rise, exponential))
    store<f64>(self + DOWN, speed(self, fall, exponential))
  }
  return exponential
}

export function slew_idle(self: usize): u32 {
  return load<u32>(self + STARTED) != 0 && load<f64>(self + VALUE) == 0 ? 1 : 0
}

export function slew_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  if (load<u32>(self + STARTED) == 0) {
    store<f64>(self + VALUE, <f64>load<f32>(from + (<usize>offset << 2)))
    store<u32>(self + STARTED, 1)
  }
  let y = load<f64>(self + VALUE)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const exponential = update(self, frame)
    const up = load<f64>(self + UP)
    const down = load<f64>(self + DOWN)
    const begin = <usize>frame << 2
    const end = begin + (<usize>STEP << 2)
    if (exponential) {
      for (let at = begin; at < end; at += 4) {
        const distance = <f64>load<f32>(from + at) - y
        y += (distance > 0 ? up : down) * distance
        store<f32>(to + at, <f32>y)
      }
    } else {
      for (let at = begin; at < end; at += 4) {
        const x = <f64>load<f32>(from + at)
        y = max(min(x, y + up), y - down)
        store<f32>(to + at, <f32>y)
      }
    }
    if (((frame + STEP) & (QUANTUM - 1)) == 0) y = flushOne(y)
  }
  store<f64>(self + VALUE, y)
}
