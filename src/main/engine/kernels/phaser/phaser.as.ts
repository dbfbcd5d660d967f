import {
  inputChannel,
  outputChannel,
  paramAt,
  paramMask,
  paramPointer,
  QUANTUM,
  STATE,
  STEP,
} from '../lib/header.as'
import { exp2One, flushTwo, foldTurns, sinQuarter } from '../lib/math.as'
import { turnsPerFrame } from '../lib/sweep.as'

// State: f64 rate, f64 phase in turns, u32 quanta of silence in a row, u32 1 before the first step; 2 × f64
// coefficient where the last step ended, 2 × f64 last wet frame, then 2 × f64 a stage. Lanes are sides.
const RATE = STATE
const PHASE = STATE + 8
const QUIET = STATE + 16
const FRESH = STATE + 20
const COEFFICIENT = STATE + 32
const WET = STATE + 48
const STAGES = STATE + 64

const MOST: i32 = 12

const RATE_PARAM: usize = 0
const CENTRE: usize = 1
const DEPTH: usize = 2
const FEEDBACK: usize = 3
const STEREO: usize = 4
const COUNT: usize = 5
const MIX: usize = 6
const SYNC: usize = 7
const TEMPO: usize = 8

export function phaser_state_size(channels: u32): u32 {
  return <u32>STAGES + 16 * MOST
}

export function phaser_init(self: usize, sampleRate: f64, seed: u32): void {
  store<f64>(self + RATE, sampleRate)
  store<f64>(self + PHASE, 0)
  store<u32>(self + QUIET, 1)
  store<u32>(self + FRESH, 1)
  memory.fill(self + COEFFICIENT, 0, STAGES - COEFFICIENT + 16 * MOST)
}

/** 1 where all stages have come to rest. */
export function phaser_idle(self: usize): u32 {
  return load<u32>(self + QUIET)
}

/** Coefficient of the all-passes for a phase of the sweep: −90° at centre · 2^(depth · sin). */
function coefficientAt(self: usize, frame: u32, phase: f64): f64 {
  const rate = load<f64>(self + RATE)
  const folded = f64x2.extract_lane(foldTurns(f64x2.splat(phase)), 0)
  const wave = <f64>f32x4.extract_lane(sinQuarter(f32x4.splat(<f32>folded)), 0)
  const octaves = max<f64>(0, min<f64>(4, paramAt(self, DEPTH, frame))) * wave
  const centre = max<f64>(1, paramAt(self, CENTRE, frame)) * exp2One(octaves)
  const turn = Math.PI * min(0.45, max(1e-4, centre / rate))
  // A near fit of the tangent below 0.45π: Padé's, to 0.5 % at its end.
  const square = turn * turn
  const tangent =
    (turn * (945 - 105 * square + square * square)) / (945 - 420 * square + 15 * square * square)
  return (tangent - 1) / (tangent + 1)
}

/** Sixteen frames; the coefficient goes straight from step to step. */
function processStep(self: usize, frame: u32): void {
  const step = turnsPerFrame(
    paramAt(self, RATE_PARAM, frame),
    <i32>paramAt(self, SYNC, frame),
    paramAt(self, TEMPO, frame),
    load<f64>(self + RATE),
  )
  const phase = load<f64>(self + PHASE)
  const ahead = <f64>paramAt(self, STEREO, frame)
  const stages = 2 + 2 * <i32>paramAt(self, COUNT, frame)
  if (load<u32>(self + FRESH)) {
    const first = coefficientAt(self, frame, phase)
    const second = coefficientAt(self, frame, phase + ahead)
    v128.store(self + COEFFICIENT, f64x2(first, second))
    store<u32>(self + FRESH, 0)
  }
  const next = phase + 16 * step
  const from = v128.load(self + COEFFICIENT)
  const until = f64x2(
    coefficientAt(self, frame, next),
    coefficientAt(self, frame, next + ahead),
  )
  const rise = f64x2.mul(f64x2.sub(until, from), f64x2.splat(1.0 / 16))
  const fromLeft = inputChannel(self, 0, 0)
  const fromRight = inputChannel(self, 0, 1)
  const toLeft = outputChannel(self, 0, 0)
  const toRight = outputChannel(self, 0, 1)
  const feedbacks = paramPointer(self, FEEDBACK)
  const feedbackMask = paramMask(self, FEEDBACK)
  const mixes = paramPointer(self, MIX)
  const mixMask = paramMask(self, MIX)
  const end = self + STAGES + 16 * <usize>stages
  let a = from
  let wet = v128.load(self + WET)
  for (let i = frame; i < frame + STEP; i++) {
    const at = <usize>i << 2
    const left = <f64>load<f32>(fromLeft + at)
    const right = <f64>load<f32>(fromRight + at)
    const dry = f64x2(left, right)
    const feedback = f64x2.splat(<f64>load<f32>(feedbacks + (<usize>(i & feedbackMask) << 2)))
    const mix = f64x2.splat(<f64>load<f32>(mixes + (<usize>(i & mixMask) << 2)))
    let x = f64x2.add(dry, f64x2.mul(feedback, wet))
    for (let stage = self + STAGES; stage < end; stage += 16) {
      const y = f64x2.add(f64x2.mul(a, x), v128.load(stage))
      v128.store(stage, f64x2.sub(x, f64x2.mul(a, y)))
      x = y
    }
    wet = x
    const out = f64x2.add(dry, f64x2.mul(mix, f64x2.sub(wet, dry)))
    store<f32>(toLeft + at, <f32>f64x2.extract_lane(out, 0))
    store<f32>(toRight + at, <f32>f64x2.extract_lane(out, 1))
    a = f64x2.add(a, rise)
  }
  v128.store(self + WET, wet)
  v128.store(self + COEFFICIENT, until)
  store<f64>(self + PHASE, next - Math.floor(next))
}

/** Flushes what is left; true where nothing is. */
function rest(self: usize): bool {
  let any = f64x2.splat(0)
  for (let at = self + WET; at < self + STAGES + 16 * MOST; at += 16) {
    const kept = flushTwo(v128.load(at))
    v128.store(at, kept)
    any = v128.or(any, kept)
  }
  return !v128.any_true(any)
}

/** Stages that are not in use hold nothing. */
function clearUnused(self: usize, frame: u32): void {
  const stages = 2 + 2 * <i32>paramAt(self, COUNT, frame)
  for (let stage = stages; stage < MOST; stage++) {
    v128.store(self + STAGES + 16 * <usize>stage, f64x2.splat(0))
  }
}

export function phaser_process(self: usize, offset: u32, frames: u32): void {
  for (let quantum = offset; quantum < offset + frames; quantum += QUANTUM) {
    // From silence on it begins anew, whether or not it was called meanwhile.
    if (load<u32>(self + QUIET)) {
      store<f64>(self + PHASE, 0)
      store<u32>(self + FRESH, 1)
    }
    clearUnused(self, quantum)
    for (let frame = quantum; frame < quantum + QUANTUM; frame += STEP) processStep(self, frame)
    store<u32>(self + QUIET, rest(self) ? 1 : 0)
  }
}
