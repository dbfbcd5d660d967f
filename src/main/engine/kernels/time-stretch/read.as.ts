// Runs of the sound at a step, between its frames where the step or the place asks for it.

import { clearBytes, copyBytes } from '../lib/copy.as'
import { readAt, readLeft, readRight, setLoop, setSound } from '../sampler/read.as'
import { SETS } from '../sampler/taps.as'
import { CHANNELS, FRAMES, SOUND, STRIDE } from './layout.as'

/** Set before `readRun`: where the sound begins, whether it goes round, whether it has. */
let left: usize = 0
let right: usize = 0
let length: i32 = 0
let round: bool = false

/** Chooses a pair of channels, from a frame of the sound on. */
export function choosePair(self: usize, channel: u32, from: u32, loops: bool): void {
  const last = load<u32>(self + CHANNELS) - 1
  const sound = <usize>load<u32>(self + SOUND) + (<usize>from << 2)
  left = sound + <usize>min(channel, last) * load<u32>(self + STRIDE)
  right = sound + <usize>min(channel + 1, last) * load<u32>(self + STRIDE)
  length = <i32>(load<u32>(self + FRAMES) - from)
  round = loops && length > 1
  setSound(left, right, length)
  setLoop(round ? 1 : 0, 0, length, round)
}

/** The set of taps that leaves nothing to fold: 2 · log2(step), rounded up. */
function setFor(step: f64): i32 {
  let set: i32 = 0
  let reach: f64 = 1.0001
  while (set < SETS - 1 && step > reach) {
    reach *= Math.SQRT2
    set++
  }
  return set
}

/** `count` frames of both channels from a place on; before the sound, and behind it where it does not go round, is silence. */
export function readRun(
  place: f64,
  step: f64,
  count: u32,
  looped: bool,
  toLeft: usize,
  toRight: usize,
): void {
  if (step == 1 && place == Math.floor(place)) return copyRun(place, count, looped, toLeft, toRight)
  const set = setFor(step)
  const end = <f64>length
  for (let i: u32 = 0; i < count; i++) {
    let at = place + <f64>i * step
    let again = looped
    if (round && (at >= end || (looped && at < 0))) {
      again = true
      at -= Math.floor(at / end) * end
    }
    const inside = at > -200 && at < end + 200
    if (inside) readAt(at, set, again)
    store<f32>(toLeft + (<usize>i << 2), inside ? readLeft : 0)
    store<f32>(toRight + (<usize>i << 2), inside ? readRight : 0)
  }
}

/** The same at the sound's own frames. */
function copyRun(place: f64, count: u32, looped: bool, toLeft: usize, toRight: usize): void {
  let done: u32 = 0
  while (done < count) {
    let at = place + <f64>done
    if (round && (at >= <f64>length || (looped && at < 0))) {
      at -= Math.floor(at / <f64>length) * <f64>length
    }
    const to = <usize>done << 2
    const rest = count - done
    if (at < 0 || at >= <f64>length) {
      const silent = at < 0 ? <u32>min<f64>(<f64>rest, -at) : rest
      clearBytes(toLeft + to, <usize>silent << 2)
      clearBytes(toRight + to, <usize>silent << 2)
      done += silent
      continue
    }
    const run = <u32>min<f64>(<f64>rest, <f64>length - at)
    copyBytes(toLeft + to, left + (<usize>at << 2), <usize>run << 2)
    copyBytes(toRight + to, right + (<usize>at << 2), <usize>run << 2)
    done += run
  }
}
