// Windowed sinc, one set for each half octave that a sound is played too fast by.

/** Sets: set k is for ratios up to 2^(k/2). */
export const SETS: i32 = 7

/** Most taps of a set. */
export const MOST_TAPS: u32 = 128

const BETA: f64 = 7

// 16 · 2^(k/2) taps, to the next multiple of 8, and phases so that a set takes about 33 kB.
const tapCounts = memory.data<u32>([16, 24, 32, 48, 64, 96, 128])
const phaseCounts = memory.data<u32>([512, 340, 256, 170, 128, 84, 64])
const starts = memory.data<u32>([0, 0, 0, 0, 0, 0, 0])

/** (phases + 1) · taps of every set, in f32. */
const pool: usize = memory.data(4 * (513 * 16 + 341 * 24 + 257 * 32 + 171 * 48 + 129 * 64 + 85 * 96 + 65 * 128), 16)
let built: bool = false

// @ts-ignore: decorator
@inline
export function tapsOf(set: i32): u32 {
  return load<u32>(tapCounts + (<usize>set << 2))
}

// @ts-ignore: decorator
@inline
export function phasesOf(set: i32): u32 {
  return load<u32>(phaseCounts + (<usize>set << 2))
}

// @ts-ignore: decorator
@inline
export function rowsOf(set: i32): usize {
  return pool + <usize>load<u32>(starts + (<usize>set << 2))
}

/** Modified Bessel function of order 0. */
function bessel(x: f64): f64 {
  const quarter = x * x * 0.25
  let term: f64 = 1
  let sum: f64 = 1
  for (let k: f64 = 1; k < 40; k++) {
    term *= quarter / (k * k)
    sum += term
  }
  return sum
}

/** Taps for a position `fraction` past tap taps / 2 − 1; their sum is 1. */
function buildRow(row: usize, taps: u32, cutoff: f64, fraction: f64): void {
  const half = <f64>(taps >> 1)
  let sum: f64 = 0
  for (let pass = 0; pass < 2; pass++) {
    for (let tap: u32 = 0; tap < taps; tap++) {
      const x = <f64>tap - (half - 1) - fraction
      const place = x / half
      const inside = 1 - place * place
      const angle = Math.PI * cutoff * x
      const sinc = abs(x) < 1e-9 ? cutoff : (cutoff * Math.sin(angle)) / angle
      const value = inside > 0 ? sinc * bessel(BETA * Math.sqrt(inside)) : 0
      if (pass == 0) sum += value
      else store<f32>(row + (<usize>tap << 2), <f32>(value / sum))
    }
  }
}

/** Builds all sets, once in the module's life (some 20 ms). */
export function buildTaps(): void {
  if (built) return
  built = true
  let at: usize = 0
  for (let set: i32 = 0; set < SETS; set++) {
    const taps = tapsOf(set)
    const phases = phasesOf(set)
    store<u32>(starts + (<usize>set << 2), <u32>at)
    const cutoff = Math.pow(2, -0.5 * <f64>set)
    for (let phase: u32 = 0; phase <= phases; phase++) {
      buildRow(pool + at, taps, cutoff, <f64>phase / <f64>phases)
      at += <usize>taps << 2
    }
  }
}
