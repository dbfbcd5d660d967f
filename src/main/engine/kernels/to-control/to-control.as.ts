import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  STATE,
  STEP,
} from '../lib/header.as'
import { finiteFour } from '../lib/control.as'

const CHANNEL: usize = 0
const GAIN: usize = 1
const OFFSET: usize = 2

export function to_control_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function to_control_init(self: usize, sampleRate: f64, seed: u32): void {}

export function to_control_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const channels = max<u32>(1, inputChannels(self, 0))
  const share = f32x4.splat(<f32>(1 / <f64>channels))
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    const choice = <u32>paramAt(self, CHANNEL, frame)
    for (let i: u32 = frame; i < frame + STEP; i += 4) {
      const at = <usize>i << 2
      let x: v128
      if (choice == 0) {
        // Each is divided before it is added, so that the sum cannot overflow.
        x = f32x4.mul(v128.load(inputChannel(self, 0, 0) + at), share)
        for (let channel: u32 = 1; channel < channels; channel++) {
          const other = v128.load(inputChannel(self, 0, channel) + at)
          x = f32x4.add(x, f32x4.mul(other, share))
        }
      } else {
        x = v128.load(inputChannel(self, 0, choice - 1) + at)
      }
      const scaled = f32x4.mul(x, paramFour(self, GAIN, i))
      v128.store(to + at, finiteFour(f32x4.add(scaled, paramFour(self, OFFSET, i))))
    }
  }
}
