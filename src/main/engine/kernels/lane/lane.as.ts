import { outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

export function lane_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function lane_init(self: usize, sampleRate: f64, seed: u32): void {}

export function lane_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    for (let i: u32 = 0; i < STEP; i++) {
      store<f32>(to + (<usize>(frame + i) << 2), paramAt(self, <usize>i, frame))
    }
  }
}
