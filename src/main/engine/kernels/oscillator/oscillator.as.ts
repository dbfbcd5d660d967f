import { demoteFour, exp2Two, foldTurns, promoteHigh, sinQuarter } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, paramMoves, STATE, STEP } from '../lib/header.as'
import { buildTables, LEVEL_BYTES, TABLE, waveTables } from './tables.as'

// State: f64 phase in turns, f64 seconds a frame.
const PHASE = STATE
const PERIOD = STATE + 8

const FREQUENCY: usize = 1
const DETUNE: usize = 2
const START: usize = 3

/** The exponent and top two bits of 2^−11 as f32: the first level. */
const FIRST_LEVEL: i32 = (127 - 11) << 2

export function oscillator_state_size(channels: u32): u32 {
  return <u32>STATE + 16
}

export function oscillator_init(self: usize, sampleRate: f64, seed: u32): void {
  buildTables()
  store<f64>(self + PHASE, 0)
  store<f64>(self + PERIOD, 1 / sampleRate)
}

/** Turns a frame for two frames, within ±0.5. */
// @ts-ignore: decorator
@inline
function increment(hertz: v128, factor: v128, period: v128): v128 {
  const turns = f64x2.mul(f64x2.mul(f64x2.promote_low_f32x4(hertz), factor), period)
  return f64x2.pmax(f64x2.splat(-0.5), f64x2.pmin(f64x2.splat(0.5), turns))
}

// @ts-ignore: decorator
@inline
function factorOf(cents: v128): v128 {
  return exp2Two(f64x2.mul(f64x2.promote_low_f32x4(cents), f64x2.splat(1.0 / 1200.0)))
}

// @ts-ignore: decorator
@inline
function high(four: v128): v128 {
  return v128.shuffle<f32>(four, four, 2, 3, 2, 3)
}

/** Reads two neighbouring samples at each of four places, and interpolates between them. */
// @ts-ignore: decorator
@inline
function look(a: usize, b: usize, c: usize, d: usize, rest: v128): v128 {
  const early = v128.load64_lane(b, v128.load64_zero(a), 1)
  const late = v128.load64_lane(d, v128.load64_zero(c), 1)
  const here = v128.shuffle<f32>(early, late, 0, 2, 4, 6)
  const next = v128.shuffle<f32>(early, late, 1, 3, 5, 7)
  return f32x4.add(here, f32x4.mul(rest, f32x4.sub(next, here)))
}

/** Four samples of a table wave at phases (turns, f64) with increments (turns, f32). */
// @ts-ignore: decorator
@inline
function waveFour(tables: usize, early: v128, late: v128, speeds: v128): v128 {
  // Level and fade from the bits of the increment: exponent and two bits, and the rest.
  const span = f32x4.max(
    f32x4.splat(0.00048828125),
    f32x4.min(f32x4.splat(0.4999999), f32x4.abs(speeds)),
  )
  const levels = i32x4.sub(i32x4.shr_u(span, 21), i32x4.splat(FIRST_LEVEL))
  const fade = f32x4.mul(
    f32x4.convert_i32x4_s(v128.and(span, i32x4.splat(0x1fffff))),
    f32x4.splat(1.0 / 2097152.0),
  )
  const size = f64x2.splat(<f64>TABLE)
  const placeEarly = f64x2.mul(f64x2.sub(early, f64x2.floor(early)), size)
  const placeLate = f64x2.mul(f64x2.sub(late, f64x2.floor(late)), size)
  const indexEarly = i32x4.trunc_sat_f64x2_s_zero(placeEarly)
  const indexLate = i32x4.trunc_sat_f64x2_s_zero(placeLate)
  const rest = demoteFour(
    f64x2.sub(placeEarly, f64x2.convert_low_i32x4_s(indexEarly)),
    f64x2.sub(placeLate, f64x2.convert_low_i32x4_s(indexLate)),
  )
  const bytes = i32x4.add(
    i32x4.mul(levels, i32x4.splat(<i32>LEVEL_BYTES)),
    i32x4.shl(v128.shuffle<i32>(indexEarly, indexLate, 0, 1, 4, 5), 2),
  )
  const a = tables + <usize>i32x4.extract_lane(bytes, 0)
  const b = tables + <usize>i32x4.extract_lane(bytes, 1)
  const c = tables + <usize>i32x4.extract_lane(bytes, 2)
  const d = tables + <usize>i32x4.extract_lane(bytes, 3)
  const bright = look(a, b, c, d, rest)
  const dull = look(a + LEVEL_BYTES, b + LEVEL_BYTES, c + LEVEL_BYTES, d + LEVEL_BYTES, rest)
  return f32x4.add(bright, f32x4.mul(fade, f32x4.sub(dull, bright)))
}

export function oscillator_process(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const period = f64x2.splat(load<f64>(self + PERIOD))
  const detuneMoves = paramMoves(self, DETUNE)
  const moves = detuneMoves || paramMoves(self, FREQUENCY)
  let phase = load<f64>(self + PHASE)
  let wave: i32 = 0
  let early = f64x2.splat(0)
  let late = f64x2.splat(0)
  let factorEarly = factorOf(paramFour(self, DETUNE, offset))
  let factorLate = factorEarly
  for (let frame = offset; frame < offset + frames; frame += 4) {
    if ((frame & (STEP - 1)) == 0) {
      phase -= Math.floor(phase)
      wave = <i32>paramAt(self, 0, frame)
    }
    if (moves || frame == offset) {
      if (detuneMoves) {
        const cents = paramFour(self, DETUNE, frame)
        factorEarly = factorOf(cents)
        factorLate = factorOf(high(cents))
      }
      const hertz = paramFour(self, FREQUENCY, frame)
      early = increment(hertz, factorEarly, period)
      late = increment(high(hertz), factorLate, period)
    }
    const one = f64x2.extract_lane(early, 0)
    const two = one + f64x2.extract_lane(early, 1)
    const three = two + f64x2.extract_lane(late, 0)
    const four = three + f64x2.extract_lane(late, 1)
    const starts = paramFour(self, START, frame)
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
    const result = wave == 0
      ? sinQuarter(demoteFour(foldTurns(turnsEarly), foldTurns(turnsLate)))
      : waveFour(waveTables(wave - 1), turnsEarly, turnsLate, demoteFour(early, late))
    v128.store(to + (<usize>frame << 2), result)
  }
  store<f64>(self + PHASE, phase)
}
