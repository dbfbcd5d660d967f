// Reads the lines of a modulated delay between frames.

import { blendBetween, evenOf, farOf, nearOf, readBetween, wayOf } from './taps.as'

/** Frames for which the sweep is worked out at once. */
export const STEP: u32 = 32

/** Frames past the end of a line that repeat its start. */
export const AGAIN: u32 = 32

/** Bytes from a line's frames to its samples half-way to the next ones. */
// @ts-ignore: decorator
@inline
export function halvesOf(size: u32): usize {
  return <usize>(size + AGAIN) << 2
}

/** Where the oldest of four frames lies that are read `back` half frames before those from `place` on. */
// @ts-ignore: decorator
@inline
function oldestAt(ring: usize, size: u32, place: u32, back: u32): usize {
  const frames = (back >> 1) + 2
  const oldest = place >= frames ? place - frames : place + size - frames
  return ring + (<usize>oldest << 2)
}

/** Four frames at `back` half frames before those from `place` on, and `parts` of one more. */
// @ts-ignore: decorator
@inline
function readAt(ring: usize, size: u32, place: u32, back: u32, parts: v128): v128 {
  const line = oldestAt(ring, size, place, back)
  const halves = line + halvesOf(size)
  const odd = (back & 1) != 0
  // An even place is a frame, between its two half-way samples.
  const outer = odd ? line : halves
  const inner = odd ? halves + 4 : line + 8
  return readBetween(
    v128.load(outer, 8),
    v128.load(inner),
    v128.load(outer, 4),
    v128.load(inner - 4),
    parts,
  )
}

/** Four frames of a line whose places differ: mostly two, which are next to each other, else each has a reading of its own. */
function readApart(ring: usize, size: u32, place: u32, whole: u32, backs: v128, parts: v128): v128 {
  const a = readAt(ring, size, place, whole + <u32>i32x4.extract_lane(backs, 0), parts)
  const early = i32x4.eq(backs, v128.shuffle<i32>(backs, backs, 0, 0, 0, 0))
  const late = i32x4.eq(backs, v128.shuffle<i32>(backs, backs, 3, 3, 3, 3))
  if (i32x4.all_true(v128.or(early, late))) {
    const last = readAt(ring, size, place, whole + <u32>i32x4.extract_lane(backs, 3), parts)
    return v128.bitselect(a, last, early)
  }
  const b = readAt(ring, size, place, whole + <u32>i32x4.extract_lane(backs, 1), parts)
  const c = readAt(ring, size, place, whole + <u32>i32x4.extract_lane(backs, 2), parts)
  const d = readAt(ring, size, place, whole + <u32>i32x4.extract_lane(backs, 3), parts)
  const first = v128.shuffle<f32>(a, b, 0, 5, 0, 5)
  return v128.shuffle<f32>(first, v128.shuffle<f32>(c, d, 2, 7, 2, 7), 0, 1, 4, 5)
}

// @ts-ignore: decorator
@inline
function areOne(backs: v128): bool {
  const first = i32x4.splat(i32x4.extract_lane(backs, 0))
  return i32x4.bitmask(i32x4.eq(backs, first)) == 15
}

/** Four frames of a line, `backs` half frames beyond `whole` and `parts` of one more. */
// @ts-ignore: decorator
@inline
export function readLine(ring: usize, size: u32, place: u32, whole: u32, backs: v128, parts: v128): v128 {
  return areOne(backs)
    ? readAt(ring, size, place, whole + <u32>i32x4.extract_lane(backs, 0), parts)
    : readApart(ring, size, place, whole, backs, parts)
}

// @ts-ignore: decorator
@inline
function addTo(sums: usize, read: v128): void {
  v128.store(sums, f32x4.add(v128.load(sums), read))
}

/** A step of a voice, added to what is at `sums`: nothing that it reads is written in this step. */
export function addVoice(
  ring: usize,
  size: u32,
  place: u32,
  whole: u32,
  places: usize,
  sums: usize,
): void {
  for (let i: u32 = 0; i < STEP; i += 4) {
    const from = places + (<usize>i << 3)
    const backs = v128.load(from)
    const parts = v128.load(from, 16)
    addTo(sums + (<usize>i << 2), readLine(ring, size, place + i, whole, backs, parts))
  }
}

/** The same for both sides, which are read at the same places: what follows from those alone is worked out once. */
export function addVoiceOfBoth(
  ring: usize,
  size: u32,
  place: u32,
  whole: u32,
  places: usize,
  sums: usize,
): void {
  const other = halvesOf(size) << 1
  for (let i: u32 = 0; i < STEP; i += 4) {
    const from = places + (<usize>i << 3)
    const to = sums + (<usize>i << 2)
    const backs = v128.load(from)
    const parts = v128.load(from, 16)
    if (!areOne(backs)) {
      addTo(to, readApart(ring, size, place + i, whole, backs, parts))
      addTo(to + 4 * <usize>STEP, readApart(ring + other, size, place + i, whole, backs, parts))
      continue
    }
    const back = whole + <u32>i32x4.extract_lane(backs, 0)
    const line = oldestAt(ring, size, place + i, back)
    const halves = line + halvesOf(size)
    const odd = (back & 1) != 0
    const outer = odd ? line : halves
    const inner = odd ? halves + 4 : line + 8
    const u = wayOf(parts)
    const z = f32x4.mul(u, u)
    const even = evenOf(z)
    const far = farOf(z)
    const near = nearOf(z)
    const left = blendBetween(
      v128.load(outer, 8),
      v128.load(inner),
      v128.load(outer, 4),
      v128.load(inner - 4),
      u,
      even,
      far,
      near,
    )
    addTo(to, left)
    const right = blendBetween(
      v128.load(outer + other, 8),
      v128.load(inner + other),
      v128.load(outer + other, 4),
      v128.load(inner + other - 4),
      u,
      even,
      far,
      near,
    )
    addTo(to + 4 * <usize>STEP, right)
  }
}
