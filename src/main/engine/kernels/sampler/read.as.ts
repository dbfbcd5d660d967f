// Reading a sound between its frames, over the seams of its loop.

import { MOST_TAPS, phasesOf, rowsOf, tapsOf } from './taps.as'
import { KERNEL, scratch } from '../lib/scratch.as'

/** The sound and its loop, as they hold for a step. Set before `readAt`. */
export let soundLeft: usize = 0
export let soundRight: usize = 0
export let soundFrames: i32 = 0
/** 0 none, 1 forward, 2 ping-pong. */
export let loopKind: i32 = 0
export let loopStart: i32 = 0
/** The frame after the last of the loop. */
export let loopEnd: i32 = 0
/** True where taps beyond a seam come from its other side: not where a crossfade leads over it. */
export let loopSeams: bool = false

/** What was read. */
export let readLeft: f32 = 0
export let readRight: f32 = 0

// @ts-ignore: decorator
@inline
function area(): usize {
  return scratch(KERNEL)
}

export function setSound(left: usize, right: usize, frames: i32): void {
  soundLeft = left
  soundRight = right
  soundFrames = frames
}

export function setLoop(kind: i32, start: i32, end: i32, seams: bool): void {
  loopKind = kind
  loopStart = start
  loopEnd = end
  loopSeams = seams
}

/** The frame that a tap reads. */
function foldTap(index: i32, looped: bool): i32 {
  if (!loopSeams) return index
  if (loopKind == 1) {
    const length = loopEnd - loopStart
    if (index >= loopEnd) return loopStart + ((index - loopStart) % length)
    if (looped && index < loopStart) return loopEnd - 1 - ((loopEnd - 1 - index) % length)
    return index
  }
  const last = loopEnd - 1
  let place = index
  for (let turns = 0; turns < 128; turns++) {
    if (place > last) place = 2 * last - place
    else if (looped && place < loopStart) place = 2 * loopStart - place
    else break
  }
  return place
}

function gather(base: i32, taps: u32, looped: bool): void {
  for (let tap: u32 = 0; tap < taps; tap++) {
    const index = foldTap(base + <i32>tap, looped)
    const inside = index >= 0 && index < soundFrames
    const at = <usize>index << 2
    store<f32>(area() + (<usize>tap << 2), inside ? load<f32>(soundLeft + at) : 0)
    store<f32>(area() + (<usize>(MOST_TAPS + tap) << 2), inside ? load<f32>(soundRight + at) : 0)
  }
}

/** The sums of the lanes of both, in lanes 0 and 1. */
// @ts-ignore: decorator
@inline
export function lanesOf(left: v128, right: v128): v128 {
  const early = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
  const pairs = f32x4.add(early, v128.shuffle<f32>(left, right, 2, 6, 3, 7))
  return f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 2, 3, 2, 3))
}

/** Reads the sound at a position, by a set of taps. `looped`: the loop has been gone through before. */
export function readAt(position: f64, set: i32, looped: bool): void {
  const taps = tapsOf(set)
  const whole = Math.floor(position)
  const place = (position - whole) * <f64>phasesOf(set)
  const phase = <u32>place
  const between = f32x4.splat(<f32>(place - <f64>phase))
  const bytes = <usize>taps << 2
  const row = rowsOf(set) + <usize>phase * bytes
  const base = <i32>whole - <i32>(taps >> 1) + 1
  const end = base + <i32>taps
  let clear = base >= 0 && end <= soundFrames
  if (loopSeams) clear = clear && end <= loopEnd && (!looped || base >= loopStart)
  let left = soundLeft + (<usize>base << 2)
  let right = soundRight + (<usize>base << 2)
  if (!clear) {
    gather(base, taps, looped)
    left = area()
    right = area() + (<usize>MOST_TAPS << 2)
  }
  let sumLeft = f32x4.splat(0)
  let sumRight = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    const here = v128.load(row + at)
    const tap = f32x4.add(here, f32x4.mul(between, f32x4.sub(v128.load(row + bytes + at), here)))
    sumLeft = f32x4.add(sumLeft, f32x4.mul(tap, v128.load(left + at)))
    sumRight = f32x4.add(sumRight, f32x4.mul(tap, v128.load(right + at)))
  }
  const both = lanesOf(sumLeft, sumRight)
  readLeft = f32x4.extract_lane(both, 0)
  readRight = f32x4.extract_lane(both, 1)
}
