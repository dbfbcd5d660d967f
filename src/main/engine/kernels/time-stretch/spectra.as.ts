import { clearBytes, copyBytes } from '../lib/copy.as'
import { realForward, realInverse } from '../lib/fft.as'
import { outputChannels } from '../lib/header.as'
import {
  CHANNELS,
  MOST_CHANNELS,
  OVERLAP,
  rowOf,
  runOf,
  samplesOf,
  scratchOf,
  SIZE,
  spectrumOf,
  sumsOf,
  windowOf,
} from './layout.as'
import { choosePair, readRun } from './read.as'

/** Largest sample that is taken as it is: squares must stay within f32. */
const LARGEST: f32 = 1e9

/** Channels that sound. */
// @ts-ignore: decorator
@inline
export function playedChannels(self: usize): u32 {
  return min(min(outputChannels(self, 0), load<u32>(self + CHANNELS)), MOST_CHANNELS)
}

/** Spectrum of the window that begins at a sample. */
function transform(self: usize, from: usize, re: usize, im: usize): void {
  const size = load<u32>(self + SIZE)
  const samples = samplesOf(self)
  const window = windowOf(self)
  for (let at: usize = 0; at < <usize>size << 2; at += 16) {
    const low = f32x4.max(v128.load(from + at), f32x4.splat(-LARGEST))
    const x = f32x4.min(low, f32x4.splat(LARGEST))
    v128.store(samples + at, f32x4.mul(x, v128.load(window + at)))
  }
  realForward(samples, re, im, size, scratchOf(self))
}

/** Spectra of the windows about a place and a hop before it, of all channels, and their powers. */
export function analyse(
  self: usize,
  place: f64,
  step: f64,
  from: u32,
  loops: bool,
  looped: bool,
): void {
  const size = load<u32>(self + SIZE)
  const hop = size / OVERLAP
  const channels = playedChannels(self)
  const start = place - <f64>(size / 2 + hop) * step
  const powers = rowOf(self, 0)
  clearBytes(powers, 2 * <usize>size + 32)
  for (let channel: u32 = 0; channel < channels; channel++) {
    if ((channel & 1) == 0) {
      choosePair(self, channel, from, loops)
      readRun(start, step, size + hop, looped, runOf(self, 0), runOf(self, 1))
    }
    const run = runOf(self, channel & 1)
    transform(self, run, spectrumOf(self, channel, 0), spectrumOf(self, channel, 1))
    const re = spectrumOf(self, channel, 2)
    const im = spectrumOf(self, channel, 3)
    transform(self, run + (<usize>hop << 2), re, im)
    for (let at: usize = 0; at <= <usize>size << 1; at += 16) {
      const r = v128.load(re + at)
      const i = v128.load(im + at)
      const power = f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i))
      v128.store(powers + at, f32x4.add(v128.load(powers + at), power))
    }
  }
}

/** Adds what goes out of a channel to its sums, from `skipped` frames of the window on. */
export function resound(self: usize, channel: u32, place: u32, skipped: u32): void {
  const size = load<u32>(self + SIZE)
  const bytes = 2 * <usize>size + 16
  const re = rowOf(self, 1)
  const im = rowOf(self, 2)
  copyBytes(re, spectrumOf(self, channel, 4), bytes)
  copyBytes(im, spectrumOf(self, channel, 5), bytes)
  const samples = samplesOf(self)
  realInverse(re, im, samples, size, scratchOf(self))
  // The squares of Hann windows add up to 3/8 of how often they overlap.
  const scale = f32x4.splat(<f32>(8.0 / 3) / <f32>OVERLAP)
  const window = windowOf(self)
  const sums = sumsOf(self, channel)
  const mask = (<usize>size << 2) - 1
  const start = (<usize>place << 2) - (<usize>skipped << 2)
  for (let at = <usize>skipped << 2; at < <usize>size << 2; at += 16) {
    const x = f32x4.mul(f32x4.mul(v128.load(samples + at), v128.load(window + at)), scale)
    const to = sums + ((start + at) & mask)
    v128.store(to, f32x4.add(v128.load(to), x))
  }
}
