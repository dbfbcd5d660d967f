// The frames of a sound between its ends and the seams of its loop, which are nearly all: read forwards, at one speed.
// The same arithmetic as `readAt`, with all that holds for all of them worked out once.

import { lanesOf, loopEnd, loopKind, loopSeams, loopStart, soundFrames, soundLeft, soundRight } from './read.as'
import { phasesOf, rowsOf, tapsOf } from './taps.as'

/** Where the head stands behind what `playPlain` played. */
export let plainPosition: f64 = 0

/** The first frame that `readAt` may read with a set of taps without looking beyond an end or a seam. */
function lowest(taps: i32, looped: bool): f64 {
  return <f64>((taps >> 1) - 1 + (loopSeams && looped ? loopStart : 0))
}

/** The first frame from which on it may not, or from which on the crossfade of the loop begins. */
function highest(taps: i32, fade: i32): f64 {
  const end = loopSeams ? min(loopEnd, soundFrames) : soundFrames
  const clear = end - (taps >> 1)
  if (loopKind == 0) return <f64>clear
  return <f64>min(clear, loopEnd - fade - 1)
}

/** Four taps of a place between two rows. */
// @ts-ignore: decorator
@inline
function tapsFour(row: usize, bytes: usize, between: v128): v128 {
  const here = v128.load(row)
  return f32x4.add(here, f32x4.mul(between, f32x4.sub(v128.load(row + bytes), here)))
}

/** Both channels by the taps of a row, in lanes 0 and 1: those of the first set, which most notes need. */
// @ts-ignore: decorator
@inline
function weighSixteen(row: usize, between: v128, left: usize, right: usize): v128 {
  const one = tapsFour(row, 64, between)
  let sumLeft = f32x4.mul(one, v128.load(left))
  let sumRight = f32x4.mul(one, v128.load(right))
  const two = tapsFour(row + 16, 64, between)
  sumLeft = f32x4.add(sumLeft, f32x4.mul(two, v128.load(left, 16)))
  sumRight = f32x4.add(sumRight, f32x4.mul(two, v128.load(right, 16)))
  const three = tapsFour(row + 32, 64, between)
  sumLeft = f32x4.add(sumLeft, f32x4.mul(three, v128.load(left, 32)))
  sumRight = f32x4.add(sumRight, f32x4.mul(three, v128.load(right, 32)))
  const four = tapsFour(row + 48, 64, between)
  sumLeft = f32x4.add(sumLeft, f32x4.mul(four, v128.load(left, 48)))
  sumRight = f32x4.add(sumRight, f32x4.mul(four, v128.load(right, 48)))
  return lanesOf(sumLeft, sumRight)
}

/** The same by any set. */
function weighMany(row: usize, bytes: usize, between: v128, left: usize, right: usize): v128 {
  let sumLeft = f32x4.splat(0)
  let sumRight = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    const tap = tapsFour(row + at, bytes, between)
    sumLeft = f32x4.add(sumLeft, f32x4.mul(tap, v128.load(left + at)))
    sumRight = f32x4.add(sumRight, f32x4.mul(tap, v128.load(right + at)))
  }
  return lanesOf(sumLeft, sumRight)
}

/**
 * Adds frames to the output as long as nothing happens: none where the head is near an end, and until `hertz` (0 where nothing is
 * followed) says another pitch. Answers the frame behind them, and where the head is then in `plainPosition`.
 */
export function playPlain(
  from: u32,
  end: u32,
  start: f64,
  speed: f64,
  set: i32,
  looped: bool,
  fade: i32,
  hertz: usize,
  levels: usize,
  levelMask: u32,
  toLeft: usize,
  toRight: usize,
): u32 {
  const taps = <i32>tapsOf(set)
  const bytes = <usize>taps << 2
  const phases = <f64>phasesOf(set)
  const rows = rowsOf(set)
  const low = lowest(taps, looped)
  const high = highest(taps, fade)
  // The first tap is so many frames before the one that the head is in.
  const before = <usize>((taps >> 1) - 1) << 2
  const left = soundLeft - before
  const right = soundRight - before
  const pitch = load<f32>(hertz + (<usize>from << 2))
  let position = start
  let i = from
  while (i < end && position >= low && position < high) {
    const at = <usize>i << 2
    if (load<f32>(hertz + at) != pitch) break
    const whole = Math.floor(position)
    const place = (position - whole) * phases
    const phase = <u32>place
    const between = f32x4.splat(<f32>(place - <f64>phase))
    const row = rows + <usize>phase * bytes
    const frame = <usize>(<u32>whole) << 2
    const both =
      bytes == 64
        ? weighSixteen(row, between, left + frame, right + frame)
        : weighMany(row, bytes, between, left + frame, right + frame)
    const gain = load<f32>(levels + (<usize>(i & levelMask) << 2))
    store<f32>(toLeft + at, load<f32>(toLeft + at) + gain * f32x4.extract_lane(both, 0))
    store<f32>(toRight + at, load<f32>(toRight + at) + gain * f32x4.extract_lane(both, 1))
    position += speed
    i++
  }
  plainPosition = position
  return i
}
