import { clearBytes } from '../lib/copy.as'
import { realForward, realInverse } from '../lib/fft.as'
import { log2Four, unrollWindowed } from '../lib/spectral.as'
import {
  OVERLAP,
  PEAK_BYTES,
  PEAK_COUNT,
  PLACE,
  peaksOf,
  RATE,
  ringOf,
  rowOf,
  samplesOf,
  scratchOf,
  SIZE,
  spectrumOf,
  sumsOf,
  TURN,
  windowOf,
} from './layout.as'

/** Seconds of the cepstrum that make the envelope. */
const ENVELOPE: f64 = 0.0014

/** Spectra of all channels, and the sum of their powers. */
export function transformAll(self: usize, channels: u32): void {
  const size = load<u32>(self + SIZE)
  const turn = load<u32>(self + TURN)
  const powers = rowOf(self, turn)
  const samples = samplesOf(self)
  clearBytes(powers, 2 * <usize>size + 32)
  for (let channel: u32 = 0; channel < channels; channel++) {
    const re = spectrumOf(self, channel, turn, 0)
    const im = spectrumOf(self, channel, turn, 1)
    const ring = ringOf(self, channel)
    unrollWindowed(ring, size, load<u32>(self + PLACE), windowOf(self), samples)
    realForward(samples, re, im, size, scratchOf(self))
    for (let at: usize = 0; at <= <usize>size << 1; at += 16) {
      const r = v128.load(re + at)
      const i = v128.load(im + at)
      const power = f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i))
      v128.store(powers + at, f32x4.add(v128.load(powers + at), power))
    }
  }
}

/** The envelope's log2 of power in row 4: the slow part of the spectrum, by its cepstrum. */
export function findEnvelope(self: usize): usize {
  const size = load<u32>(self + SIZE)
  const powers = rowOf(self, load<u32>(self + TURN))
  const re = rowOf(self, 4)
  const im = rowOf(self, 5)
  const samples = samplesOf(self)
  for (let at: usize = 0; at <= <usize>size << 1; at += 16) {
    const level = log2Four(f32x4.add(v128.load(powers + at), f32x4.splat(1e-12)))
    v128.store(re + at, level)
    v128.store(im + at, f32x4.splat(0))
  }
  realInverse(re, im, samples, size, scratchOf(self))
  const kept = <u32>(ENVELOPE * load<f64>(self + RATE))
  for (let i: u32 = 1; i < kept; i++) {
    const share = <f32>(0.5 + 0.5 * Math.cos((Math.PI * <f64>i) / <f64>kept))
    const early = samples + (<usize>i << 2)
    const late = samples + (<usize>(size - i) << 2)
    store<f32>(early, load<f32>(early) * share)
    store<f32>(late, load<f32>(late) * share)
  }
  memory.fill(samples + (<usize>kept << 2), 0, <usize>(size - 2 * kept + 1) << 2)
  realForward(samples, re, im, size, scratchOf(self))
  return re
}

/** Adds a region of a channel's spectrum, turned, to the spectrum that goes out. */
// @ts-ignore: decorator
@inline
function moveRegion(peak: usize, re: usize, im: usize, toRe: usize, toIm: usize, half: i32): void {
  const shift = load<i32>(peak, 8)
  const c = load<f32>(peak, 12)
  const s = load<f32>(peak, 16)
  let low = <i32>load<u32>(peak)
  const high = min<i32>(<i32>load<u32>(peak, 4), half + 1 - shift)
  // Bins that come to lie below 0 Hz are the mirror image of those above it.
  for (; low < high && low + shift < 0; low++) {
    const r = load<f32>(re + (<usize>low << 2))
    const i = load<f32>(im + (<usize>low << 2))
    const to = <usize>(-low - shift) << 2
    store<f32>(toRe + to, load<f32>(toRe + to) + r * c - i * s)
    store<f32>(toIm + to, load<f32>(toIm + to) - r * s - i * c)
  }
  const cosine = f32x4.splat(c)
  const sine = f32x4.splat(s)
  for (; low + 4 <= high; low += 4) {
    const r = v128.load(re + (<usize>low << 2))
    const i = v128.load(im + (<usize>low << 2))
    const to = <usize>(low + shift) << 2
    const x = f32x4.sub(f32x4.mul(r, cosine), f32x4.mul(i, sine))
    const y = f32x4.add(f32x4.mul(r, sine), f32x4.mul(i, cosine))
    v128.store(toRe + to, f32x4.add(v128.load(toRe + to), x))
    v128.store(toIm + to, f32x4.add(v128.load(toIm + to), y))
  }
  for (; low < high; low++) {
    const r = load<f32>(re + (<usize>low << 2))
    const i = load<f32>(im + (<usize>low << 2))
    const to = <usize>(low + shift) << 2
    store<f32>(toRe + to, load<f32>(toRe + to) + r * c - i * s)
    store<f32>(toIm + to, load<f32>(toIm + to) + r * s + i * c)
  }
}

/** Moves a channel's regions and adds the window that comes of it to what goes out. */
export function resound(self: usize, channel: u32): void {
  const size = load<u32>(self + SIZE)
  const turn = load<u32>(self + TURN)
  const re = spectrumOf(self, channel, turn, 0)
  const im = spectrumOf(self, channel, turn, 1)
  const toRe = rowOf(self, 6)
  const toIm = rowOf(self, 7)
  clearBytes(toRe, 2 * <usize>size + 32)
  clearBytes(toIm, 2 * <usize>size + 32)
  const count = load<u32>(self + PEAK_COUNT)
  let peak = peaksOf(self)
  for (let i: u32 = 0; i < count; i++) {
    moveRegion(peak, re, im, toRe, toIm, <i32>(size >> 1))
    peak += PEAK_BYTES
  }
  const samples = samplesOf(self)
  realInverse(toRe, toIm, samples, size, scratchOf(self))
  // The squares of Hann windows add up to 3/8 of how often they overlap.
  const scale = f32x4.splat(<f32>(8.0 / 3) / <f32>OVERLAP)
  const window = windowOf(self)
  const sums = sumsOf(self, channel)
  const mask = (<usize>size << 2) - 1
  const start = <usize>load<u32>(self + PLACE) << 2
  for (let at: usize = 0; at < <usize>size << 2; at += 16) {
    const x = f32x4.mul(f32x4.mul(v128.load(samples + at), v128.load(window + at)), scale)
    const to = sums + ((start + at) & mask)
    v128.store(to, f32x4.add(v128.load(to), x))
  }
}
