// Oversampling by two, as often as wanted: half-band filters of linear phase in two phases, one of
// which is a plain delay. Windowed sinc (Kaiser): pass band to 20 kHz at 48 kHz, aliases of the
// first stage 82 dB down, of the others 87 dB and more.

import { copyBytes } from './copy.as'
import { HALF_BAND, scratch } from './scratch.as'

/** Pairs of taps of a stage; a stage delays by as many of its slower frames up, and as many down. */
// @ts-ignore: decorator
@inline
export function pairsOf(stage: u32): usize {
  return stage == 0 ? 16 : stage == 1 ? 6 : 4
}

/** Bytes that a stage keeps of one channel: slow frames going up, fast ones coming down. */
export const STAGE_BYTES: usize = 4 * (32 + 64)
const DOWN: usize = 4 * 32

const taps: usize = memory.data(4 * 16 * 3, 16)

// @ts-ignore: decorator
@inline
function padded(): usize {
  return scratch(HALF_BAND)
}

// @ts-ignore: decorator
@inline
function evens(): usize {
  return scratch(HALF_BAND + 2176)
}

// @ts-ignore: decorator
@inline
function odds(): usize {
  return scratch(HALF_BAND + 4352)
}

// @ts-ignore: decorator
@inline
function results(): usize {
  return scratch(HALF_BAND + 6528)
}
let built: bool = false

function bessel(x: f64): f64 {
  let term: f64 = 1
  let sum: f64 = 1
  for (let k = 1; k < 60; k++) {
    term *= (x * x) / (4 * <f64>k * <f64>k)
    sum += term
  }
  return sum
}

/** Builds the filters, once. */
export function buildHalfBands(): void {
  if (built) return
  built = true
  for (let stage: u32 = 0; stage < 3; stage++) {
    const pairs = pairsOf(stage)
    const beta: f64 = stage == 1 ? 9.5 : 8
    let sum: f64 = 0
    for (let pass = 0; pass < 2; pass++) {
      for (let tap: usize = 0; tap < pairs; tap++) {
        const at = <f64>tap - <f64>pairs + 0.5
        const edge = at / <f64>pairs
        const window = bessel(beta * Math.sqrt(1 - edge * edge)) / bessel(beta)
        const value = (Math.sin(Math.PI * at) / (Math.PI * at)) * window
        if (pass == 0) sum += 2 * value
        else store<f32>(taps + 64 * <usize>stage + (tap << 2), <f32>(value / sum))
      }
    }
  }
}

/**
 * Weighted sums of the 2 · pairs frames that end at each of `bytes` frames from `newest` on; `to` may
 * not overlap them.
 */
// @ts-ignore: decorator
@inline
function symmetric(newest: usize, stage: u32, pairs: usize, to: usize, bytes: usize): void {
  const weights = taps + 64 * <usize>stage
  const oldest = newest - ((2 * pairs - 1) << 2)
  for (let i: usize = 0; i < bytes; i += 32) {
    let a = f32x4.splat(0)
    let b = f32x4.splat(0)
    let c = f32x4.splat(0)
    let d = f32x4.splat(0)
    for (let at: usize = 0; at < pairs << 2; at += 8) {
      const up = oldest + i + at
      const down = newest + i - at
      const even = v128.load32_splat(weights + at)
      const odd = v128.load32_splat(weights + at, 4)
      a = f32x4.add(a, f32x4.mul(even, f32x4.add(v128.load(up), v128.load(down))))
      b = f32x4.add(b, f32x4.mul(even, f32x4.add(v128.load(up, 16), v128.load(down, 16))))
      c = f32x4.add(c, f32x4.mul(odd, f32x4.add(v128.load(up, 4), v128.load(down - 4))))
      d = f32x4.add(d, f32x4.mul(odd, f32x4.add(v128.load(up, 20), v128.load(down, 12))))
    }
    v128.store(to + i, f32x4.add(a, c))
    v128.store(to + i, f32x4.add(b, d), 16)
  }
}

function sums(newest: usize, stage: u32, to: usize, bytes: usize): void {
  // One loop a stage, with its length known.
  if (stage == 0) symmetric(newest, 0, 16, to, bytes)
  else if (stage == 1) symmetric(newest, 1, 6, to, bytes)
  else symmetric(newest, 2, 4, to, bytes)
}

/** `frames` frames of `from` as twice as many at `to`, delayed by the stage's pairs. */
export function upsample(kept: usize, stage: u32, from: usize, frames: usize, to: usize): void {
  const pairs = pairsOf(stage)
  const start = padded() + 128
  copyBytes(padded(), kept, 128)
  copyBytes(start, from, frames << 2)
  copyBytes(kept, start + (frames << 2) - 128, 128)
  sums(start, stage, results(), frames << 2)
  for (let at: usize = 0; at < frames << 2; at += 16) {
    const even = v128.load(start + at - (pairs << 2))
    const odd = v128.load(results() + at)
    v128.store(to + 2 * at, v128.shuffle<f32>(even, odd, 0, 4, 1, 5))
    v128.store(to + 2 * at, v128.shuffle<f32>(even, odd, 2, 6, 3, 7), 16)
  }
}

/** 2 · `frames` frames of `from` as half as many at `to`, delayed by the stage's pairs. */
export function downsample(kept: usize, stage: u32, from: usize, frames: usize, to: usize): void {
  const pairs = pairsOf(stage)
  copyBytes(evens(), kept + DOWN, 128)
  copyBytes(odds(), kept + DOWN + 128, 128)
  const even = evens() + 128
  const odd = odds() + 128
  for (let at: usize = 0; at < frames << 2; at += 16) {
    const a = v128.load(from + 2 * at)
    const b = v128.load(from + 2 * at, 16)
    v128.store(even + at, v128.shuffle<f32>(a, b, 0, 2, 4, 6))
    v128.store(odd + at, v128.shuffle<f32>(a, b, 1, 3, 5, 7))
  }
  copyBytes(kept + DOWN, even + (frames << 2) - 128, 128)
  copyBytes(kept + DOWN + 128, odd + (frames << 2) - 128, 128)
  sums(odd - 4, stage, results(), frames << 2)
  const half = f32x4.splat(0.5)
  for (let at: usize = 0; at < frames << 2; at += 16) {
    const delayed = v128.load(even + at - (pairs << 2))
    v128.store(to + at, f32x4.mul(half, f32x4.add(delayed, v128.load(results() + at))))
  }
}
