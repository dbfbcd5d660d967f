import { inputChannel, outputChannel, outputChannels, paramFour, STATE } from '../lib/header.as'

export function vca_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function vca_init(self: usize, sampleRate: f64, seed: u32): void {}

/** 1: there is no state. */
export function vca_idle(self: usize): u32 {
  return 1
}

export function vca_process(self: usize, offset: u32, frames: u32): void {
  const gains = inputChannel(self, 1, 0)
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const from = inputChannel(self, 0, channel)
    const to = outputChannel(self, 0, channel)
    for (let frame = offset; frame < offset + frames; frame += 4) {
      const at = <usize>frame << 2
      const gain = f32x4.mul(v128.load(gains + at), paramFour(self, 0, frame))
      v128.store(to + at, f32x4.mul(gain, v128.load(from + at)))
    }
  }
}
