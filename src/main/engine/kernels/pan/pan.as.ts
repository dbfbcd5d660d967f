import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramMask,
  paramPointer,
  STATE,
} from '../lib/header.as'
import { panMono, panStereo } from './law.as'

export function pan_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function pan_init(self: usize, sampleRate: f64, seed: u32): void {}

export function pan_idle(self: usize): u32 {
  return 1
}

export function pan_process(self: usize, offset: u32, frames: u32): void {
  const start = <usize>offset << 2
  const bytes = <usize>frames << 2
  const mask = paramMask(self, 0)
  const positions = paramPointer(self, 0) + (mask != 0 ? start : 0)
  const first = inputChannel(self, 0, 0) + start
  const second = inputChannel(self, 0, 1) + start
  const left = outputChannel(self, 0, 0) + start
  const right = outputChannel(self, 0, 1) + start
  if (inputChannels(self, 0) > 1) {
    panStereo(first, second, left, right, positions, mask, bytes)
  } else {
    panMono(first, left, right, positions, mask, bytes)
  }
}
