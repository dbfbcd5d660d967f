// The fast Fourier transform, in f32. Two ways to use it; call `fftPrepare` in `_init` for both.
//
// Spectra in natural order, of 64 to 32768 real samples (a power of two):
//
//   realForward(samples, re, im, size, scratch)   re and im: size / 2 + 1 bins each, unscaled
//   realInverse(re, im, samples, size, scratch)   gives back the samples; overwrites re and im
//
// `scratch` has 4 · size bytes. Nothing but `samples` and the bins (`re` and `im` apart by any number of
// bytes) is read or written.
//
// Convolution: `skewForward` takes two stretches of `points` samples one after the other, `skewInverse`
// gives back the second of them, in `points` complex values whose order only `multiply…` needs to agree
// on. The wrap-around of such a convolution of 2 · points samples is negated, and falls into the first
// stretch as with the common transform, but all values are alike: there is no first and last bin to
// treat apart, and no step between complex and real transform. (The right-angle convolution of
// R. C. Agarwal and J. W. Cooley, 1977, and of H. J. Nussbaumer, 1981, 8.2.)
//
// Error for noise: −141 dB at 64 samples, −138 dB at 32768, of the spectrum's effective value. Time of
// `realForward` on a server core (Epyc): 1.3 µs for 1024 samples, 2.7 µs for 2048, 12 µs for 8192.

import { buildFactors, halfTurns } from './fft-twiddles.as'
import { joinReal, splitReal } from './fft-real.as'
import { fromNatural, toNatural } from './fft-order.as'
import { treeForward, treeInverse } from './fft-tree.as'

/** Block of the tree below x^n = −i. */
const SKEW: u32 = 2

/** Builds the tables, at the first call. */
export function fftPrepare(): void {
  buildFactors()
}

/** Spectrum of `size` real samples; see above. */
export function realForward(samples: usize, re: usize, im: usize, size: u32, scratch: usize): void {
  const points = size >> 1
  const bytes = <usize>size << 2
  for (let at: usize = 0; at < bytes; at += 32) {
    const early = v128.load(samples + at)
    const late = v128.load(samples + at, 16)
    v128.store(scratch + at, v128.shuffle<f32>(early, late, 0, 2, 4, 6))
    v128.store(scratch + at, v128.shuffle<f32>(early, late, 1, 3, 5, 7), 16)
  }
  treeForward(scratch, points, 0)
  toNatural(scratch, re, im, points)
  splitReal(re, im, points, halfTurns(points))
}

/** Samples of a spectrum; see above. */
export function realInverse(re: usize, im: usize, samples: usize, size: u32, scratch: usize): void {
  const points = size >> 1
  const bytes = <usize>size << 2
  joinReal(re, im, points, halfTurns(points))
  fromNatural(re, im, scratch, points)
  treeInverse(scratch, points, 0)
  for (let at: usize = 0; at < bytes; at += 32) {
    const even = v128.load(scratch + at)
    const odd = v128.load(scratch + at, 16)
    v128.store(samples + at, v128.shuffle<f32>(even, odd, 0, 4, 1, 5))
    v128.store(samples + at, v128.shuffle<f32>(even, odd, 2, 6, 3, 7), 16)
  }
}

/** Spectrum of two stretches of `points` samples for a convolution; see above. */
export function skewForward(first: usize, second: usize, spectrum: usize, points: u32): void {
  const bytes = <usize>points << 2
  for (let at: usize = 0; at < bytes; at += 16) {
    // Both times i: the stretch that is wanted comes back as the real part.
    v128.store(spectrum + 2 * at, v128.load(second + at))
    v128.store(spectrum + 2 * at, v128.load(first + at), 16)
  }
  treeForward(spectrum, points, SKEW)
}

/** Spectrum of an impulse response of `points` samples for a convolution, scaled for its inverse. */
export function skewImpulse(samples: usize, spectrum: usize, points: u32): void {
  const bytes = <usize>points << 2
  const scale = f32x4.splat(<f32>1 / <f32>points)
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(spectrum + 2 * at, f32x4.mul(v128.load(samples + at), scale))
    v128.store(spectrum + 2 * at, f32x4.splat(0), 16)
  }
  treeForward(spectrum, points, SKEW)
}

/**
 * Inverse of the product of a `skewForward` and a `skewImpulse`, in place: every second group of four
 * values, from the first on, is what is wanted.
 */
export function skewInverse(spectrum: usize, points: u32): void {
  treeInverse(spectrum, points, SKEW)
}
