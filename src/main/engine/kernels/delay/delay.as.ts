import { copyBytes } from '../lib/copy.as'
import { flushFour } from '../lib/math.as'
import {
  inputChannel,
  outputChannel,
  paramAt,
  paramMask,
  paramMoves,
  paramPointer,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { gliding, LONGEST, RATE, resetTime, secondsNow, TIME } from './time.as'

// State: u32 place to write, u32 ring size in frames, f64 rate, f32 damping it is for, f32 its
// coefficient, 2 × f32 damped sample, the fields of time.as.ts; u32 frames of silence kept in a row; then
// the ring: frames of (left, right), and 32 that repeat its start.
const PLACE = STATE
const SIZE = STATE + 4
const DAMPING = STATE + 16
const COEFFICIENT = STATE + 20
const DAMPED = STATE + 24
const QUIET = STATE + 48
const RING = STATE + 64

/** Frames that repeat the ring's start. */
const AGAIN: u32 = 32

/** Rate in frames a second that the ring is made for when the host does not say. */
const FASTEST: f64 = 192000

/** Shortest delay in frames: the interpolation reads one frame newer than the delay. */
const SHORTEST: f64 = 2

/** Delays from here on are read without regard to what the same step writes. */
const FAR: u32 = STEP + 3

/** Relative rounding of an f32. */
const F32_STEP: f64 = 1.2e-7

const FEEDBACK: usize = 1
const MIX: usize = 2
const LOWPASS: usize = 3
const MODE: usize = 4

function ringFrames(sampleRate: f64): u32 {
  return (<u32>Math.ceil(LONGEST * (sampleRate > 0 ? sampleRate : FASTEST)) + 23) & ~15
}

export function delay_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>RING + 8 * (ringFrames(sampleRate) + AGAIN)
}

export function delay_init(self: usize, sampleRate: f64, seed: u32): void {
  const size = ringFrames(sampleRate)
  store<u32>(self + PLACE, 0)
  store<u32>(self + SIZE, size)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + DAMPING, -1)
  store<u64>(self + DAMPED, 0)
  store<u32>(self + QUIET, size)
  resetTime(self)
  memory.fill(self + RING, 0, 8 * <usize>(size + AGAIN))
}

/** 1 where the whole ring is silent. */
export function delay_idle(self: usize): u32 {
  return load<u32>(self + QUIET) >= load<u32>(self + SIZE) && load<u64>(self + DAMPED) == 0 ? 1 : 0
}

/** One-pole low-pass coefficient for a corner in hertz. */
function updateDamping(self: usize, hertz: f32): f32 {
  if (hertz != load<f32>(self + DAMPING)) {
    const turn = (2 * Math.PI * max<f64>(<f64>hertz, 1)) / load<f64>(self + RATE)
    store<f32>(self + DAMPING, hertz)
    store<f32>(self + COEFFICIENT, <f32>(1 - Math.exp(-turn)))
  }
  return load<f32>(self + COEFFICIENT)
}

/** Frames of a delay in seconds; a whole number, as near as f32 seconds can say it, is that number. */
// @ts-ignore: decorator
@inline
function framesOf(seconds: f64, rate: f64): f64 {
  const wanted = max(SHORTEST, min(LONGEST * rate, seconds * rate))
  const round = nearest(wanted)
  return abs(wanted - round) < wanted * F32_STEP ? round : wanted
}

/** A param's values at two frames, each for both sides. */
// @ts-ignore: decorator
@inline
function pairOf(values: usize, mask: u32, frame: u32): v128 {
  const early = v128.load32_splat(values + (<usize>(frame & mask) << 2))
  const late = v128.load32_splat(values + (<usize>((frame + 1) & mask) << 2))
  return v128.shuffle<f32>(early, late, 0, 1, 4, 5)
}

/** What two frames of input are to the lines. */
// @ts-ignore: decorator
@inline
function enteringOf(dry: v128, pingPong: bool): v128 {
  if (!pingPong) return dry
  const half = f32x4(0.5, 0, 0.5, 0)
  return f32x4.mul(half, f32x4.add(dry, v128.shuffle<f32>(dry, dry, 1, 0, 3, 2)))
}

/**
 * Two frames of the damped sound (left, right, left, right) from the two before: the second is written
 * in terms of them too, which halves the wait. `keep` has k k k² k², `later` 0 0 k k, with k = 1 − c.
 */
// @ts-ignore: decorator
@inline
function dampTwo(before: v128, wet: v128, c: v128, keep: v128, later: v128): v128 {
  const fresh = f32x4.mul(c, wet)
  const carried = f32x4.mul(later, v128.shuffle<f32>(fresh, fresh, 0, 1, 0, 1))
  const last = v128.shuffle<f32>(before, before, 2, 3, 2, 3)
  return f32x4.add(f32x4.mul(keep, last), f32x4.add(fresh, carried))
}

// In memory, where a load brings a number into all lanes: to build one from code takes longer.
const ones = memory.data<f32>([1])

/** Where the four frames lie that are read for a frame, the oldest first. */
// @ts-ignore: decorator
@inline
function tapOf(self: usize, place: u32, whole: u32): usize {
  const back = whole + 2
  const size = load<u32>(self + SIZE)
  return self + RING + (<usize>(place >= back ? place - back : place + size - back) << 3)
}

/**
 * Sixteen frames, two at a time, of a delay that holds and is so long that none of them is an echo of another. `still`
 * where neither feedback nor mix moves, `isWhole` where the delay is of whole frames: nothing lies between two then.
 */
// @ts-ignore: decorator
@inline
function processFar(self: usize, frame: u32, delay: f64, still: bool, isWhole: bool): void {
  const size = load<u32>(self + SIZE)
  const place = load<u32>(self + PLACE)
  const fromLeft = inputChannel(self, 0, 0) + (<usize>frame << 2)
  const fromRight = inputChannel(self, 0, 1) + (<usize>frame << 2)
  const toLeft = outputChannel(self, 0, 0) + (<usize>frame << 2)
  const toRight = outputChannel(self, 0, 1) + (<usize>frame << 2)
  const feedbacks = paramPointer(self, FEEDBACK)
  const feedbackMask = paramMask(self, FEEDBACK)
  const mixes = paramPointer(self, MIX)
  const mixMask = paramMask(self, MIX)
  const pingPong = <i32>paramAt(self, MODE, frame) == 1
  const c = updateDamping(self, paramAt(self, LOWPASS, frame))
  const k: f32 = 1 - c
  const coefficient = f32x4.splat(c)
  const keep = f32x4(k, k, k * k, k * k)
  const later = f32x4(0, 0, k, k)
  const one = v128.load32_splat(ones)
  const whole = <u32>delay
  // Lagrange's cubic through the frames at −1, 0, 1 and 2 from the whole delay.
  const t = <f32>(delay - <f64>whole)
  const up = t + 1
  const down = t - 1
  const far = t - 2
  const oldest = f32x4.splat(up * t * down * <f32>(1.0 / 6.0))
  const older = f32x4.splat(up * t * far * -0.5)
  const newer = f32x4.splat(up * down * far * 0.5)
  const newest = f32x4.splat(t * down * far * <f32>(-1.0 / 6.0))
  let at = tapOf(self, place, whole)
  let to = self + RING + (<usize>place << 3)
  let damped = v128.load64_splat(self + DAMPED)
  let feedback = pairOf(feedbacks, feedbackMask, frame)
  let mix = pairOf(mixes, mixMask, frame)
  let rest = f32x4.sub(one, mix)
  let any = f32x4.splat(0)
  for (let i: u32 = 0; i < STEP; i += 2) {
    const left = v128.load64_zero(fromLeft + (<usize>i << 2))
    const right = v128.load64_zero(fromRight + (<usize>i << 2))
    const dry = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
    const entering = enteringOf(dry, pingPong)
    if (!still) feedback = pairOf(feedbacks, feedbackMask, frame + i)
    let wet = v128.load(at, 16)
    if (!isWhole) {
      const outer = f32x4.add(f32x4.mul(v128.load(at), oldest), f32x4.mul(wet, newer))
      const inner = f32x4.add(
        f32x4.mul(v128.load(at, 8), older),
        f32x4.mul(v128.load(at, 24), newest),
      )
      wet = f32x4.add(outer, inner)
    }
    damped = dampTwo(damped, wet, coefficient, keep, later)
    const returning = pingPong ? v128.shuffle<f32>(damped, damped, 1, 0, 3, 2) : damped
    const kept = flushFour(f32x4.add(entering, f32x4.mul(feedback, returning)))
    any = v128.or(any, kept)
    v128.store(to, kept)
    if (!still) {
      mix = pairOf(mixes, mixMask, frame + i)
      rest = f32x4.sub(one, mix)
    }
    const out = f32x4.add(f32x4.mul(rest, dry), f32x4.mul(mix, wet))
    const sides = v128.shuffle<f32>(out, out, 0, 2, 1, 3)
    v128.store64_lane(toLeft + (<usize>i << 2), sides, 0)
    v128.store64_lane(toRight + (<usize>i << 2), sides, 1)
    at += 16
    to += 16
  }
  if (place < AGAIN) repeatStart(self, place, size)
  finish(self, frame, place, size, damped, any)
}

/** Sixteen frames at the ring's start stand behind its end too. */
function repeatStart(self: usize, place: u32, size: u32): void {
  const from = self + RING + (<usize>place << 3)
  copyBytes(from + (<usize>size << 3), from, <usize>STEP << 3)
}

// @ts-ignore: decorator
@inline
function finish(self: usize, frame: u32, place: u32, size: u32, damped: v128, any: v128): void {
  store<u32>(self + PLACE, place + STEP == size ? 0 : place + STEP)
  const quiet = min<u32>(load<u32>(self + QUIET), 0x40000000) + STEP
  store<u32>(self + QUIET, v128.any_true(any) ? 0 : quiet)
  const left = ((frame + STEP) & (QUANTUM - 1)) == 0 ? flushFour(damped) : damped
  v128.store64_lane(self + DAMPED, left, 1)
}

/** Sixteen frames, of a delay that differs from frame to frame or is shorter than they are. */
function processNear(self: usize, frame: u32, until: f64, from: f64): void {
  const ring = self + RING
  const size = load<u32>(self + SIZE)
  const rate = load<f64>(self + RATE)
  const fromLeft = inputChannel(self, 0, 0)
  const fromRight = inputChannel(self, 0, 1)
  const toLeft = outputChannel(self, 0, 0)
  const toRight = outputChannel(self, 0, 1)
  const times = paramPointer(self, TIME)
  const timeMask = paramMask(self, TIME)
  const feedbacks = paramPointer(self, FEEDBACK)
  const feedbackMask = paramMask(self, FEEDBACK)
  const mixes = paramPointer(self, MIX)
  const mixMask = paramMask(self, MIX)
  const pingPong = <i32>paramAt(self, MODE, frame) == 1
  const c = updateDamping(self, paramAt(self, LOWPASS, frame))
  const k: f32 = 1 - c
  const coefficient = f32x4.splat(c)
  const keep = f32x4(k, k, k * k, k * k)
  const later = f32x4(0, 0, k, k)
  const one = f32x4.splat(1)
  const place = load<u32>(self + PLACE)
  let damped = v128.load64_splat(self + DAMPED)
  let any = f32x4.splat(0)
  for (let i: u32 = 0; i < STEP; i += 2) {
    let wet = f32x4.splat(0)
    const now = frame + i
    const to = ring + (<usize>(place + i) << 3)
    const left = v128.load64_zero(fromLeft + (<usize>now << 2))
    const right = v128.load64_zero(fromRight + (<usize>now << 2))
    const dry = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
    const entering = enteringOf(dry, pingPong)
    const feedback = pairOf(feedbacks, feedbackMask, now)
    for (let half: u32 = 0; half < 2; half++) {
      const time = <f64>load<f32>(times + (<usize>((now + half) & timeMask) << 2))
      const way = from + (until - from) * <f64>(i + half + 1) * (1.0 / 16)
      const frames = framesOf(until < 0 ? time : way, rate)
      const whole = <u32>frames
      // Lagrange's cubic, as above.
      const t = <f32>(frames - <f64>whole)
      const up = t + 1
      const down = t - 1
      const far = t - 2
      const oldest = f32x4.splat(up * t * down * <f32>(1.0 / 6.0))
      const older = f32x4.splat(up * t * far * -0.5)
      const newer = f32x4.splat(up * down * far * 0.5)
      const newest = f32x4.splat(t * down * far * <f32>(-1.0 / 6.0))
      const at = tapOf(self, place + i + half, whole)
      const outer = f32x4.add(
        f32x4.mul(v128.load(at), oldest),
        f32x4.mul(v128.load(at, 16), newer),
      )
      const inner = f32x4.add(
        f32x4.mul(v128.load(at, 8), older),
        f32x4.mul(v128.load(at, 24), newest),
      )
      const heard = f32x4.add(outer, inner)
      wet = half == 0 ? heard : v128.shuffle<f32>(wet, heard, 0, 1, 4, 5)
      if (half == 1) continue
      // The second frame may be an echo of the first, which therefore is written at once.
      const first = dampTwo(damped, heard, coefficient, keep, later)
      const returning = pingPong ? v128.shuffle<f32>(first, first, 1, 0, 3, 2) : first
      const kept = flushFour(f32x4.add(entering, f32x4.mul(feedback, returning)))
      v128.store64_lane(to, kept, 0)
      if (place < AGAIN) v128.store64_lane(to + (<usize>size << 3), kept, 0)
    }
    damped = dampTwo(damped, wet, coefficient, keep, later)
    const returning = pingPong ? v128.shuffle<f32>(damped, damped, 1, 0, 3, 2) : damped
    const kept = flushFour(f32x4.add(entering, f32x4.mul(feedback, returning)))
    any = v128.or(any, kept)
    v128.store(to, kept)
    if (place < AGAIN) v128.store(to + (<usize>size << 3), kept)
    const mix = pairOf(mixes, mixMask, now)
    const out = f32x4.add(f32x4.mul(f32x4.sub(one, mix), dry), f32x4.mul(mix, wet))
    const sides = v128.shuffle<f32>(out, out, 0, 2, 1, 3)
    v128.store64_lane(toLeft + (<usize>now << 2), sides, 0)
    v128.store64_lane(toRight + (<usize>now << 2), sides, 1)
  }
  finish(self, frame, place, size, damped, any)
}

export function delay_process(self: usize, offset: u32, frames: u32): void {
  const still = !paramMoves(self, FEEDBACK) && !paramMoves(self, MIX)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    // From silence on it begins anew, whether or not it was called meanwhile.
    if ((frame & (QUANTUM - 1)) == 0 && delay_idle(self)) resetTime(self)
    const before = secondsNow(self)
    const until = gliding(self, frame)
    const from = before < 0 ? until : before
    const holds = until < 0 ? !paramMoves(self, TIME) : until == from
    const seconds = until < 0 ? <f64>paramAt(self, TIME, frame) : until
    const delay = framesOf(seconds, load<f64>(self + RATE))
    if (!holds || delay < <f64>FAR) processNear(self, frame, until, from)
    else if (!still) processFar(self, frame, delay, false, false)
    else if (delay == nearest(delay)) processFar(self, frame, delay, true, true)
    else processFar(self, frame, delay, true, false)
  }
}
