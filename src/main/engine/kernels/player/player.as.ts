import { filterSet, phasesOf, tapsOf } from './filters.as'
import { outputChannel, outputChannels, STATE } from '../lib/header.as'

export function player_state_size(channels: u32): u32 {
  return <u32>STATE
}

export function player_init(self: usize, sampleRate: f64, seed: u32): void {}

/** Silences the block; the host then writes what plays with `player_segment`. */
export function player_process(self: usize, offset: u32, frames: u32): void {
  const channels = outputChannels(self, 0)
  for (let channel: u32 = 0; channel < channels; channel++) {
    memory.fill(outputChannel(self, 0, channel) + (<usize>offset << 2), 0, <usize>frames << 2)
  }
}

/** Builds the filter for a pair of rates ahead of time: call it off the audio path. */
export function player_prepare(num: u32, den: u32): void {
  if (num != den) filterSet(num, den)
}

/** Source frames that a window must hold on either side of the positions read. */
export function player_margin(num: u32, den: u32): u32 {
  return num == den ? 0 : tapsOf(num, den) >> 1
}

/**
 * Sum of products of a row of taps and the source; `taps` is a multiple of 8. It goes from both ends
 * to the middle, where the large taps are: adding them last keeps the rounding 5 dB lower.
 */
// @ts-ignore: decorator
@inline
function convolve(row: usize, source: usize, bytes: usize): f32 {
  let rising = f32x4.splat(0)
  let falling = f32x4.splat(0)
  let end = bytes - 16
  for (let at: usize = 0; at < end; at += 16) {
    rising = f32x4.add(rising, f32x4.mul(v128.load(row + at), v128.load(source + at)))
    falling = f32x4.add(falling, f32x4.mul(v128.load(row + end), v128.load(source + end)))
    end -= 16
  }
  const sum = f32x4.add(rising, falling)
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 2) +
    (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
  )
}

/** One channel, resampled. `first` is where tap 0 of a position with whole part 0 lies. */
function resample(
  to: usize,
  frames: u32,
  first: usize,
  phase: u32,
  num: u32,
  den: u32,
  filter: usize,
): void {
  const bytes = <usize>tapsOf(num, den) << 2
  const phases = phasesOf(num, den)
  const exact = phases == den
  const wholeStep = <usize>(num / den) << 2
  const restStep = num % den
  let source = first + (<usize>(phase / den) << 2)
  let rest = phase % den
  for (let i: u32 = 0; i < frames; i++) {
    let value: f32
    if (exact) {
      value = convolve(filter + <usize>rest * bytes, source, bytes)
    } else {
      const scaled = <u64>rest * <u64>phases
      const row = filter + <usize>(scaled / <u64>den) * bytes
      const between = <f32>(<f64>(scaled % <u64>den) / <f64>den)
      const here = convolve(row, source, bytes)
      value = here + between * (convolve(row + bytes, source, bytes) - here)
    }
    store<f32>(to + (<usize>i << 2), value)
    source += wholeStep
    rest += restStep
    if (rest >= den) {
      rest -= den
      source += 4
    }
  }
}

/**
 * Writes `frames` frames (any number) of the output from `offset`: frame i is the source at index +
 * (phase + i · num) / den source frames. `window` is planar, `windowStride` frames a channel, its
 * element 0 being source frame `windowOrigin`. num / den must be reduced.
 */
export function player_segment(
  self: usize,
  offset: u32,
  frames: u32,
  index: f64,
  phase: u32,
  num: u32,
  den: u32,
  window: usize,
  windowStride: u32,
  windowOrigin: f64,
  channels: u32,
): void {
  const outputs = outputChannels(self, 0)
  const copies = num == den
  const before: f64 = copies ? 0 : <f64>((tapsOf(num, den) >> 1) - 1)
  const start = <i32>(index - windowOrigin - before) + (copies ? <i32>(phase / den) : 0)
  const filter = copies ? 0 : filterSet(num, den)
  for (let channel: u32 = 0; channel < outputs; channel++) {
    const to = outputChannel(self, 0, channel) + (<usize>offset << 2)
    const plane = min(channel, channels - 1)
    const first = window + (<usize>plane * <usize>windowStride << 2) + ((<usize>start) << 2)
    if (copies) memory.copy(to, first, <usize>frames << 2)
    else resample(to, frames, first, phase, num, den, filter)
  }
}
