// Peaks between the frames: 4 times oversampling by a 12-tap Kaiser-windowed sinc (beta 5).

import { QUANTUM } from '../lib/header.as'

/** Frames kept from the quantum before: as many as the taps reach back, rounded up to a vector. */
export const HISTORY: usize = 12

const BYTES: usize = <usize>QUANTUM << 2
const taps: usize = memory.data(4 * 12 * 3, 16)
let built: bool = false

function bessel(x: f64): f64 {
  let term: f64 = 1
  let sum: f64 = 1
  for (let k = 1; k < 40; k++) {
    term *= (x * x) / (4 * <f64>k * <f64>k)
    sum += term
  }
  return sum
}

export function buildTaps(): void {
  if (built) return
  built = true
  for (let phase = 0; phase < 3; phase++) {
    let sum: f64 = 0
    for (let pass = 0; pass < 2; pass++) {
      for (let tap = 0; tap < 12; tap++) {
        const at = <f64>(tap - 5) - 0.25 * <f64>(phase + 1)
        const edge = at / 6
        const window = bessel(5 * Math.sqrt(max<f64>(0, 1 - edge * edge))) / bessel(5)
        const value = (Math.sin(Math.PI * at) / (Math.PI * at)) * window
        if (pass == 0) sum += value
        else store<f32>(taps + ((<usize>(phase * 12 + tap)) << 2), <f32>(value / sum))
      }
    }
  }
}

/**
 * Raises `to` to the sizes of a quantum six frames ago, and of the points up to the frame after where
 * `between`. `from` is the quantum; HISTORY frames before it can be read.
 */
export function raisePeaks(from: usize, to: usize, between: bool): void {
  for (let at: usize = 0; at < BYTES; at += 16) {
    let peak = f32x4.pmax(v128.load(to + at), f32x4.abs(v128.load(from + at - 24)))
    if (between) {
      peak = f32x4.pmax(peak, f32x4.abs(v128.load(from + at - 20)))
      let a = f32x4.splat(0)
      let b = f32x4.splat(0)
      let c = f32x4.splat(0)
      for (let tap: usize = 0; tap < 48; tap += 4) {
        const x = v128.load(from + at - 44 + tap)
        a = f32x4.add(a, f32x4.mul(x, v128.load32_splat(taps + tap)))
        b = f32x4.add(b, f32x4.mul(x, v128.load32_splat(taps + tap, 48)))
        c = f32x4.add(c, f32x4.mul(x, v128.load32_splat(taps + tap, 96)))
      }
      peak = f32x4.pmax(peak, f32x4.abs(a))
      peak = f32x4.pmax(peak, f32x4.pmax(f32x4.abs(b), f32x4.abs(c)))
    }
    v128.store(to + at, peak)
  }
}
