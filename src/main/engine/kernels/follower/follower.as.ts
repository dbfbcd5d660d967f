import { flushOne } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramFour,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'

// State: f64 rate, f64 envelope, f64 mean square, then f64 coefficients of attack, release and
// window, and the f32 times that they are for.
const RATE = STATE
const ENVELOPE = STATE + 8
const MEAN = STATE + 16
const COEFFICIENTS = STATE + 24
const TIMES = STATE + 48

const DETECTOR: usize = 0
const ATTACK: usize = 1
const WINDOW: usize = 3
const GAIN: usize = 4

/** Larger samples count as this, so that their squares are finite. */
const LARGEST: f32 = 1e15

export function follower_state_size(channels: u32): u32 {
  return <u32>STATE + 64
}

export function follower_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, 64)
  store<f64>(self + RATE, sampleRate)
  for (let i: usize = 0; i < 3; i++) store<f32>(self + TIMES + (i << 2), -1)
}

export function follower_idle(self: usize): u32 {
  return load<f64>(self + ENVELOPE) == 0 && load<f64>(self + MEAN) == 0 ? 1 : 0
}

/** Coefficients for the times of attack, release and window, at the start of a step. */
function update(self: usize, frame: u32): void {
  for (let i: usize = 0; i < 3; i++) {
    const time = paramAt(self, ATTACK + i, frame)
    if (time == load<f32>(self + TIMES + (i << 2))) continue
    const span = <f64>time * load<f64>(self + RATE)
    store<f32>(self + TIMES + (i << 2), time)
    store<f64>(self + COEFFICIENTS + (i << 3), span > 1e-9 ? 1 - Math.exp(-1 / span) : 1)
  }
}

/** The largest size of four frames over the channels. */
// @ts-ignore: decorator
@inline
function peakFour(self: usize, channels: u32, at: usize): v128 {
  let peak = f32x4.splat(0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    peak = f32x4.pmax(peak, f32x4.abs(v128.load(inputChannel(self, 0, channel) + at)))
  }
  return f32x4.pmin(f32x4.splat(LARGEST), peak)
}

/** The mean square of four frames over the channels. */
// @ts-ignore: decorator
@inline
function powerFour(self: usize, channels: u32, at: usize): v128 {
  let sum = f32x4.splat(0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const size = f32x4.abs(v128.load(inputChannel(self, 0, channel) + at))
    const x = f32x4.pmin(f32x4.splat(LARGEST), size)
    sum = f32x4.add(sum, f32x4.mul(x, x))
  }
  return f32x4.mul(sum, f32x4.splat(<f32>(1 / <f64>channels)))
}

export function follower_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const channels = max<u32>(1, inputChannels(self, 0))
  let y = load<f64>(self + ENVELOPE)
  let mean = load<f64>(self + MEAN)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    update(self, frame)
    const attack = load<f64>(self + COEFFICIENTS)
    const release = load<f64>(self + COEFFICIENTS + 8)
    const window = load<f64>(self + COEFFICIENTS + 16)
    const effective = <i32>paramAt(self, DETECTOR, frame) == 1
    for (let i: u32 = frame; i < frame + STEP; i += 4) {
      const at = <usize>i << 2
      let levels: v128
      if (effective) {
        const power = powerFour(self, channels, at)
        const a = mean + window * (<f64>f32x4.extract_lane(power, 0) - mean)
        const b = a + window * (<f64>f32x4.extract_lane(power, 1) - a)
        const c = b + window * (<f64>f32x4.extract_lane(power, 2) - b)
        mean = c + window * (<f64>f32x4.extract_lane(power, 3) - c)
        levels = f32x4.sqrt(f32x4(<f32>a, <f32>b, <f32>c, <f32>mean))
      } else {
        levels = peakFour(self, channels, at)
      }
      const first = <f64>f32x4.extract_lane(levels, 0) - y
      const e = y + (first > 0 ? attack : release) * first
      const second = <f64>f32x4.extract_lane(levels, 1) - e
      const f = e + (second > 0 ? attack : release) * second
      const third = <f64>f32x4.extract_lane(levels, 2) - f
      const g = f + (third > 0 ? attack : release) * third
      const fourth = <f64>f32x4.extract_lane(levels, 3) - g
      y = g + (fourth > 0 ? attack : release) * fourth
      const gain = paramFour(self, GAIN, i)
      v128.store(to + at, f32x4.mul(gain, f32x4(<f32>e, <f32>f, <f32>g, <f32>y)))
    }
    if (((frame + STEP) & (QUANTUM - 1)) == 0) {
      y = flushOne(y)
      mean = flushOne(mean)
    }
  }
  store<f64>(self + ENVELOPE, y)
  store<f64>(self + MEAN, mean)
}
