import { sinQuarter } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  outputChannels,
  paramAt,
  paramFour,
  paramMoves,
  STATE,
  STEP,
} from '../lib/header.as'

// State: the gains of sixteen frames, of the first input and of the second.
const FIRST = STATE
const SECOND = STATE + 64

const POSITION: usize = 0
const LAW: usize = 1

export function crossfade_state_size(channels: u32): u32 {
  return <u32>STATE + 128
}

export function crossfade_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 128)
}

export function crossfade_idle(self: usize): u32 {
  return 1
}

// @ts-ignore: decorator
@inline
function fillGains(self: usize, frame: u32): void {
  const equalPower = <i32>paramAt(self, LAW, frame) == 1
  const mod = inputChannel(self, 2, 0)
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  const quarter = f32x4.splat(0.25)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const at = <usize>i << 2
    const given = f32x4.add(
      paramFour(self, POSITION, frame + i),
      v128.load(mod + (<usize>(frame + i) << 2)),
    )
    const position = f32x4.pmin(one, f32x4.pmax(zero, given))
    const rest = f32x4.sub(one, position)
    v128.store(self + FIRST + at, equalPower ? sinQuarter(f32x4.mul(rest, quarter)) : rest)
    const near = equalPower ? sinQuarter(f32x4.mul(position, quarter)) : position
    v128.store(self + SECOND + at, near)
  }
}

/** Gains that hold: worked out once, by the same arithmetic. */
function processHeld(self: usize, offset: u32, frames: u32): void {
  fillGains(self, offset)
  const near = v128.load(self + FIRST)
  const far = v128.load(self + SECOND)
  const start = <usize>offset << 2
  const bytes = <usize>frames << 2
  for (let channel: u32 = 0; channel < outputChannels(self, 0); channel++) {
    const a = inputChannel(self, 0, channel) + start
    const b = inputChannel(self, 1, channel) + start
    const to = outputChannel(self, 0, channel) + start
    for (let at: usize = 0; at < bytes; at += 16) {
      const first = f32x4.mul(v128.load(a + at), near)
      v128.store(to + at, f32x4.add(first, f32x4.mul(v128.load(b + at), far)))
    }
  }
}

export function crossfade_process(self: usize, offset: u32, frames: u32): void {
  const holds = !paramMoves(self, POSITION) && !paramMoves(self, LAW)
  if (holds && inputChannels(self, 2) == 0) return processHeld(self, offset, frames)
  const channels = outputChannels(self, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    fillGains(self, frame)
    const start = <usize>frame << 2
    for (let channel: u32 = 0; channel < channels; channel++) {
      const a = inputChannel(self, 0, channel) + start
      const b = inputChannel(self, 1, channel) + start
      const to = outputChannel(self, 0, channel) + start
      for (let at: usize = 0; at < 64; at += 16) {
        const first = f32x4.mul(v128.load(a + at), v128.load(self + FIRST + at))
        const second = f32x4.mul(v128.load(b + at), v128.load(self + SECOND + at))
        v128.store(to + at, f32x4.add(first, second))
      }
    }
  }
}
