import { gateBits } from '../lib/control.as'
import { clearBytes } from '../lib/copy.as'
import { exp2One } from '../lib/math.as'
import {
  inputChannel,
  inputChannels,
  outputChannel,
  paramAt,
  paramMask,
  paramPointer,
  STATE,
  STEP,
} from '../lib/header.as'
import {
  loopEnd,
  loopKind,
  loopStart,
  readAt,
  readLeft,
  readRight,
  setLoop,
  setSound,
  soundFrames,
} from './read.as'
import { plainPosition, playPlain } from './plain.as'
import { buildTaps, SETS } from './taps.as'

// State: f64 rate, f64 rate of the sound, u32 its left and right channel, u32 its frames, u32 trigger
// of the frame before; then two playheads: the note's, and the last note's while it fades.
const RATE = STATE
const SOUND_RATE = STATE + 8
const LEFT = STATE + 16
const RIGHT = STATE + 20
const FRAMES = STATE + 24
const BEFORE = STATE + 28
const HEAD = STATE + 32
const GHOST = HEAD + 32

// A playhead: f64 position in the sound, f64 frames of the sound a frame, u32 plays, i32 direction,
// u32 whether it has gone through the loop, u32 frames until it has faded.
const POSITION: usize = 0
const SPEED: usize = 8
const PLAYS: usize = 16
const DIRECTION: usize = 20
const LOOPED: usize = 24
const FADE: usize = 28

/** Frames in which the sound of the last note fades. */
const FADING: u32 = 128

const ROOT: usize = 0
const TUNE: usize = 1
const TRACK: usize = 2

export function sampler_state_size(channels: u32): u32 {
  return <u32>GHOST + 32
}

export function sampler_init(self: usize, sampleRate: f64, seed: u32): void {
  buildTaps()
  memory.fill(self + STATE, 0, GHOST + 32 - STATE)
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + SOUND_RATE, sampleRate)
}

/** Takes the sound; more than two channels play as their first two. */
export function sampler_sound(
  self: usize,
  pointer: usize,
  strideFrames: u32,
  frames: u32,
  channels: u32,
  soundRate: f64,
): void {
  store<u32>(self + LEFT, <u32>pointer)
  store<u32>(self + RIGHT, <u32>pointer + (channels > 1 ? strideFrames << 2 : 0))
  store<u32>(self + FRAMES, channels > 0 ? min<u32>(frames, 0x3fffffff) : 0)
  store<f64>(self + SOUND_RATE, soundRate)
}

/** 1 while nothing plays. */
export function sampler_idle(self: usize): u32 {
  const plays = load<u32>(self + HEAD + PLAYS) | load<u32>(self + GHOST + PLAYS)
  return plays == 0 && load<u32>(self + BEFORE) == 0 ? 1 : 0
}

/** The loop as it holds for a step; `gate` is whether the note is held. */
function prepareLoop(self: usize, frame: u32, gate: bool): i32 {
  const rate = load<f64>(self + SOUND_RATE)
  const frames = <f64>load<u32>(self + FRAMES)
  let kind = <i32>paramAt(self, 8, frame)
  if (kind == 3) kind = gate ? 1 : 0
  const start = nearest(min<f64>(frames, max<f64>(0, <f64>paramAt(self, 9, frame) * rate)))
  const given = nearest(max<f64>(0, <f64>paramAt(self, 10, frame) * rate))
  const end = given > 0 ? min<f64>(frames, given) : frames
  if (end - start < 2) kind = 0
  const wanted = nearest(max<f64>(0, <f64>paramAt(self, 11, frame) * rate))
  const fade = kind == 1 ? <i32>min<f64>(wanted, min<f64>(start, end - start)) : 0
  setLoop(kind, <i32>start, <i32>end, kind != 0 && fade == 0)
  return fade
}

/** Folds a position that has left the loop back into it. */
function foldPosition(head: usize, position: f64): f64 {
  if (loopKind == 0) return position
  const start = <f64>loopStart
  if (loopKind == 1) {
    const end = <f64>loopEnd
    if (position < end) return position
    store<u32>(head, 1, LOOPED)
    const length = end - start
    return start + (position - start - length * Math.floor((position - start) / length))
  }
  const last = <f64>(loopEnd - 1)
  let place = position
  for (let turns = 0; turns < 64; turns++) {
    if (place > last) {
      place = 2 * last - place
      store<i32>(head, -1, DIRECTION)
      store<u32>(head, 1, LOOPED)
    } else if (place < start && load<i32>(head, DIRECTION) < 0) {
      place = 2 * start - place
      store<i32>(head, 1, DIRECTION)
    } else break
  }
  return max(0, min(last, place))
}

/** The set of taps that leaves nothing to fold: 2 · log2(speed), rounded up. */
function setFor(speed: f64): i32 {
  let set: i32 = 0
  let reach: f64 = 1.0001
  while (set < SETS - 1 && speed > reach) {
    reach *= Math.SQRT2
    set++
  }
  return set
}

/** Plays a head from one frame to another, adding to the output. */
function play(self: usize, head: usize, from: u32, end: u32, follows: bool, fade: i32): void {
  const levels = paramPointer(self, 12)
  const levelMask = paramMask(self, 12)
  const hertz = inputChannel(self, 0, 0)
  const toLeft = outputChannel(self, 0, 0)
  const toRight = outputChannel(self, 0, 1)
  const root = 440 * exp2One((<f64>paramAt(self, ROOT, from) - 69) / 12)
  const tuned = exp2One(<f64>paramAt(self, TUNE, from) / 1200)
  const base = (tuned * load<f64>(self + SOUND_RATE)) / load<f64>(self + RATE)
  const track = <f64>paramAt(self, TRACK, from)
  let position = load<f64>(head, POSITION)
  let speed = load<f64>(head, SPEED)
  let known: f32 = -1
  let set = setFor(speed)
  let i = from
  while (i < end) {
    const at = <usize>i << 2
    const now = load<f32>(hertz + at)
    if (follows && now != known) {
      known = now
      const ratio = max<f64>(0.001, <f64>now) / root
      speed = min<f64>(64, base * (track == 1 ? ratio : Math.pow(ratio, track)))
      // As near to its own pitch as hertz in f32 can say: exactly that.
      if (abs(speed - 1) < 1e-6) speed = 1
      set = setFor(speed)
    }
    const looped = load<u32>(head, LOOPED) != 0
    if (follows && load<i32>(head, DIRECTION) > 0) {
      const behind = playPlain(
        i,
        end,
        position,
        speed,
        set,
        looped,
        fade,
        hertz,
        levels,
        levelMask,
        toLeft,
        toRight,
      )
      if (behind > i) {
        i = behind
        position = foldPosition(head, plainPosition)
        if (position < <f64>soundFrames) continue
        store<u32>(head, 0, PLAYS)
        break
      }
    }
    readAt(position, set, looped)
    let left = readLeft
    let right = readRight
    const into = position - <f64>(loopEnd - fade)
    if (fade > 0 && into > 0) {
      const part = <f32>min<f64>(1, into / <f64>fade)
      readAt(position - <f64>(loopEnd - loopStart), set, looped)
      left += part * (readLeft - left)
      right += part * (readRight - right)
    }
    let gain = load<f32>(levels + (<usize>(i & levelMask) << 2))
    if (!follows) {
      const rest = load<u32>(head, FADE)
      gain *= <f32>rest * <f32>(1.0 / 128.0)
      store<u32>(head, rest - 1, FADE)
      if (rest <= 1) store<u32>(head, 0, PLAYS)
    }
    store<f32>(toLeft + at, load<f32>(toLeft + at) + gain * left)
    store<f32>(toRight + at, load<f32>(toRight + at) + gain * right)
    position = foldPosition(head, position + speed * <f64>load<i32>(head, DIRECTION))
    if (position >= <f64>soundFrames) store<u32>(head, 0, PLAYS)
    if (load<u32>(head, PLAYS) == 0) break
    i++
  }
  store<f64>(head, position, POSITION)
  store<f64>(head, speed, SPEED)
}

function keyOf(hertz: f32): f32 {
  return hertz > 0 ? <f32>nearest(69 + 12 * Math.log2(<f64>hertz / 440)) : 0
}

/** A note begins: the last one's head goes on as the ghost. */
function begin(self: usize, frame: u32): void {
  const head = self + HEAD
  const at = <usize>frame << 2
  if (load<u32>(head, PLAYS) != 0) {
    memory.copy(self + GHOST, head, 32)
    store<u32>(self + GHOST, FADING, FADE)
  }
  const key = keyOf(load<f32>(inputChannel(self, 0, 0) + at))
  const velocity: f32 = inputChannels(self, 3) > 0 ? load<f32>(inputChannel(self, 3, 0) + at) : 1
  const inside =
    key >= nearest(paramAt(self, 3, frame)) &&
    key <= nearest(paramAt(self, 4, frame)) &&
    velocity >= paramAt(self, 5, frame) &&
    velocity <= paramAt(self, 6, frame)
  const start = max<f64>(0, <f64>paramAt(self, 7, frame) * load<f64>(self + SOUND_RATE))
  const plays = inside && start < <f64>load<u32>(self + FRAMES)
  memory.fill(head, 0, 32)
  store<f64>(head, start, POSITION)
  store<f64>(head, 1, SPEED)
  store<u32>(head, plays ? 1 : 0, PLAYS)
  store<i32>(head, 1, DIRECTION)
}

/** The first frame of a step at which the trigger rises, or 16. */
function triggerIn(self: usize, frame: u32): u32 {
  const gates = gateBits(inputChannel(self, 2, 0) + (<usize>frame << 2))
  const rises = gates & ~((gates << 1) | load<u32>(self + BEFORE))
  store<u32>(self + BEFORE, gates >> 15)
  return rises == 0 ? STEP : ctz(rises)
}

function processStep(self: usize, frame: u32): void {
  const start = <usize>frame << 2
  clearBytes(outputChannel(self, 0, 0) + start, <usize>STEP << 2)
  clearBytes(outputChannel(self, 0, 1) + start, <usize>STEP << 2)
  const into = triggerIn(self, frame)
  const head = self + HEAD
  const ghost = self + GHOST
  const silent = (load<u32>(head, PLAYS) | load<u32>(ghost, PLAYS)) == 0
  if ((silent && into == STEP) || load<u32>(self + FRAMES) == 0) return
  setSound(load<u32>(self + LEFT), load<u32>(self + RIGHT), load<u32>(self + FRAMES))
  const fade = prepareLoop(self, frame, load<f32>(inputChannel(self, 1, 0) + start) >= 0.5)
  const turn = frame + into
  const end = frame + STEP
  if (load<u32>(ghost, PLAYS) != 0) play(self, ghost, frame, turn, false, fade)
  if (load<u32>(head, PLAYS) != 0) play(self, head, frame, turn, true, fade)
  if (into == STEP) return
  begin(self, turn)
  if (load<u32>(ghost, PLAYS) != 0) play(self, ghost, turn, end, false, fade)
  if (load<u32>(head, PLAYS) != 0) play(self, head, turn, end, true, fade)
}

export function sampler_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, frame)
}
