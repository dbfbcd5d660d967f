import { GATE } from '../lib/control.as'
import { inputChannel, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

// State: f32 value held, u32 whether the trigger is on.
const HELD = STATE
const GATED = STATE + 4

export function sample_hold_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function sample_hold_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f32>(self + HELD, 0)
  store<u32>(self + GATED, 0)
}

export function sample_hold_idle(self: usize): u32 {
  return load<f32>(self + HELD) == 0 && load<u32>(self + GATED) == 0 ? 1 : 0
}

export function sample_hold_process(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const triggers = inputChannel(self, 1, 0)
  const to = outputChannel(self, 0, 0)
  let held = load<f32>(self + HELD)
  let gated = load<u32>(self + GATED) != 0
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const tracks = <i32>paramAt(self, 0, frame) == 1
    for (let i: u32 = frame; i < frame + STEP; i++) {
      const at = <usize>i << 2
      const on = load<f32>(triggers + at) >= GATE
      const takes = tracks ? on : on && !gated
      held = takes ? load<f32>(from + at) : held
      gated = on
      store<f32>(to + at, held)
    }
  }
  store<f32>(self + HELD, held)
  store<u32>(self + GATED, gated ? 1 : 0)
}
