// The frames of a sound between its ends and the seams of its loop, which are nearly all: read forwards, at one speed.
// The same arithmetic as `readAt`, with all that holds for all of them worked out once.

import { demoteFour } from '../lib/math.as'
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

/** Sixteen frames of a channel by as many taps, four sums of four. */
// @ts-ignore: decorator
@inline
function weigh(from: usize, one: v128, two: v128, three: v128, four: v128): v128 {
  let sum = f32x4.mul(one, v128.load(from))
  sum = f32x4.add(sum, f32x4.mul(two, v128.load(from, 16)))
  sum = f32x4.add(sum, f32x4.mul(three, v128.load(from, 32)))
  return f32x4.add(sum, f32x4.mul(four, v128.load(from, 48)))
}

/** Both channels by the taps of a row, in lanes 0 and 1: those of the first set, which most notes need. */
// @ts-ignore: decorator
@inline
function weighSixteen(row: usize, between: v128, left: usize, right: usize): v128 {
  const one = tapsFour(row, 64, between)
  const two = tapsFour(row + 16, 64, between)
  const three = tapsFour(row + 32, 64, between)
  const four = tapsFour(row + 48, 64, between)
  const sum = weigh(left, one, two, three, four)
  return lanesOf(sum, left == right ? sum : weigh(right, one, two, three, four))
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

/** One channel by the taps of a row, four sums that are not added up yet. */
function weighOne(row: usize, bytes: usize, between: v128, from: usize): v128 {
  if (bytes == 64) {
    const one = tapsFour(row, 64, between)
    const two = tapsFour(row + 16, 64, between)
    const three = tapsFour(row + 32, 64, between)
    return weigh(from, one, two, three, tapsFour(row + 48, 64, between))
  }
  let sum = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(tapsFour(row + at, bytes, between), v128.load(from + at)))
  }
  return sum
}

/** The sums of the lanes of each, as `lanesOf` adds them. */
// @ts-ignore: decorator
@inline
function lanesOfFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const early = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const late = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  const even = v128.shuffle<f32>(early, late, 0, 1, 4, 5)
  return f32x4.add(even, v128.shuffle<f32>(early, late, 2, 3, 6, 7))
}

/** Four whole numbers as i32. */
// @ts-ignore: decorator
@inline
function wholeFour(early: v128, late: v128): v128 {
  const low = i32x4.trunc_sat_f64x2_s_zero(early)
  return v128.shuffle<i32>(low, i32x4.trunc_sat_f64x2_s_zero(late), 0, 1, 4, 5)
}

/** Four frames of one channel at four positions, by the arithmetic that a frame alone has. */
// @ts-ignore: decorator
@inline
function readFour(from: usize, early: v128, late: v128, rows: usize, bytes: usize, phases: f64): v128 {
  const wholeEarly = f64x2.floor(early)
  const wholeLate = f64x2.floor(late)
  const placeEarly = f64x2.mul(f64x2.sub(early, wholeEarly), f64x2.splat(phases))
  const placeLate = f64x2.mul(f64x2.sub(late, wholeLate), f64x2.splat(phases))
  const rowEarly = f64x2.floor(placeEarly)
  const rowLate = f64x2.floor(placeLate)
  const between = demoteFour(f64x2.sub(placeEarly, rowEarly), f64x2.sub(placeLate, rowLate))
  const frames = i32x4.shl(wholeFour(wholeEarly, wholeLate), 2)
  const at = i32x4.mul(wholeFour(rowEarly, rowLate), i32x4.splat(<i32>bytes))
  return lanesOfFour(
    weighOne(
      rows + <usize>i32x4.extract_lane(at, 0),
      bytes,
      v128.shuffle<f32>(between, between, 0, 0, 0, 0),
      from + <usize>i32x4.extract_lane(frames, 0),
    ),
    weighOne(
      rows + <usize>i32x4.extract_lane(at, 1),
      bytes,
      v128.shuffle<f32>(between, between, 1, 1, 1, 1),
      from + <usize>i32x4.extract_lane(frames, 1),
    ),
    weighOne(
      rows + <usize>i32x4.extract_lane(at, 2),
      bytes,
      v128.shuffle<f32>(between, between, 2, 2, 2, 2),
      from + <usize>i32x4.extract_lane(frames, 2),
    ),
    weighOne(
      rows + <usize>i32x4.extract_lane(at, 3),
      bytes,
      v128.shuffle<f32>(between, between, 3, 3, 3, 3),
      from + <usize>i32x4.extract_lane(frames, 3),
    ),
  )
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
  if (left == right) {
    const pitches = f32x4.splat(pitch)
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2
      const second = position + speed
      const third = second + speed
      const fourth = third + speed
      if (position < low || fourth >= high) break
      if (!i32x4.all_true(f32x4.eq(v128.load(hertz + at), pitches))) break
      const early = f64x2.replace_lane(f64x2.splat(position), 1, second)
      const late = f64x2.replace_lane(f64x2.splat(third), 1, fourth)
      const gain = levelMask == 0 ? v128.load32_splat(levels) : v128.load(levels + at)
      const four = f32x4.mul(gain, readFour(left, early, late, rows, bytes, phases))
      v128.store(toLeft + at, f32x4.add(v128.load(toLeft + at), four))
      v128.store(toRight + at, f32x4.add(v128.load(toRight + at), four))
      position = fourth + speed
    }
  }
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
