import { flushOne } from '../lib/math.as'
import { inputChannel, outputChannel, paramAt, QUANTUM, STATE, STEP } from '../lib/header.as'

// State: f64 rate, f64 y, f64 coefficient, f32 time it is for, u32 started.
const RATE = STATE
const Y = STATE + 8
const COEFFICIENT = STATE + 16
const TIME = STATE + 24
const STARTED = STATE + 28

export function smooth_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function smooth_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + Y, 0)
  store<f32>(self + TIME, -1)
  store<u32>(self + STARTED, 0)
}

function coefficientFor(self: usize, time: f32): f64 {
  if (time != load<f32>(self + TIME)) {
    const span = max<f64>(<f64>time, 0) * load<f64>(self + RATE)
    store<f32>(self + TIME, time)
    store<f64>(self + COEFFICIENT, span > 1e-9 ? 1 - Math.exp(-1 / span) : 1)
  }
  return load<f64>(self + COEFFICIENT)
}

export function smooth_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  if (load<u32>(self + STARTED) == 0) {
    store<f64>(self + Y, <f64>load<f32>(from + (<usize>offset << 2)))
    store<u32>(self + STARTED, 1)
  }
  let y = load<f64>(self + Y)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const a = coefficientFor(self, paramAt(self, 0, frame))
    for (let i: u32 = frame; i < frame + STEP; i++) {
      y += a * (<f64>load<f32>(from + (<usize>i << 2)) - y)
      store<f32>(to + (<usize>i << 2), <f32>y)
    }
    if (((frame + STEP) & (QUANTUM - 1)) == 0) y = flushOne(y)
  }
  store<f64>(self + Y, y)
}
