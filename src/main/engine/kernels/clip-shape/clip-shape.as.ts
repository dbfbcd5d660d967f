import { inputChannel, outputChannel, outputChannels, paramAt, paramMoves, STATE } from '../lib/header.as'
import { exp2One } from '../lib/math.as'

const START: usize = 0
const START_PART: usize = 1
const END: usize = 2
const END_PART: usize = 3
const GAIN: usize = 4
const FADE_IN: usize = 5
const IN_BEND: usize = 6
const FADE_OUT: usize = 7
const OUT_BEND: usize = 8
const SECOND: usize = 9
const PART: usize = 10

// State: f64 sample rate.
const RATE = STATE

export function clip_shape_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function clip_shape_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate > 0 ? sampleRate : 48000)
}

/** 1: what went before does not matter. */
export function clip_shape_idle(self: usize): u32 {
  return 1
}

/** A frame of the timeline, from whole seconds and the rest. */
// @ts-ignore: decorator
@inline
function frameOf(self: usize, whole: usize, part: usize, frame: u32): f64 {
  const time = <f64>paramAt(self, whole, frame) + <f64>paramAt(self, part, frame)
  return Math.floor(time * load<f64>(self + RATE) + 0.5)
}

/** How far a fade has come in, 0 to 1; `frames` may be none. */
// @ts-ignore: decorator
@inline
function fade(done: f64, frames: f64, bend: f32): f32 {
  if (done >= frames) return 1
  const along = done / frames
  return <f32>(along / (along + (1 - along) * exp2One(-3 * <f64>bend)))
}

function gainAt(self: usize, frame: u32): f32 {
  const now = frameOf(self, SECOND, PART, frame)
  const start = frameOf(self, START, START_PART, frame)
  const end = frameOf(self, END, END_PART, frame)
  if (now < start || now >= end) return 0
  const rate = load<f64>(self + RATE)
  const rising = <f64>paramAt(self, FADE_IN, frame) * rate
  const falling = <f64>paramAt(self, FADE_OUT, frame) * rate
  const up = fade(now - start + 0.5, rising, paramAt(self, IN_BEND, frame))
  const down = fade(end - now - 0.5, falling, paramAt(self, OUT_BEND, frame))
  return paramAt(self, GAIN, frame) * up * down
}

export function clip_shape_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  const rate = load<f64>(self + RATE)
  const end = offset + frames
  let frame = offset
  while (frame < end) {
    // Sixteen frames that lie in a row between the fades have one gain.
    const last = min(frame + 15, end - 1)
    const first = frameOf(self, SECOND, PART, frame)
    const still =
      frameOf(self, SECOND, PART, last) - first == <f64>(last - frame) &&
      first >=
        frameOf(self, START, START_PART, frame) + <f64>paramAt(self, FADE_IN, frame) * rate &&
      first + 16 < frameOf(self, END, END_PART, last) - <f64>paramAt(self, FADE_OUT, last) * rate &&
      !paramMoves(self, GAIN)
    if (still && last == frame + 15) {
      const gain = f32x4.splat(paramAt(self, GAIN, frame))
      for (let channel: u32 = 0; channel < channels; channel++) {
        const from = inputChannel(self, 0, channel) + (<usize>frame << 2)
        const to = outputChannel(self, 0, channel) + (<usize>frame << 2)
        v128.store(to, f32x4.mul(gain, v128.load(from)))
        v128.store(to, f32x4.mul(gain, v128.load(from, 16)), 16)
        v128.store(to, f32x4.mul(gain, v128.load(from, 32)), 32)
        v128.store(to, f32x4.mul(gain, v128.load(from, 48)), 48)
      }
      frame += 16
      continue
    }
    for (; frame <= last; frame++) {
      const gain = gainAt(self, frame)
      for (let channel: u32 = 0; channel < channels; channel++) {
        const at = <usize>frame << 2
        const sample = load<f32>(inputChannel(self, 0, channel) + at)
        store<f32>(outputChannel(self, 0, channel) + at, gain == 0 ? 0 : gain * sample)
      }
    }
  }
}
