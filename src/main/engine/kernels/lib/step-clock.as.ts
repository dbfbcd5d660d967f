// Steps of a length in beats, counted from the timeline's start: where a frame lies in them follows
// from its position alone, so that seeking is exact.

import { paramAt, QUANTUM } from './header.as'

/** Bytes of a clock: f64 position at the frame before, in beats; u32 whether there was one. */
export const CLOCK_BYTES: usize = 16

/** What `readClock` found. True while the position moves. */
export let clockRuns: bool = false
/** True at a frame at which the position has not come from the one before. */
export let clockJumps: bool = false
/** True at the first frame of a step. */
export let clockBegins: bool = false
/** Number of the step since the start of the timeline. */
export let clockStep: i32 = 0
/** How far the step has got, and its length, in steps without swing. */
export let clockPlace: f64 = 0
export let clockLength: f64 = 1

/** Every other step begins later by `swing` of a step. */
function locate(at: f64, swing: f64): void {
  // Sums of parts of a step round: what lies this little before a step is at it.
  const steps = at + 1e-9
  const pair = Math.floor(steps * 0.5)
  const place = steps - 2 * pair
  const late = place >= 1 + swing
  clockStep = 2 * <i32>pair + (late ? 1 : 0)
  clockPlace = late ? place - 1 - swing : place
  clockLength = late ? 1 - swing : 1 + swing
}

/**
 * Where a frame lies. `position` and `next` are in beats, `next` being that of the frame after;
 * `perFrame` is what a frame adds at the present tempo.
 */
export function readClock(
  clock: usize,
  position: f64,
  next: f64,
  perFrame: f64,
  length: f64,
  swing: f64,
): void {
  const before = load<f64>(clock)
  const known = load<u32>(clock, 8) != 0
  const moved = position - before
  const follows = known && moved > 0 && moved <= 4 * perFrame + 1e-6
  store<f64>(clock, position)
  store<u32>(clock, 1, 8)
  clockRuns = follows || next != position
  clockJumps = !follows
  locate(before / length, swing)
  const stepBefore = clockStep
  locate(position / length, swing)
  const fresh = follows ? clockStep != stepBefore : clockPlace * length < 1.5 * perFrame
  clockBegins = clockRuns && fresh
}

/** Beats at a frame: whole ones and the part of one, as the timeline's signals give them. */
// @ts-ignore: decorator
@inline
function beatsAt(self: usize, beat: usize, phase: usize, frame: u32): f64 {
  return <f64>paramAt(self, beat, frame) + <f64>paramAt(self, phase, frame)
}

/** `readClock` with the params that the timeline is bound to, in the order tempo, beat, phase. */
export function readTimeline(
  self: usize,
  clock: usize,
  tempo: usize,
  frame: u32,
  length: f64,
  swing: f64,
  rate: f64,
): void {
  const perFrame = max<f64>(<f64>paramAt(self, tempo, frame), 0) / (60 * rate)
  const position = beatsAt(self, tempo + 1, tempo + 2, frame)
  // Past the quantum nothing is known yet: it goes on as it came.
  const last = (frame & (QUANTUM - 1)) == QUANTUM - 1
  const stands = load<u32>(clock, 8) != 0 && load<f64>(clock) == position
  const onward = stands ? position : position + perFrame
  const next = last ? onward : beatsAt(self, tempo + 1, tempo + 2, frame + 1)
  readClock(clock, position, next, perFrame, length, swing)
}
