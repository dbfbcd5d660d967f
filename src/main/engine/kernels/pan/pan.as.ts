import { sinQuarter } from '../lib/math.as'
import { inputChannel, inputChannels, outputChannel, paramFour, STATE } from '../lib/header.as'

export function pan_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function pan_init(self: usize, sampleRate: f64, seed: u32): void {}

/** Pan positions of four frames, kept within −1…1. */
// @ts-ignore: decorator
@inline
function positions(self: usize, frame: u32): v128 {
  return f32x4.max(f32x4.splat(-1), f32x4.min(f32x4.splat(1), paramFour(self, 0, frame)))
}

function panMono(self: usize, offset: u32, frames: u32): void {
  const from = inputChannel(self, 0, 0)
  const left = outputChannel(self, 0, 0)
  const right = outputChannel(self, 0, 1)
  const quarter = f32x4.splat(0.25)
  const eighth = f32x4.splat(0.125)
  for (let i: u32 = offset; i < offset + frames; i += 4) {
    const at = <usize>i << 2
    const turn = f32x4.add(f32x4.mul(positions(self, i), eighth), eighth)
    const x = v128.load(from + at)
    v128.store(left + at, f32x4.mul(x, sinQuarter(f32x4.sub(quarter, turn))))
    v128.store(right + at, f32x4.mul(x, sinQuarter(turn)))
  }
}

function panStereo(self: usize, offset: u32, frames: u32): void {
  const fromLeft = inputChannel(self, 0, 0)
  const fromRight = inputChannel(self, 0, 1)
  const left = outputChannel(self, 0, 0)
  const right = outputChannel(self, 0, 1)
  const quarter = f32x4.splat(0.25)
  const zero = f32x4.splat(0)
  for (let i: u32 = offset; i < offset + frames; i += 4) {
    const at = <usize>i << 2
    const pan = positions(self, i)
    const toLeft = f32x4.le(pan, zero)
    // The side that is panned away keeps sin(shift) of itself, the other side receives the rest.
    const shift = f32x4.mul(f32x4.abs(pan), quarter)
    const kept = sinQuarter(f32x4.sub(quarter, shift))
    const moved = sinQuarter(shift)
    const x = v128.load(fromLeft + at)
    const y = v128.load(fromRight + at)
    const leaving = v128.bitselect(y, x, toLeft)
    const staying = v128.bitselect(x, y, toLeft)
    const near = f32x4.add(staying, f32x4.mul(leaving, moved))
    const far = f32x4.mul(leaving, kept)
    v128.store(left + at, v128.bitselect(near, far, toLeft))
    v128.store(right + at, v128.bitselect(far, near, toLeft))
  }
}

export function pan_process(self: usize, offset: u32, frames: u32): void {
  if (inputChannels(self, 0) > 1) panStereo(self, offset, frames)
  else panMono(self, offset, frames)
}
