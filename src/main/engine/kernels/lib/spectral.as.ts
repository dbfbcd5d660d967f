// What kernels that look at spectra share: windows, rings of past samples, decibels.

import { copyBytes } from './copy.as'
import { inputChannel, inputChannels, QUANTUM } from './header.as'

/** Fills a periodic Hann window. */
export function fillHann(at: usize, size: u32): void {
  const turn = (2 * Math.PI) / <f64>size
  for (let i: u32 = 0; i < size; i++) {
    store<f32>(at + (<usize>i << 2), <f32>(0.5 - 0.5 * Math.cos(turn * <f64>i)))
  }
}

/** The mean of an input's channels over a quantum. */
export function mixDown(self: usize, input: usize, frame: u32, to: usize): void {
  const channels = inputChannels(self, input)
  const start = <usize>frame << 2
  const bytes = <usize>QUANTUM << 2
  copyBytes(to, inputChannel(self, input, 0) + start, bytes)
  if (channels < 2) return
  for (let channel: u32 = 1; channel < channels; channel++) {
    const from = inputChannel(self, input, channel) + start
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)))
    }
  }
  const share = f32x4.splat(<f32>1 / <f32>channels)
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(to + at, f32x4.mul(v128.load(to + at), share))
  }
}

/**
 * The last `size` samples of a ring of `size`, of which `place` is the oldest (a multiple of 4), times
 * a window.
 */
export function unrollWindowed(
  ring: usize,
  size: u32,
  place: u32,
  window: usize,
  to: usize,
): void {
  const split = <usize>(size - place) << 2
  const start = ring + (<usize>place << 2)
  for (let at: usize = 0; at < split; at += 16) {
    v128.store(to + at, f32x4.mul(v128.load(start + at), v128.load(window + at)))
  }
  for (let at: usize = 0; at < <usize>place << 2; at += 16) {
    const onwards = split + at
    v128.store(to + onwards, f32x4.mul(v128.load(ring + at), v128.load(window + onwards)))
  }
}

/**
 * Base-2 logarithm of positive lanes; error 2e-8 plus rounding. 1e-38 and less are −126. The polynomial fits
 * log2(1 + t) / t on √½ − 1 … √2 − 1 at Chebyshev nodes.
 */
// @ts-ignore: decorator
@inline
export function log2Four(x: v128): v128 {
  const bits = f32x4.max(x, f32x4.splat(1.1754944e-38))
  // The exponent that leaves a mantissa of √½ to √2.
  const shifted = i32x4.sub(bits, i32x4.splat(0x3f3504f3))
  const exponent = i32x4.shr_s(shifted, 23)
  const mantissa = i32x4.sub(bits, i32x4.shl(exponent, 23))
  const t = f32x4.sub(mantissa, f32x4.splat(1))
  let sum = f32x4.splat(0.1231096846)
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.2058618805))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.2160782255))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.2391698814))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.2879032609))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.3606932681))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(0.4809107535))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(-0.7213474682))
  sum = f32x4.add(f32x4.mul(sum, t), f32x4.splat(1.4426950036))
  return f32x4.add(f32x4.convert_i32x4_s(exponent), f32x4.mul(sum, t))
}
