// Windowed-sinc filters for rate conversion, one set of phases per pair of rates, in a fixed pool.
// Kaiser's window and its length formula: Oppenheim & Schafer, Discrete-Time Signal Processing,
// 7.5.3.

/**
 * Taps at the lower of the two rates: 118 dB over the band from 0.91 to 1 of the Nyquist
 * frequency.
 */
const TAPS: f64 = 176

/** Middle of the transition band, as a part of the lower Nyquist frequency. */
const MIDDLE: f64 = 0.955

/** Kaiser's beta for 118 dB: 0.1102 · (118 − 8.7). */
const BETA: f64 = 12.045

/** Most phases in a set; a larger denominator interpolates between neighbouring phases. */
const MOST_PHASES: u32 = 512

const POOL_BYTES: usize = 4194304
const SLOTS: usize = 32
const pool: usize = memory.data(4194304, 16)
const slots: usize = memory.data(32 * 12, 16)
/** u32 bytes used of the pool, u32 sets in it. In memory and not in globals, which every thread has of its own. */
const book: usize = memory.data(8, 16)
/** What is being built a little at a time: u32 num, u32 den, u32 phases that are there, u32 where in the pool. */
const begun: usize = memory.data(16, 16)

/** Taps of the filter from rate `num` to rate `den`: a multiple of 8. */
export function tapsOf(num: u32, den: u32): u32 {
  const stretch = num > den ? <f64>num / <f64>den : 1
  return (<u32>Math.ceil((TAPS * stretch) / 8)) << 3
}

/** Taps of a phase where the source is doubled first: images are an octave away, and 140 dB down. */
export const FINE: u32 = 20
/** Kaiser's beta for 140 dB. */
const FINE_BETA: f64 = 14.5

/** Pairs of taps that make the samples half-way between two of the source: 130 dB over 0.91 to 1.09 of its Nyquist. */
export const HALVES: u32 = 48
/** Kaiser's beta for 130 dB. */
const HALF_BETA: f64 = 13.37
const halves: usize = memory.data(48 * 4, 16)

/**
 * Whether it goes by twice the source's rate: upwards, between rates of a simple ratio. The filter that doubles is the
 * same for every sample and half of it is known, and the one behind it is short: a third of the work of
 * one alone.
 */
export function doubles(num: u32, den: u32): bool {
  return num < den && den <= MOST_PHASES
}

/** Taps of a row of the set. */
function rowTaps(num: u32, den: u32): u32 {
  return doubles(num, den) ? FINE : tapsOf(num, den)
}

/** Address of the taps half-way between samples, the nearest pair first; their sum is ½. */
export function halfTaps(): usize {
  return halves
}

function buildHalves(): void {
  if (load<f32>(halves) != 0) return
  let sum: f64 = 0
  for (let pass = 0; pass < 2; pass++) {
    for (let pair: u32 = 0; pair < HALVES; pair++) {
      const x = <f64>pair + 0.5
      const place = x / <f64>HALVES
      const window = bessel(HALF_BETA * Math.sqrt(1 - place * place)) / bessel(HALF_BETA)
      const value = (Math.sin(Math.PI * x) / (Math.PI * x)) * window
      if (pass == 0) sum += value
      else store<f32>(halves + (<usize>pair << 2), <f32>((0.5 * value) / sum))
    }
  }
}

/** Phases of that filter. */
export function phasesOf(num: u32, den: u32): u32 {
  const fitting = <u32>(POOL_BYTES / (<usize>tapsOf(num, den) << 2)) - 1
  return min(den, min(MOST_PHASES, fitting))
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: f64): f64 {
  const quarter = x * x * 0.25
  let term: f64 = 1
  let sum: f64 = 1
  for (let k: f64 = 1; k < 64; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

/**
 * One phase: taps for a position `fraction` of a source frame past tap taps / 2 − 1; their sum is
 * 1.
 */
function buildPhase(row: usize, taps: u32, cutoff: f64, beta: f64, fraction: f64): void {
  const half = <f64>(taps >> 1)
  const scale = 1 / bessel(beta)
  let sum: f64 = 0
  for (let pass = 0; pass < 2; pass++) {
    for (let tap: u32 = 0; tap < taps; tap++) {
      const x = <f64>tap - (half - 1) - fraction
      const place = x / half
      const inside = 1 - place * place
      const angle = Math.PI * cutoff * x
      const sinc = abs(angle) < 1e-12 ? cutoff : (cutoff * Math.sin(angle)) / angle
      const value = inside > 0 ? sinc * bessel(beta * Math.sqrt(inside)) * scale : 0
      if (pass == 0) sum += value
      else store<f32>(row + (<usize>tap << 2), <f32>(value / sum))
    }
  }
}

/** Phases from one on to another; one more than there are, so that interpolation always has a next one. */
function build(set: usize, num: u32, den: u32, first: u32, end: u32): void {
  const taps = rowTaps(num, den)
  const phases = phasesOf(num, den)
  const isFine = doubles(num, den)
  if (isFine) buildHalves()
  const cutoff = isFine ? 1 : MIDDLE * (num > den ? <f64>den / <f64>num : 1)
  const beta = isFine ? FINE_BETA : BETA
  for (let phase = first; phase < end; phase++) {
    const row = set + ((<usize>phase * <usize>taps) << 2)
    buildPhase(row, taps, cutoff, beta, <f64>phase / <f64>phases)
  }
}

/** The set for a pair of rates, if it is there; else 0. */
function known(num: u32, den: u32): usize {
  const count = <usize>load<u32>(book, 4)
  for (let slot: usize = 0; slot < count; slot++) {
    const entry = slots + slot * 12
    if (load<u32>(entry) == num && load<u32>(entry, 4) == den) return load<u32>(entry, 8)
  }
  return 0
}

/** The set of phases for a pair of rates, built when it is not there; a full pool starts over. */
export function filterSet(num: u32, den: u32): usize {
  const there = known(num, den)
  if (there != 0) return there
  buildSome(num, den, u32.MAX_VALUE)
  return known(num, den)
}

/** Goes on building a set, by so many phases; true when it is there. */
export function buildSome(num: u32, den: u32, phases: u32): bool {
  if (known(num, den) != 0) return true
  const all = phasesOf(num, den) + 1
  const bytes = (<usize>all * <usize>rowTaps(num, den)) << 2
  let used = <usize>load<u32>(book)
  let count = <usize>load<u32>(book, 4)
  if (count == SLOTS || used + bytes > POOL_BYTES) {
    count = 0
    used = 0
  }
  const set = pool + used
  const isBegun =
    load<u32>(begun) == num && load<u32>(begun, 4) == den && <usize>load<u32>(begun, 12) == set
  const first = isBegun ? load<u32>(begun, 8) : 0
  const end = all - first > phases ? first + phases : all
  build(set, num, den, first, end)
  store<u32>(begun, end == all ? 0 : num)
  store<u32>(begun, den, 4)
  store<u32>(begun, end, 8)
  store<u32>(begun, <u32>set, 12)
  if (end < all) return false
  const entry = slots + count * 12
  store<u32>(entry, num)
  store<u32>(entry, den, 4)
  store<u32>(entry, <u32>set, 8)
  store<u32>(book, <u32>(used + bytes))
  store<u32>(book, <u32>(count + 1), 4)
  return true
}
