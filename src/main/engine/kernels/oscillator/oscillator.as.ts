import { exp2Four } from '../lib/logarithms.as'
import { demoteFour, promoteHigh, sinQuarter } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, paramMoves, STATE, STEP } from '../lib/header.as'
import { fadeOf, levelBytes, lookFour, spanOf, waveFour } from './look.as'
import { buildTables, waveTables } from './tables.as'

// State: f64 phase in turns, f64 seconds a frame.
const PHASE = STATE
const PERIOD = STATE + 8

const FREQUENCY: usize = 1
const DETUNE: usize = 2
const START: usize = 3

export function oscillator_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function oscillator_init(self: usize, sampleRate: f64, seed: u32): void {
  buildTables()
  store<f64>(self + PHASE, 0)
  store<f64>(self + PERIOD, 1 / sampleRate)
}

// In memory, where a load brings a number into all lanes: to build one from code takes longer.

/** Octaves in a cent; turns in a unit of 2^−32. */
const octave = memory.data<f32>([1.0 / 1200.0, 1.0 / 4294967296.0])

/** Most turns a frame, either way; 1.5 · 2^20: a double beside it has the parts of a turn, in units of 2^−32, as its low word. */
const doubles = memory.data<f64>([0.5, -0.5, 1572864])

/** Half a turn. */
const mirror = memory.data<u32>([0x80000000])

/** Turns a frame for two frames, within ±0.5; hertz and factor are f32. */
// @ts-ignore: decorator
@inline
function increment(hertz: v128, factor: v128, period: v128): v128 {
  const factors = f64x2.promote_low_f32x4(factor)
  const turns = f64x2.mul(f64x2.mul(f64x2.promote_low_f32x4(hertz), factors), period)
  return f64x2.pmax(v128.load64_splat(doubles + 8), f64x2.pmin(v128.load64_splat(doubles), turns))
}

/** Factors of frequency, f32, of four differences in cents: within 0.001 ct. */
// @ts-ignore: decorator
@inline
function factorOf(cents: v128): v128 {
  return exp2Four(f32x4.mul(cents, v128.load32_splat(octave)))
}

// @ts-ignore: decorator
@inline
function high(four: v128): v128 {
  return v128.shuffle<f32>(four, four, 2, 3, 2, 3)
}

/** Places within the turn of four frames, as whole numbers of 32 bits, from turns in f64. */
// @ts-ignore: decorator
@inline
function phasesOf(early: v128, late: v128): v128 {
  const shift = v128.load64_splat(doubles + 16)
  return v128.shuffle<i32>(f64x2.add(early, shift), f64x2.add(late, shift), 0, 2, 4, 6)
}

/** The sine at four places within the turn. */
// @ts-ignore: decorator
@inline
function sineFour(phases: v128): v128 {
  // Beyond a quarter turn either way: the same sine from within.
  const mirrored = i32x4.sub(v128.load32_splat(mirror), phases)
  const beyond = i32x4.shr_s(v128.xor(phases, i32x4.shl(phases, 1)), 31)
  const folded = v128.bitselect(mirrored, phases, beyond)
  return sinQuarter(f32x4.mul(f32x4.convert_i32x4_s(folded), v128.load32_splat(octave + 4)))
}

/** Sixteen frames at a frequency that holds: answers the phase behind them. */
// @ts-ignore: decorator
@inline
function holdStep(
  to: usize,
  wave: i32,
  from: f64,
  first: v128,
  second: v128,
  starts: v128,
  four: f64,
  levels: v128,
  fade: v128,
): f64 {
  const tables = waveTables(max(0, wave - 1))
  const end = to + (<usize>STEP << 2)
  let phase = from
  if (wave == 0) {
    for (let at = to; at < end; at += 16) {
      const base = f64x2.splat(phase)
      const early = f64x2.add(f64x2.add(base, first), starts)
      const late = f64x2.add(f64x2.add(base, second), starts)
      v128.store(at, sineFour(phasesOf(early, late)))
      phase += four
    }
  } else {
    for (let at = to; at < end; at += 16) {
      const base = f64x2.splat(phase)
      const early = f64x2.add(f64x2.add(base, first), starts)
      const late = f64x2.add(f64x2.add(base, second), starts)
      v128.store(at, waveFour(tables, phasesOf(early, late), levels, fade))
      phase += four
    }
  }
  return phase
}

export function oscillator_process(self: usize, offset: u32, frames: u32): void {
  if (paramMoves(self, FREQUENCY) || paramMoves(self, DETUNE) || paramMoves(self, START)) {
    return processMoving(self, offset, frames)
  }
  const to = outputChannel(self, 0, 0)
  const period = f64x2.splat(load<f64>(self + PERIOD))
  const factor = factorOf(paramFour(self, DETUNE, offset))
  const speed = increment(paramFour(self, FREQUENCY, offset), factor, period)
  const one = f64x2.extract_lane(speed, 0)
  const two = one + one
  const three = two + one
  const first = f64x2.replace_lane(f64x2.splat(0), 1, one)
  const second = f64x2.replace_lane(f64x2.splat(two), 1, three)
  const starts = f64x2.promote_low_f32x4(paramFour(self, START, offset))
  const span = spanOf(demoteFour(speed, speed))
  const levels = levelBytes(span)
  const fade = fadeOf(span)
  let phase = load<f64>(self + PHASE)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    phase -= Math.floor(phase)
    const wave = <i32>paramAt(self, 0, frame)
    const at = to + (<usize>frame << 2)
    phase = holdStep(at, wave, phase, first, second, starts, three + one, levels, fade)
  }
  store<f64>(self + PHASE, phase)
}

function processMoving(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const period = f64x2.splat(load<f64>(self + PERIOD))
  const detuneMoves = paramMoves(self, DETUNE)
  const startMoves = paramMoves(self, START)
  let starts = paramFour(self, START, offset)
  let phase = load<f64>(self + PHASE)
  let wave: i32 = 0
  let factor = factorOf(paramFour(self, DETUNE, offset))
  for (let frame = offset; frame < offset + frames; frame += 4) {
    if ((frame & (STEP - 1)) == 0) {
      phase -= Math.floor(phase)
      wave = <i32>paramAt(self, 0, frame)
    }
    if (detuneMoves) factor = factorOf(paramFour(self, DETUNE, frame))
    const hertz = paramFour(self, FREQUENCY, frame)
    const early = increment(hertz, factor, period)
    const late = increment(high(hertz), high(factor), period)
    const one = f64x2.extract_lane(early, 0)
    const two = one + f64x2.extract_lane(early, 1)
    const three = two + f64x2.extract_lane(late, 0)
    const four = three + f64x2.extract_lane(late, 1)
    if (startMoves) starts = paramFour(self, START, frame)
    const base = f64x2.splat(phase)
    const turnsEarly = f64x2.add(
      f64x2.add(base, f64x2.replace_lane(f64x2.splat(0), 1, one)),
      f64x2.promote_low_f32x4(starts),
    )
    const turnsLate = f64x2.add(
      f64x2.add(base, f64x2.replace_lane(f64x2.splat(two), 1, three)),
      promoteHigh(starts),
    )
    phase += four
    const phases = phasesOf(turnsEarly, turnsLate)
    const at = to + (<usize>frame << 2)
    if (wave == 0) v128.store(at, sineFour(phases))
    else {
      v128.store(at, lookFour(waveTables(wave - 1), phases, demoteFour(early, late)))
    }
  }
  store<f64>(self + PHASE, phase)
}
