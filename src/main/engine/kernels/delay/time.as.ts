import { paramAt, STATE } from '../lib/header.as'
import { beatsOf } from '../lib/note-lengths.as'

/** f64: frames a second. */
export const RATE = STATE + 8

/** f64: seconds of delay at the end of the last step; below 0 before the first. u32: 1 while it glides. */
const SECONDS = STATE + 32
const GLIDES = STATE + 40
const LAST_SYNC = STATE + 44

export const TIME: usize = 0
const SYNC: usize = 5
const TEMPO: usize = 6

/** Longest delay in seconds. */
export const LONGEST: f64 = 4

/** Time constant of the glide to another note value, in seconds. */
const GLIDE: f64 = 0.05

/** Forgets the past. */
export function resetTime(self: usize): void {
  store<f64>(self + SECONDS, -1)
  store<u32>(self + GLIDES, 0)
}

/** Delay in seconds where the last step ended. */
// @ts-ignore: decorator
@inline
export function secondsNow(self: usize): f64 {
  return load<f64>(self + SECONDS)
}

/** Delay of a note value in seconds, halved until it fits. */
function noteSeconds(self: usize, sync: i32, frame: u32): f64 {
  const tempo = max<f64>(1, paramAt(self, TEMPO, frame))
  let seconds = (beatsOf(sync) * 60) / tempo
  while (seconds > LONGEST) seconds *= 0.5
  return seconds
}

/**
 * The delay at the end of the step that begins at `frame`, where it keeps time with the tempo or still
 * glides after that; less than 0 where it follows the param `time`.
 */
export function gliding(self: usize, frame: u32): f64 {
  const sync = <i32>paramAt(self, SYNC, frame)
  const before = load<f64>(self + SECONDS)
  if (before < 0) store<i32>(self + LAST_SYNC, sync)
  if (sync != load<i32>(self + LAST_SYNC)) {
    store<i32>(self + LAST_SYNC, sync)
    store<u32>(self + GLIDES, 1)
  }
  const free = <f64>paramAt(self, TIME, frame)
  if (sync == 0 && load<u32>(self + GLIDES) == 0) {
    store<f64>(self + SECONDS, free)
    return -1
  }
  const wanted = sync == 0 ? min(LONGEST, free) : noteSeconds(self, sync, frame)
  const rate = load<f64>(self + RATE)
  const way = wanted - before
  const arrives = before < 0 || abs(way) * rate < 0.01
  const seconds = arrives ? wanted : before + way * min(1, 16 / (GLIDE * rate))
  store<f64>(self + SECONDS, seconds)
  if (arrives) store<u32>(self + GLIDES, 0)
  return seconds
}
