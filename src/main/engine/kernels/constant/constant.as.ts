import { copyBytes } from '../lib/copy.as'
import { outputChannel, paramMoves, paramPointer, STATE } from '../lib/header.as'

export function constant_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function constant_init(self: usize, sampleRate: f64, seed: u32): void {}

export function constant_process(self: usize, offset: u32, frames: u32): void {
  const start = <usize>offset << 2
  const to = outputChannel(self, 0, 0) + start
  const values = paramPointer(self, 0)
  if (paramMoves(self, 0)) {
    // They may have been worked out where they belong.
    if (to != values + start) copyBytes(to, values + start, <usize>frames << 2)
    return
  }
  const value = v128.load32_splat(values)
  for (let at: usize = 0; at < <usize>frames << 2; at += 16) v128.store(to + at, value)
}
