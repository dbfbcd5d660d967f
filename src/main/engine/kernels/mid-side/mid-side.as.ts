import { inputChannel, outputChannel, paramAt, STATE, STEP } from '../lib/header.as'

export function mid_side_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function mid_side_init(self: usize, sampleRate: f64, seed: u32): void {}

export function mid_side_idle(self: usize): u32 {
  return 1
}

export function mid_side_process(self: usize, offset: u32, frames: u32): void {
  const first = inputChannel(self, 0, 0)
  const second = inputChannel(self, 0, 1)
  const sum = outputChannel(self, 0, 0)
  const difference = outputChannel(self, 0, 1)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const factor = f32x4.splat(<i32>paramAt(self, 0, frame) == 1 ? 1 : 0.5)
    const start = <usize>frame << 2
    for (let at = start; at < start + 64; at += 16) {
      const x = f32x4.mul(v128.load(first + at), factor)
      const y = f32x4.mul(v128.load(second + at), factor)
      v128.store(sum + at, f32x4.add(x, y))
      v128.store(difference + at, f32x4.sub(x, y))
    }
  }
}
