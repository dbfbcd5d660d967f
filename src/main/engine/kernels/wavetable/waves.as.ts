// The sets of waves: from a formula by Fourier's series to band-limited levels.

import { fftPrepare, realForward, realInverse } from '../lib/fft.as'

export const WAVES: i32 = 8
export const SETS: i32 = 4

/** Levels: two an octave from 2^−10 to 2^−1 turns a frame, and one past the end. */
export const LEVELS: i32 = 19

/** Most harmonics of a level. */
const MOST: i32 = 256

/** Samples of a formula's period. */
const PERIOD: i32 = 8192

// A level has a power of two of samples, one before and three after that repeat.
const GUARD: usize = 4
const WAVE_SAMPLES: usize = 2 * 2048 + 2 * 1024 + 2 * 512 + 13 * 256 + 19 * 4
const pool: usize = memory.data(4 * (2 * 2048 + 2 * 1024 + 2 * 512 + 13 * 256 + 19 * 4) * 8 * 4, 16)
const places: usize = memory.data(4 * 19, 16)
const bits: usize = memory.data(4 * 19, 16)
const period: usize = memory.data(4 * 8192, 16)
const real: usize = memory.data(4 * 4112, 16)
const imaginary: usize = memory.data(4 * 4112, 16)
const work: usize = memory.data(4 * 8192, 16)
let built: bool = false

/** Bytes from one wave of a set to the next. */
export const WAVE_BYTES: usize = 4 * WAVE_SAMPLES

// @ts-ignore: decorator
@inline
export function setAt(set: i32): usize {
  return pool + <usize>(set * WAVES) * WAVE_BYTES
}

/** Where a level lies within a wave: its first sample. */
// @ts-ignore: decorator
@inline
export function levelPlace(level: i32): usize {
  return load<u32>(places + (<usize>level << 2))
}

/** Shift of a phase of 32 bits to a sample of a level. */
// @ts-ignore: decorator
@inline
export function levelShift(level: i32): i32 {
  return load<i32>(bits + (<usize>level << 2))
}

/** Harmonics of a level: where its weight has faded, the highest lies at 1.09 of half the rate. */
function harmonicsOf(level: i32, most: i32): i32 {
  const end = Math.pow(2, <f64>((level >> 1) - 10)) * ((level & 1) != 0 ? 2 : 1.5)
  return max(1, min(most, <i32>Math.floor((0.5 * 1.09) / end)))
}

/** The size of a level as a power of two. */
function sizeBits(level: i32): i32 {
  return level < 2 ? 11 : level < 4 ? 10 : level < 6 ? 9 : 8
}

// @ts-ignore: decorator
@inline
function sawAt(turn: f64): f64 {
  const t = turn + 0.5
  return 2 * (t - Math.floor(t)) - 1
}

// @ts-ignore: decorator
@inline
function triangleAt(turn: f64): f64 {
  const t = turn + 0.25
  return 1 - 4 * abs(t - Math.floor(t) - 0.5)
}

/** The formula of a set at a turn, 0 to 1, for a place in the row, 0 to 1. */
function formula(set: i32, place: f64, turn: f64): f64 {
  const sine = Math.sin(2 * Math.PI * turn)
  if (set == 0) {
    const square: f64 = turn < 0.5 ? 1 : -1
    const third = place * 3
    if (third < 1) return sine + third * (triangleAt(turn) - sine)
    if (third < 2) return triangleAt(turn) + (third - 1) * (sawAt(turn) - triangleAt(turn))
    return sawAt(turn) + (third - 2) * (square - sawAt(turn))
  }
  if (set == 1) return abs(turn - 0.5) < 0.25 * (1 - 0.94 * place) ? 1 : -1
  if (set == 2) return Math.sin(2 * Math.PI * turn + 6 * place * Math.sin(4 * Math.PI * turn))
  const ratio = 1 + 5 * place
  const saw = turn * ratio
  return 2 * (saw - Math.floor(saw)) - 1
}

/** Bytes of a row of bins of a wave. `buildLevel` takes two, and twice 2048 samples. */
export const ROW: usize = 4 * (1024 + 8)

/**
 * One level of a wave, from the spectrum of `period` samples of it: the harmonics that it has room for, `most` at most, without
 * the mean. `to` is the sample before the first.
 */
export function buildLevel(
  to: usize,
  level: i32,
  re: usize,
  im: usize,
  period: i32,
  most: i32,
  room: usize,
): void {
  const size = <u32>1 << <u32>sizeBits(level)
  const partRe = room
  const partIm = room + ROW
  const samples = room + 2 * ROW
  memory.fill(partRe, 0, 2 * ROW)
  const scale = <f32>size / <f32>period
  for (let n = 1; n <= harmonicsOf(level, most); n++) {
    const at = <usize>n << 2
    store<f32>(partRe + at, load<f32>(re + at) * scale)
    store<f32>(partIm + at, load<f32>(im + at) * scale)
  }
  realInverse(partRe, partIm, samples, size, samples + 4 * 2048)
  memory.copy(to + 4, samples, 4 * <usize>size)
  store<f32>(to, load<f32>(samples + 4 * <usize>(size - 1)))
  memory.copy(to + 4 * <usize>(size + 1), samples, 12)
}

function buildWave(set: i32, wave: i32): void {
  const place = <f64>wave / <f64>(WAVES - 1)
  for (let i = 0; i < PERIOD; i++) {
    const turn = (<f64>i + 0.5) / <f64>PERIOD
    store<f32>(period + (<usize>i << 2), <f32>formula(set, place, turn))
  }
  realForward(period, real, imaginary, PERIOD, work)
  const to = setAt(set) + <usize>wave * WAVE_BYTES
  for (let level = 0; level < LEVELS; level++) {
    buildLevel(to + levelPlace(level) - 4, level, real, imaginary, PERIOD, MOST, work)
  }
}

/** Where the levels lie within a wave. */
function placeLevels(): void {
  let at: usize = 0
  for (let level = 0; level < LEVELS; level++) {
    // One sample stands before the first.
    store<u32>(places + (<usize>level << 2), <u32>((at + 1) << 2))
    store<i32>(bits + (<usize>level << 2), 32 - sizeBits(level))
    at += ((<usize>1) << sizeBits(level)) + GUARD
  }
}

/** Builds all sets, once in the module's life. */
export function buildWaves(): void {
  if (built) return
  built = true
  fftPrepare()
  placeLevels()
  for (let set = 0; set < SETS; set++) {
    for (let wave = 0; wave < WAVES; wave++) buildWave(set, wave)
  }
}
