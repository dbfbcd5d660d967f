import { hashOne } from '../lib/hash.as'
import { demoteFour, foldTurns, promoteHigh, sinQuarter } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, STATE, STEP } from '../lib/header.as'

// State: f64 phase in turns, f64 seconds a frame, f64 turns completed, u32 seed.
const PHASE = STATE
const PERIOD = STATE + 8
const TURNS = STATE + 16
const SEED = STATE + 24

export function lfo_state_size(channels: u32): u32 {
  return <u32>STATE + 32
}

export function lfo_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + PHASE, 0)
  store<f64>(self + PERIOD, 1 / sampleRate)
  store<f64>(self + TURNS, 0)
  store<u32>(self + SEED, seed)
}

/** The held random value of a turn, −1…1. */
// @ts-ignore: decorator
@inline
function held(self: usize, turn: f64): f32 {
  const bits = <i32>hashOne(<u32><i64>turn, load<u32>(self + SEED) * 0x9e3779b9 + 0x68e31da4)
  return <f32>bits * <f32>(1.0 / 2147483648.0)
}

/** Four samples of a shape at four phases in turns. */
// @ts-ignore: decorator
@inline
function shapeFour(self: usize, shape: i32, early: v128, late: v128): v128 {
  if (shape == 0) return sinQuarter(demoteFour(foldTurns(early), foldTurns(late)))
  if (shape == 1) {
    return f32x4.mul(demoteFour(foldTurns(early), foldTurns(late)), f32x4.splat(4))
  }
  const wholeEarly = f64x2.floor(early)
  const wholeLate = f64x2.floor(late)
  if (shape == 4) {
    const before = load<f64>(self + TURNS)
    return f32x4(
      held(self, before + f64x2.extract_lane(wholeEarly, 0)),
      held(self, before + f64x2.extract_lane(wholeEarly, 1)),
      held(self, before + f64x2.extract_lane(wholeLate, 0)),
      held(self, before + f64x2.extract_lane(wholeLate, 1)),
    )
  }
  const turn = demoteFour(f64x2.sub(early, wholeEarly), f64x2.sub(late, wholeLate))
  if (shape == 2) return f32x4.sub(f32x4.add(turn, turn), f32x4.splat(1))
  return v128.bitselect(
    f32x4.splat(1),
    f32x4.splat(-1),
    f32x4.lt(turn, f32x4.splat(0.5)),
  )
}

export function lfo_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const period = load<f64>(self + PERIOD)
  let phase = load<f64>(self + PHASE)
  let shape: i32 = 0
  for (let frame = offset; frame < offset + frames; frame += 4) {
    if ((frame & (STEP - 1)) == 0) {
      const whole = Math.floor(phase)
      phase -= whole
      store<f64>(self + TURNS, load<f64>(self + TURNS) + whole)
      shape = <i32>paramAt(self, 0, frame)
    }
    const rates = paramFour(self, 1, frame)
    const one = <f64>f32x4.extract_lane(rates, 0) * period
    const two = one + <f64>f32x4.extract_lane(rates, 1) * period
    const three = two + <f64>f32x4.extract_lane(rates, 2) * period
    const four = three + <f64>f32x4.extract_lane(rates, 3) * period
    const starts = paramFour(self, 4, frame)
    const early = f64x2.add(
      f64x2.replace_lane(f64x2.splat(phase), 1, phase + one),
      f64x2.promote_low_f32x4(starts),
    )
    const late = f64x2.add(
      f64x2.replace_lane(f64x2.splat(phase + two), 1, phase + three),
      promoteHigh(starts),
    )
    phase += four
    const wave = shapeFour(self, shape, early, late)
    const depth = paramFour(self, 2, frame)
    const offsets = paramFour(self, 3, frame)
    v128.store(to + (<usize>frame << 2), f32x4.add(offsets, f32x4.mul(depth, wave)))
  }
  store<f64>(self + PHASE, phase)
}
