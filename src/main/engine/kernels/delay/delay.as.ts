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

// State: u32 place to write, u32 ring size in frames, f64 rate, f32 damping it is for, f32 its
// coefficient, 2 × f32 damped sample; then the ring: frames of (left, right), and 4 that repeat its
// start.
const PLACE = STATE
const SIZE = STATE + 4
const RATE = STATE + 8
const DAMPING = STATE + 16
const COEFFICIENT = STATE + 20
const DAMPED = STATE + 24
const RING = STATE + 32

/** Longest delay in seconds. */
const LONGEST: f64 = 4

/** Rate in frames a second that the ring is made for when the host does not say. */
const FASTEST: f64 = 192000

/** Shortest delay in frames: the interpolation reads one frame newer than the delay. */
const SHORTEST: f64 = 2

/** Relative rounding of an f32. */
const F32_STEP: f64 = 1.2e-7

const TIME: usize = 0
const FEEDBACK: usize = 1
const MIX: usize = 2
const LOWPASS: usize = 3
const MODE: usize = 4

function ringFrames(sampleRate: f64): u32 {
  return <u32>Math.ceil(LONGEST * (sampleRate > 0 ? sampleRate : FASTEST)) + 8
}

export function delay_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>RING + 8 * (ringFrames(sampleRate) + 4)
}

export function delay_init(self: usize, sampleRate: f64, seed: u32): void {
  const size = ringFrames(sampleRate)
  store<u32>(self + PLACE, 0)
  store<u32>(self + SIZE, size)
  store<f64>(self + RATE, sampleRate)
  store<f32>(self + DAMPING, -1)
  store<u64>(self + DAMPED, 0)
  memory.fill(self + RING, 0, 8 * <usize>(size + 4))
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

/** Sixteen frames. Left and right sit in lanes 0 and 1; a read takes four frames in two loads. */
function processStep(self: usize, frame: u32): void {
  const ring = self + RING
  const size = load<u32>(self + SIZE)
  const rate = load<f64>(self + RATE)
  const longest = LONGEST * rate
  const fromLeft = inputChannel(self, 0, 0)
  const fromRight = inputChannel(self, 0, 1)
  const toLeft = outputChannel(self, 0, 0)
  const toRight = outputChannel(self, 0, 1)
  const times = paramPointer(self, TIME)
  const timeMask = paramMask(self, TIME)
  const timeMoves = paramMoves(self, TIME)
  const feedbacks = paramPointer(self, FEEDBACK)
  const feedbackMask = paramMask(self, FEEDBACK)
  const mixes = paramPointer(self, MIX)
  const mixMask = paramMask(self, MIX)
  const pingPong = <i32>paramAt(self, MODE, frame) == 1
  const coefficient = f32x4.splat(updateDamping(self, paramAt(self, LOWPASS, frame)))
  let damped = v128.load64_zero(self + DAMPED)
  let place = load<u32>(self + PLACE)
  let whole: u32 = 0
  let older = f32x4.splat(0)
  let newer = f32x4.splat(0)
  for (let i: u32 = frame; i < frame + STEP; i++) {
    if (timeMoves || i == frame) {
      const time = <f64>load<f32>(times + (<usize>(i & timeMask) << 2))
      const wanted = max(SHORTEST, min(longest, time * rate))
      // A whole number of frames, as near as f32 seconds can say it, is read exactly.
      const round = nearest(wanted)
      const frames = abs(wanted - round) < wanted * F32_STEP ? round : wanted
      whole = <u32>frames
      // Lagrange's cubic through the frames at −1, 0, 1 and 2 from the whole delay.
      const t = <f32>(frames - <f64>whole)
      const up = t + 1
      const down = t - 1
      const far = t - 2
      const c0 = up * down * far * 0.5
      const c1 = up * t * far * -0.5
      const cNewest = t * down * far * <f32>(-1.0 / 6.0)
      const cOldest = up * t * down * <f32>(1.0 / 6.0)
      older = f32x4(cOldest, cOldest, c1, c1)
      newer = f32x4(c0, c0, cNewest, cNewest)
    }
    const back = whole + 2
    const start = place >= back ? place - back : place + size - back
    const at = ring + (<usize>start << 3)
    const products = f32x4.add(
      f32x4.mul(v128.load(at), older),
      f32x4.mul(v128.load(at, 16), newer),
    )
    const wet = f32x4.add(products, v128.shuffle<f32>(products, products, 2, 3, 2, 3))
    damped = f32x4.add(damped, f32x4.mul(coefficient, f32x4.sub(wet, damped)))
    const left = v128.load32_zero(fromLeft + (<usize>i << 2))
    const right = v128.load32_zero(fromRight + (<usize>i << 2))
    const dry = v128.shuffle<f32>(left, right, 0, 4, 1, 5)
    const entering = pingPong ? f32x4.mul(f32x4.add(left, right), f32x4.splat(0.5)) : dry
    const returning = pingPong ? v128.shuffle<f32>(damped, damped, 1, 0, 3, 2) : damped
    const feedback = v128.load32_splat(feedbacks + (<usize>(i & feedbackMask) << 2))
    const kept = flushFour(f32x4.add(entering, f32x4.mul(feedback, returning)))
    v128.store64_lane(ring + (<usize>place << 3), kept, 0)
    if (place < 4) v128.store64_lane(ring + (<usize>(place + size) << 3), kept, 0)
    place = place + 1 == size ? 0 : place + 1
    const mix = v128.load32_splat(mixes + (<usize>(i & mixMask) << 2))
    const through = f32x4.sub(f32x4.splat(1), mix)
    const out = f32x4.add(f32x4.mul(through, dry), f32x4.mul(mix, wet))
    v128.store32_lane(toLeft + (<usize>i << 2), out, 0)
    v128.store32_lane(toRight + (<usize>i << 2), out, 1)
  }
  store<u32>(self + PLACE, place)
  if (((frame + STEP) & (QUANTUM - 1)) == 0) damped = flushFour(damped)
  v128.store64_lane(self + DAMPED, damped, 0)
}

export function delay_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += STEP) processStep(self, frame)
}
