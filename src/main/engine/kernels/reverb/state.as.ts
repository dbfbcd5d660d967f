// Where the reverb keeps what.

import { STATE } from '../lib/header.as'

/** Lines of the network. */
export const LINES: u32 = 16
/** Of these, the first so many are modulated. */
export const MODULATED: u32 = 8
/** Early reflections of a side. */
export const TAPS: u32 = 6
/** All-passes of a side. */
export const DIFFUSERS: u32 = 4

export const RATE = STATE
export const STEPS = STATE + 8
export const ACTIVE = STATE + 12
export const QUIET = STATE + 16
export const LINE_RING = STATE + 20
export const LINE_PLACE = STATE + 24
export const PRE_RING = STATE + 28
export const PRE_PLACE = STATE + 32
export const DIFFUSER_RING = STATE + 36
export const DIFFUSER_PLACE = STATE + 40
export const LEVEL = STATE + 44
/** f32 × 8: the values that the coefficients are for. */
export const KEYS = STATE + 48
/** u32 × 32 each: frames of each line, of each early reflection, left then right, and the pre-delay. */
export const DELAYS = STATE + 80
export const NEXT_DELAYS = STATE + 208
/** Of four lines each: b0, b1 − a1 · b0, a1 of the high shelf and of the low one, then their states. */
export const FILTERS = STATE + 336
export const FILTER_BYTES: usize = 128
/** f32 × 8 each: frames by which modulated lines are longer where a step begins and where it ends. */
export const SHIFTS = STATE + 848
/** 16 frames of each line. */
export const HEARD = STATE + 912
/** 16 frames of what enters, left and right. */
export const ENTERING = STATE + 1936
/** 16 frames of the wet sound, left and right. */
export const WET = STATE + 2064
export const RINGS = STATE + 2192

/** Frames that are there again past the end of a ring, so that 16 + 4 can be read from any place. */
export const AGAIN: u32 = 32

/** Delays by their index. */
export const FIRST_TAP: u32 = 16
export const PRE: u32 = 28
export const DELAY_COUNT: u32 = 29

/** Where the rings of the lines, of the pre-delay and of the all-passes begin. */
// @ts-ignore: decorator
@inline
export function lineRing(self: usize, line: u32): usize {
  return self + RINGS + 4 * <usize>(line * (load<u32>(self + LINE_RING) + AGAIN))
}

// @ts-ignore: decorator
@inline
export function preRing(self: usize, side: u32): usize {
  return lineRing(self, LINES) + 4 * <usize>(side * (load<u32>(self + PRE_RING) + AGAIN))
}

// @ts-ignore: decorator
@inline
export function diffuserRing(self: usize, index: u32): usize {
  return preRing(self, 2) + 4 * <usize>(index * (load<u32>(self + DIFFUSER_RING) + AGAIN))
}

/** Address of the frame that lies `back` frames before `place`. */
// @ts-ignore: decorator
@inline
export function behind(ring: usize, place: u32, size: u32, back: u32): usize {
  return ring + (<usize>(place >= back ? place - back : place + size - back) << 2)
}

/** Copies sixteen frames: `memory.copy` costs more. */
// @ts-ignore: decorator
@inline
export function copyStep(to: usize, from: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
  v128.store(to, v128.load(from, 32), 32)
  v128.store(to, v128.load(from, 48), 48)
}

/** Keeps the frames past the end of a ring the same as those at its start. */
// @ts-ignore: decorator
@inline
export function repeat(ring: usize, place: u32, size: u32): void {
  const from = ring + (<usize>place << 2)
  if (place < AGAIN) copyStep(from + (<usize>size << 2), from)
}
