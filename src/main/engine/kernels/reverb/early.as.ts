// What comes before the network: pre-delay, early reflections, all-passes (J. Dattorro, 1997).

import { boundFour, flushFour } from '../lib/math.as'
import { tapLevel } from './design.as'
import {
  behind,
  DELAYS,
  DIFFUSER_PLACE,
  DIFFUSER_RING,
  diffuserRing,
  DIFFUSERS,
  ENTERING,
  FIRST_TAP,
  NEXT_DELAYS,
  PRE,
  PRE_PLACE,
  PRE_RING,
  preRing,
  RATE,
  repeat,
  TAPS,
  WET,
} from './state.as'

/** Lengths of the all-passes in frames at 48 kHz, left then right. */
const lengths: StaticArray<u32> = [229, 173, 611, 447, 241, 181, 587, 431]

/** Longest of them in seconds. */
export const LONGEST_DIFFUSER: f64 = 611 / 48000

/** Puts sixteen frames into the pre-delay line of a side; all bits that are not zero come back. */
export function enter(self: usize, side: u32, from: usize): v128 {
  const ring = preRing(self, side)
  const place = load<u32>(self + PRE_PLACE)
  const to = ring + (<usize>place << 2)
  let any = f32x4.splat(0)
  for (let at: usize = 0; at < 64; at += 16) {
    const kept = boundFour(v128.load(from + at))
    any = v128.or(any, kept)
    v128.store(to + at, kept)
  }
  repeat(ring, place, load<u32>(self + PRE_RING))
  return any
}

/** Adds sixteen frames of a delay times a level, faded from one delay to the next where they differ. */
// @ts-ignore: decorator
@inline
function addDelayed(self: usize, side: u32, index: u32, level: f32, fade: f32, to: usize): void {
  const ring = preRing(self, side)
  const place = load<u32>(self + PRE_PLACE)
  const size = load<u32>(self + PRE_RING)
  const older = behind(ring, place, size, load<u32>(self + DELAYS + (<usize>index << 2)))
  const newer = behind(ring, place, size, load<u32>(self + NEXT_DELAYS + (<usize>index << 2)))
  const scale = f32x4.splat(level)
  const ramp = f32x4(0, 0.0078125, 0.015625, 0.0234375)
  for (let at: usize = 0; at < 64; at += 16) {
    let heard = v128.load(older + at)
    if (fade > 0) {
      const way = f32x4.add(ramp, f32x4.splat(fade - 0.125 + <f32>at * <f32>(1.0 / 512)))
      heard = f32x4.add(heard, f32x4.mul(way, f32x4.sub(v128.load(newer + at), heard)))
    }
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(scale, heard)))
  }
}

/** The pre-delayed sound of both sides, to `ENTERING`. */
export function delayEntering(self: usize, fade: f32): void {
  for (let at: usize = 0; at < 128; at += 16) v128.store(self + ENTERING + at, f32x4.splat(0))
  addDelayed(self, 0, PRE, 1, fade, self + ENTERING)
  addDelayed(self, 1, PRE, 1, fade, self + ENTERING + 64)
}

/** Early reflections, added to `WET`; every other one comes from the other side. */
export function addEarly(self: usize, level: f32, fade: f32): void {
  for (let tap: u32 = 0; tap < 2 * TAPS; tap++) {
    const side: u32 = tap < TAPS ? 0 : 1
    const to = self + WET + (<usize>side << 6)
    addDelayed(self, side ^ (tap & 1), FIRST_TAP + tap, level * tapLevel(tap), fade, to)
  }
}

/** Moves the pre-delay line on. */
export function passEntering(self: usize): void {
  const place = load<u32>(self + PRE_PLACE) + 16
  store<u32>(self + PRE_PLACE, place == load<u32>(self + PRE_RING) ? 0 : place)
}

/** Sixteen frames at `ENTERING` through the all-passes; all bits that stay come back. */
export function diffuse(self: usize, amount: f32): v128 {
  const gain = f32x4.splat(amount)
  const place = load<u32>(self + DIFFUSER_PLACE)
  const size = load<u32>(self + DIFFUSER_RING)
  const scale = load<f64>(self + RATE) / 48000
  let any = f32x4.splat(0)
  for (let index: u32 = 0; index < 2 * DIFFUSERS; index++) {
    const ring = diffuserRing(self, index)
    const frames = max<u32>(20, <u32>nearest(<f64>unchecked(lengths[index]) * scale))
    const from = behind(ring, place, size, frames)
    const to = ring + (<usize>place << 2)
    const sound = self + ENTERING + (index < DIFFUSERS ? 0 : 64)
    for (let at: usize = 0; at < 64; at += 16) {
      const old = v128.load(from + at)
      const kept = flushFour(f32x4.add(v128.load(sound + at), f32x4.mul(gain, old)))
      any = v128.or(any, kept)
      v128.store(to + at, kept)
      v128.store(sound + at, f32x4.sub(old, f32x4.mul(gain, kept)))
    }
    repeat(ring, place, size)
  }
  store<u32>(self + DIFFUSER_PLACE, place + 16 == size ? 0 : place + 16)
  return any
}
