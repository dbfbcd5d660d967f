import {
  inputChannel,
  outputChannel,
  outputChannels,
  paramMoves,
  paramPointer,
  STATE,
} from '../lib/header.as'

export function gain_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function gain_init(self: usize, sampleRate: f64, seed: u32): void {}

export function gain_idle(self: usize): u32 {
  return 1
}

export function gain_process(self: usize, offset: u32, frames: u32): void {
  const start = <usize>offset << 2
  const bytes = <usize>frames << 2
  const moves = paramMoves(self, 0)
  const gains = paramPointer(self, 0) + (moves ? start : 0)
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const from = inputChannel(self, 0, channel) + start
    const to = outputChannel(self, 0, channel) + start
    if (moves) {
      for (let at: usize = 0; at < bytes; at += 32) {
        v128.store(to + at, f32x4.mul(v128.load(from + at), v128.load(gains + at)))
        v128.store(to + at, f32x4.mul(v128.load(from + at, 16), v128.load(gains + at, 16)), 16)
      }
    } else {
      const gain = v128.load32_splat(gains)
      for (let at: usize = 0; at < bytes; at += 32) {
        v128.store(to + at, f32x4.mul(v128.load(from + at), gain))
        v128.store(to + at, f32x4.mul(v128.load(from + at, 16), gain), 16)
      }
    }
  }
}
