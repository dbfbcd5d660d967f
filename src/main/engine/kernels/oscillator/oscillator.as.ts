import { exp2Four } from '../lib/logarithms.as'
import { demoteFour, promoteHigh, sinQuarter } from '../lib/math.as'
import { outputChannel, paramAt, paramFour, paramMoves, STATE, STEP } from '../lib/header.as'
import { blendFour, blendLevels, fadeOf, levelBytes, lookFour, spanOf } from './look.as'
import { buildTables, LEVEL_BYTES, waveTables } from './tables.as'

// State: f64 phase in turns, f64 seconds a frame; of the pitch that holds: f32 span and u32 wave of its table, and u32 for how
// many frames it has; then the table, written once it has held for long.
const PHASE = STATE
const PERIOD = STATE + 8
const SPAN = STATE + 16
const WAVE = STATE + 20
const HELD = STATE + 24
const TABLE = STATE + 32

const FREQUENCY: usize = 1
const DETUNE: usize = 2
const START: usize = 3

/** Frames after which a pitch gets a table of its own: to write one takes as long as some 800 frames without. */
const LONG: u32 = 2048

export function oscillator_state_size(channels: u32): u32 {
  return <u32>(TABLE + LEVEL_BYTES)
}

export function oscillator_init(self: usize, sampleRate: f64, seed: u32): void {
  buildTables()
  store<f64>(self + PHASE, 0)
  store<f64>(self + PERIOD, 1 / sampleRate)
  store<f32>(self + SPAN, -1)
  store<u32>(self + HELD, 0)
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

/** Places within the turn, as whole numbers of 32 bits, of four numbers of turns in f64. */
// @ts-ignore: decorator
@inline
function placesOf(early: v128, late: v128): v128 {
  const shift = v128.load64_splat(doubles + 16)
  return v128.shuffle<i32>(f64x2.add(early, shift), f64x2.add(late, shift), 0, 2, 4, 6)
}

/** Where the first of four frames lies within the turn, in all lanes; `start` has the shift in it. */
// @ts-ignore: decorator
@inline
function placeOf(phase: f64, start: v128): v128 {
  const turns = f64x2.add(f64x2.splat(phase), start)
  return v128.shuffle<i32>(turns, turns, 0, 0, 0, 0)
}

/** The same where the four frames begin at turns of their own. */
// @ts-ignore: decorator
@inline
function basesOf(phase: f64, starts: v128): v128 {
  const from = f64x2.splat(phase)
  const shift = v128.load64_splat(doubles + 16)
  const early = f64x2.add(from, f64x2.add(f64x2.promote_low_f32x4(starts), shift))
  const late = f64x2.add(from, f64x2.add(promoteHigh(starts), shift))
  return v128.shuffle<i32>(early, late, 0, 2, 4, 6)
}

/** The param “phase” of a frame, with the shift of `placesOf`. */
// @ts-ignore: decorator
@inline
function startAt(self: usize, frame: u32): v128 {
  return f64x2.add(f64x2.splat(<f64>paramAt(self, START, frame)), v128.load64_splat(doubles + 16))
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

/** The table of a pitch that has held for long, or 0. */
function heldTable(self: usize, wave: i32, span: v128, frames: u32): usize {
  const width = f32x4.extract_lane(span, 0)
  if (load<f32>(self + SPAN) != width || load<u32>(self + WAVE) != <u32>wave) {
    store<f32>(self + SPAN, width)
    store<u32>(self + WAVE, <u32>wave)
    store<u32>(self + HELD, 0)
  }
  const held = load<u32>(self + HELD)
  const now = min(LONG, held + frames)
  store<u32>(self + HELD, now)
  if (now < LONG) return 0
  if (held < LONG) {
    const level = waveTables(wave - 1) + <usize>i32x4.extract_lane(levelBytes(span), 0)
    blendLevels(self + TABLE, level, fadeOf(span))
  }
  return self + TABLE
}

/** Sixteen frames from some phases on, at a pitch that holds: `steps` lie between a frame and the fourth after it. */
// @ts-ignore: decorator
@inline
function holdStep(to: usize, wave: i32, from: v128, steps: v128, turns: v128, table: usize): void {
  const end = to + (<usize>STEP << 2)
  let phases = from
  if (wave == 0) {
    for (let at = to; at < end; at += 16) {
      v128.store(at, sineFour(phases))
      phases = i32x4.add(phases, steps)
    }
  } else if (table != 0) {
    for (let at = to; at < end; at += 16) {
      v128.store(at, blendFour(table, phases))
      phases = i32x4.add(phases, steps)
    }
  } else {
    const tables = waveTables(wave - 1)
    for (let at = to; at < end; at += 16) {
      v128.store(at, lookFour(tables, phases, turns))
      phases = i32x4.add(phases, steps)
    }
  }
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
  const four = three + one
  const first = f64x2.replace_lane(f64x2.splat(0), 1, one)
  const places = placesOf(first, f64x2.replace_lane(f64x2.splat(two), 1, three))
  const steps = placeOf(four, v128.load64_splat(doubles + 16))
  const start = startAt(self, offset)
  const turns = demoteFour(speed, speed)
  const still = !paramMoves(self, 0)
  let wave = <i32>paramAt(self, 0, offset)
  const table = still && wave != 0 ? heldTable(self, wave, spanOf(turns), frames) : 0
  let phase = load<f64>(self + PHASE)
  for (let frame = offset; frame < offset + frames; frame += STEP) {
    phase -= Math.floor(phase)
    if (!still) wave = <i32>paramAt(self, 0, frame)
    const from = i32x4.add(placeOf(phase, start), places)
    holdStep(to + (<usize>frame << 2), wave, from, steps, turns, table)
    phase = phase + four + four + four + four
  }
  store<f64>(self + PHASE, phase)
}

function processMoving(self: usize, offset: u32, frames: u32): void {
  const to = outputChannel(self, 0, 0)
  const period = f64x2.splat(load<f64>(self + PERIOD))
  const detuneMoves = paramMoves(self, DETUNE)
  const startMoves = paramMoves(self, START)
  const start = startAt(self, offset)
  const shift = v128.load64_splat(doubles + 16)
  let phase = load<f64>(self + PHASE)
  let wave: i32 = 0
  let factor = factorOf(paramFour(self, DETUNE, offset))
  let begun = phase
  let passed = i32x4.splat(0)
  for (let frame = offset; frame < offset + frames; frame += 4) {
    if ((frame & (STEP - 1)) == 0) {
      phase -= Math.floor(phase)
      begun = phase
      passed = i32x4.splat(0)
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
    const first = f64x2.replace_lane(f64x2.splat(0), 1, one)
    const places = placesOf(first, f64x2.replace_lane(f64x2.splat(two), 1, three))
    const base = startMoves ? basesOf(begun, paramFour(self, START, frame)) : placeOf(begun, start)
    const phases = i32x4.add(i32x4.add(base, passed), places)
    passed = i32x4.add(passed, placeOf(four, shift))
    phase += four
    const at = to + (<usize>frame << 2)
    if (wave == 0) v128.store(at, sineFour(phases))
    else {
      v128.store(at, lookFour(waveTables(wave - 1), phases, demoteFour(early, late)))
    }
  }
  store<f64>(self + PHASE, phase)
}
