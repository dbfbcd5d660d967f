import {
  cycleEdge,
  CYCLES_BYTES,
  cyclesTwo,
  fillCycles,
  initCycles,
} from '../lib/cycles.as'
import { hashFour } from '../lib/hash.as'
import { demoteFour, foldFour, promoteHigh, RISING, sinQuarter } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, paramMoves, STATE, STEP } from '../lib/header.as'

// State: a block of cycles, f64 frames since the start or the last reset, f64 rate, u32 seed.
const CYCLES = STATE
const AGE = CYCLES + CYCLES_BYTES
const SAMPLE_RATE = AGE + 8
const SEED = AGE + 16

const SHAPE: usize = 0
const RATE: usize = 1
const DEPTH: usize = 2
const OFFSET: usize = 3
const PHASE: usize = 4
const WIDTH: usize = 5
const SYNC: usize = 6
const DIVISION: usize = 7
const FADE: usize = 8
const POLARITY: usize = 9
const BEAT: usize = 10
const RESET: usize = 0

export function lfo_state_size(channels: u32): u32 {
  return <u32>(SEED + 8)
}

export function lfo_init(self: usize, sampleRate: f64, seed: u32): void {
  initCycles(self + CYCLES, sampleRate)
  store<f64>(self + AGE, 0)
  store<f64>(self + SAMPLE_RATE, sampleRate)
  store<u32>(self + SEED, seed)
}

/** The random values of four turns, −1…1. */
// @ts-ignore: decorator
@inline
function held(turns: v128, key: v128): v128 {
  const bits = hashFour(turns, key)
  return f32x4.mul(f32x4.convert_i32x4_s(bits), f32x4.splat(1.0 / 2147483648.0))
}

const risings = memory.data<f64>([RISING])

/** Four samples of a shape at four places in turns. */
// @ts-ignore: decorator
@inline
function shapeFour(shape: i32, early: v128, late: v128, width: v128, key: v128): v128 {
  const one = f32x4.splat(1)
  if (shape < 2) {
    const rising = v128.load64_splat(risings)
    const folded = foldFour(f64x2.add(early, rising), f64x2.add(late, rising))
    return shape == 0 ? sinQuarter(folded) : f32x4.mul(folded, f32x4.splat(4))
  }
  const wholeEarly = f64x2.floor(early)
  const wholeLate = f64x2.floor(late)
  const turn = demoteFour(f64x2.sub(early, wholeEarly), f64x2.sub(late, wholeLate))
  if (shape == 2) return f32x4.sub(f32x4.add(turn, turn), one)
  if (shape == 3) return v128.bitselect(one, f32x4.splat(-1), f32x4.lt(turn, width))
  if (shape == 5) return f32x4.sub(one, f32x4.add(turn, turn))
  const cells = v128.shuffle<i32>(
    i32x4.trunc_sat_f64x2_s_zero(wholeEarly),
    i32x4.trunc_sat_f64x2_s_zero(wholeLate),
    0,
    1,
    4,
    5,
  )
  const from = held(cells, key)
  if (shape == 4) return from
  const to = held(i32x4.add(cells, i32x4.splat(1)), key)
  const eased = f32x4.mul(
    f32x4.mul(turn, turn),
    f32x4.sub(f32x4.splat(3), f32x4.add(turn, turn)),
  )
  return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), eased))
}

/** Frames since the start or the last reset. */
// @ts-ignore: decorator
@inline
function since(age: f64, edge: u32, frame: u32): f64 {
  return frame >= edge ? <f64>(frame - edge) : age + <f64>frame
}

/** How far four frames have faded in, 0…1. */
// @ts-ignore: decorator
@inline
function fadeFour(age: f64, edge: u32, frame: u32, span: f64): v128 {
  const ages = f32x4(
    <f32>(since(age, edge, frame) / span),
    <f32>(since(age, edge, frame + 1) / span),
    <f32>(since(age, edge, frame + 2) / span),
    <f32>(since(age, edge, frame + 3) / span),
  )
  return f32x4.pmin(f32x4.splat(1), ages)
}

function lfoStep(self: usize, frame: u32, to: usize): void {
  const block = self + CYCLES
  fillCycles(self, block, frame, SYNC, RATE, DIVISION, BEAT, RESET)
  const edge = cycleEdge(block)
  const shape = <i32>paramAt(self, SHAPE, frame)
  const unipolar = <i32>paramAt(self, POLARITY, frame) == 1
  const half = f32x4.splat(0.5)
  const age = load<f64>(self + AGE)
  const span = <f64>paramAt(self, FADE, frame) * load<f64>(self + SAMPLE_RATE)
  const fades = span > 0 && (age < span || edge < STEP)
  if (!paramMoves(self, DEPTH) && paramAt(self, DEPTH, frame) == 0) {
    // A wave that nobody hears: the usual state of what a synthesiser has for those who want it.
    for (let i: u32 = 0; i < STEP; i += 4) {
      v128.store(to + (<usize>(frame + i) << 2), paramFour(self, OFFSET, frame + i))
    }
    return store<f64>(self + AGE, edge < STEP ? <f64>(STEP - edge) : age + <f64>STEP)
  }
  const key = i32x4.splat(load<u32>(self + SEED) * 0x9e3779b9 + 0x68e31da4)
  for (let i: u32 = 0; i < STEP; i += 4) {
    const starts = paramFour(self, PHASE, frame + i)
    const early = f64x2.add(cyclesTwo(block, i), f64x2.promote_low_f32x4(starts))
    const late = f64x2.add(cyclesTwo(block, i + 2), promoteHigh(starts))
    let wave = shapeFour(shape, early, late, paramFour(self, WIDTH, frame + i), key)
    if (unipolar) wave = f32x4.add(f32x4.mul(wave, half), half)
    if (fades) wave = f32x4.mul(wave, fadeFour(age, edge, i, span))
    const depth = paramFour(self, DEPTH, frame + i)
    const offsets = paramFour(self, OFFSET, frame + i)
    v128.store(to + (<usize>(frame + i) << 2), f32x4.add(offsets, f32x4.mul(depth, wave)))
  }
  store<f64>(self + AGE, edge < STEP ? <f64>(STEP - edge) : age + <f64>STEP)
}

export function lfo_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) lfoStep(self, frame, to)
}
