import { flushOne } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'

// State: f64 rate, f64 the low-pass that is taken away, f64 its coefficient, f32 corner that this is
// for.
const RATE = STATE
const LOW = STATE + 8
const COEFFICIENT = STATE + 16
const CORNER = STATE + 24

/** What is left of the low-pass each 16 frames once it is off. */
const FADE: f64 = 0.9

const GAIN: usize = 0
const CUT: usize = 1

export function to_audio_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function to_audio_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 32)
  store<f64>(self + RATE, sampleRate)
}

export function to_audio_idle(self: usize): u32 {
  return load<f64>(self + LOW) == 0 ? 1 : 0
}

function update(self: usize, corner: f32): f64 {
  if (corner != load<f32>(self + CORNER)) {
    const turn = (2 * Math.PI * <f64>corner) / load<f64>(self + RATE)
    store<f32>(self + CORNER, corner)
    store<f64>(self + COEFFICIENT, 1 - Math.exp(-turn))
  }
  return load<f64>(self + COEFFICIENT)
}

export function to_audio_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const to = outputChannel(self, 0, 0)
  let low = load<f64>(self + LOW)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const a = update(self, paramAt(self, CUT, frame))
    for (let i: u32 = frame; i < frame + STEP; i += 4) {
      const at = <usize>i << 2
      const x = f32x4.mul(v128.load(from + at), paramFour(self, GAIN, i))
      const first = low + a * (<f64>f32x4.extract_lane(x, 0) - low)
      const second = first + a * (<f64>f32x4.extract_lane(x, 1) - first)
      const third = second + a * (<f64>f32x4.extract_lane(x, 2) - second)
      low = third + a * (<f64>f32x4.extract_lane(x, 3) - third)
      const lows = f32x4(<f32>first, <f32>second, <f32>third, <f32>low)
      v128.store(to + at, f32x4.sub(x, lows))
    }
    if (a == 0) low *= FADE
    if (((frame + STEP) & (QUANTUM - 1)) == 0) low = flushOne(low)
  }
  store<f64>(self + LOW, low)
}
