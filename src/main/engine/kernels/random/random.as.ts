import { CYCLES_BYTES, cyclesTwo, fillCycles, initCycles } from '../lib/cycles.as'
import { hashFour, hashOne } from '../lib/hash.as'
import { demoteFour } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, STATE, STEP } from '../lib/header.as'

// State: a block of cycles, u32 seed.
const CYCLES = STATE
const SEED = CYCLES + CYCLES_BYTES

const SHAPE: usize = 0
const SYNC: usize = 1
const RATE: usize = 2
const DIVISION: usize = 3
const DEPTH: usize = 4
const OFFSET: usize = 5
const OWN_SEED: usize = 6
const BEAT: usize = 7
const RESET: usize = 0

/** Octaves of the wandering, from 1/8 of the rate up to 4 times it. */
const OCTAVES: i32 = 6
const SLOWEST: f64 = 0.125

/** The sum of the octaves' amplitudes is 1: 1 − √½ over 1 − √½⁶. */
const LOUDEST: f32 = 0.33473507

export function random_state_size(channels: u32): u32 {
  return <u32>(SEED + 8)
}

export function random_init(self: usize, sampleRate: f64, seed: u32): void {
  initCycles(self + CYCLES, sampleRate)
  store<u32>(self + SEED, seed)
}

// @ts-ignore: decorator
@inline
function valueOf(cells: v128, key: v128): v128 {
  const bits = hashFour(cells, key)
  return f32x4.mul(f32x4.convert_i32x4_s(bits), f32x4.splat(1.0 / 2147483648.0))
}

// @ts-ignore: decorator
@inline
function cellsOf(early: v128, late: v128): v128 {
  return v128.shuffle<i32>(
    i32x4.trunc_sat_f64x2_s_zero(early),
    i32x4.trunc_sat_f64x2_s_zero(late),
    0,
    1,
    4,
    5,
  )
}

/** Value noise: from one random value to the next by 3t² − 2t³. */
// @ts-ignore: decorator
@inline
function smoothFour(early: v128, late: v128, key: v128): v128 {
  const wholeEarly = f64x2.floor(early)
  const wholeLate = f64x2.floor(late)
  const t = demoteFour(f64x2.sub(early, wholeEarly), f64x2.sub(late, wholeLate))
  const cells = cellsOf(wholeEarly, wholeLate)
  const from = valueOf(cells, key)
  const to = valueOf(i32x4.add(cells, i32x4.splat(1)), key)
  const eased = f32x4.mul(f32x4.mul(t, t), f32x4.sub(f32x4.splat(3), f32x4.add(t, t)))
  return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), eased))
}

/** Octaves of value noise, each twice as fast and √½ as loud as the one before. */
// @ts-ignore: decorator
@inline
function wanderFour(early: v128, late: v128, key: v128): v128 {
  let first = f64x2.mul(early, f64x2.splat(SLOWEST))
  let second = f64x2.mul(late, f64x2.splat(SLOWEST))
  let level = f32x4.splat(LOUDEST)
  let octaveKey = key
  let sum = f32x4.splat(0)
  for (let octave = 0; octave < OCTAVES; octave++) {
    sum = f32x4.add(sum, f32x4.mul(level, smoothFour(first, second, octaveKey)))
    first = f64x2.add(first, first)
    second = f64x2.add(second, second)
    level = f32x4.mul(level, f32x4.splat(0.70710678))
    octaveKey = i32x4.add(octaveKey, i32x4.splat(0x9e3779b9))
  }
  return sum
}

function randomStep(self: usize, frame: u32, to: usize): void {
  const block = self + CYCLES
  fillCycles(self, block, frame, SYNC, RATE, DIVISION, BEAT, RESET)
  const shape = <i32>paramAt(self, SHAPE, frame)
  const key = i32x4.splat(hashOne(load<u32>(self + SEED), <u32>paramAt(self, OWN_SEED, frame)))
  for (let i: u32 = 0; i < STEP; i += 4) {
    const early = cyclesTwo(block, i)
    const late = cyclesTwo(block, i + 2)
    let value: v128
    if (shape == 0) value = valueOf(cellsOf(f64x2.floor(early), f64x2.floor(late)), key)
    else if (shape == 1) value = smoothFour(early, late, key)
    else value = wanderFour(early, late, key)
    const depth = paramFour(self, DEPTH, frame + i)
    const offsets = paramFour(self, OFFSET, frame + i)
    v128.store(to + (<usize>(frame + i) << 2), f32x4.add(offsets, f32x4.mul(depth, value)))
  }
}

export function random_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  for (let frame = offset; frame < offset + frames; frame += STEP) randomStep(self, frame, to)
}
