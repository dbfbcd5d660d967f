import { copyBytes } from '../lib/copy.as'
import { fftPrepare, realForward } from '../lib/fft.as'
import { inputChannel, inputChannels, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { fillHann, log2Four, unrollWindowed } from '../lib/spectral.as'

const BANDS: u32 = 256
const LOWEST: f64 = 20
const HIGHEST: f64 = 20000
const NOTHING: f32 = -120
/** 10 log10(2). */
const DECIBELS: f32 = 3.0102999566398120

// State: what the host reads, the rate, the place in the rings, then tables and buffers whose places
// follow from the size of the transform.
const LEVELS = STATE
const SPECTRA = STATE + 1024
const RATE = STATE + 1032
const SIZE = STATE + 1040
const PLACE = STATE + 1044
const SINCE = STATE + 1048
/** f32 × 257: edges of the bands in bins. */
const EDGES = STATE + 1056
/** f32 × 256: octaves from 1 kHz; then powers of the bands. */
const OCTAVES = EDGES + 1040
const POWERS = OCTAVES + 1024
const REST = POWERS + 1024

function sizeFor(rate: f64): u32 {
  return rate > 128000 ? 16384 : rate > 64000 ? 8192 : 4096
}

/** Two rings, the window, the samples, scratch, two rows of bins and the average. */
export function spectrum_state_size(channels: u32, sampleRate: f64): u32 {
  const size = sizeFor(sampleRate > 0 ? sampleRate : 192000)
  return <u32>REST + size * 4 * 5 + (size * 2 + 16) * 3
}

export function spectrum_init(self: usize, sampleRate: f64, seed: u32): void {
  fftPrepare()
  const size = sizeFor(sampleRate)
  memory.fill(self + STATE, 0, <usize>spectrum_state_size(1, sampleRate) - STATE)
  for (let band: u32 = 0; band < BANDS; band++) store<f32>(self + LEVELS + 4 * band, NOTHING)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SIZE, size)
  fillHann(self + REST + 8 * <usize>size, size)
  for (let band: u32 = 0; band <= BANDS; band++) {
    const part = (<f64>band - 0.5) / <f64>(BANDS - 1)
    const hertz = LOWEST * Math.pow(HIGHEST / LOWEST, part)
    const bin = (hertz * <f64>size) / sampleRate
    store<f32>(self + EDGES + 4 * band, <f32>min<f64>(bin, <f64>(size / 2)))
    const middle = LOWEST * Math.pow(HIGHEST / LOWEST, <f64>band / <f64>(BANDS - 1))
    if (band < BANDS) store<f32>(self + OCTAVES + 4 * band, <f32>Math.log2(middle / 1000))
  }
}

/** Power between two bins. */
// @ts-ignore: decorator
@inline
function between(powers: usize, bin: f32): f32 {
  const whole = <u32>bin
  const at = powers + (<usize>whole << 2)
  const low = load<f32>(at)
  return low + (bin - <f32>whole) * (load<f32>(at, 4) - low)
}

/** Highest power of each band. */
function gather(self: usize, powers: usize): void {
  for (let band: usize = 0; band < <usize>BANDS; band++) {
    const from = load<f32>(self + EDGES + 4 * band)
    const to = load<f32>(self + EDGES + 4 * band, 4)
    const first = <u32>ceil(from)
    const last = <u32>to
    let top = between(powers, (from + to) * 0.5)
    for (let bin = first; bin <= last; bin++) top = max(top, load<f32>(powers + (<usize>bin << 2)))
    store<f32>(self + POWERS + 4 * band, top)
  }
}

/** Adds the power of a channel's spectrum, times `scale`, to `sums`. */
function addPower(self: usize, channel: u32, sums: usize, scale: f32): void {
  const size = load<u32>(self + SIZE)
  const bytes = <usize>size << 2
  const rings = self + REST
  const window = rings + 2 * bytes
  const samples = window + bytes
  const scratch = samples + bytes
  const re = scratch + bytes
  const im = re + 2 * <usize>size + 16
  unrollWindowed(rings + <usize>channel * bytes, size, load<u32>(self + PLACE), window, samples)
  realForward(samples, re, im, size, scratch)
  const share = f32x4.splat(scale)
  for (let at: usize = 0; at <= bytes >> 1; at += 16) {
    const r = v128.load(re + at)
    const i = v128.load(im + at)
    const power = f32x4.mul(f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)), share)
    // What is beyond f32 is still a level.
    const bounded = f32x4.pmin(f32x4.splat(1e30), power)
    v128.store(sums + at, f32x4.add(v128.load(sums + at), bounded))
  }
}

function analyse(self: usize, channels: u32, average: f64, tilt: f32): void {
  const size = load<u32>(self + SIZE)
  const sums = self + REST + 20 * <usize>size + 2 * (2 * <usize>size + 16)
  const hop = <f64>(size >> 2) / load<f64>(self + RATE)
  const keep = average > 0 ? <f32>Math.exp(-hop / average) : 0
  const kept = f32x4.splat(keep)
  for (let at: usize = 0; at <= <usize>size << 1; at += 16) {
    const old = f32x4.mul(v128.load(sums + at), kept)
    v128.store(sums + at, v128.and(old, f32x4.gt(old, f32x4.splat(1e-25))))
  }
  // A sine of amplitude 1 has size / 4 in its bin.
  const whole: f32 = (1 - keep) * <f32>(16.0 / (<f64>size * <f64>size))
  const heard = min<u32>(channels, 2)
  for (let channel: u32 = 0; channel < heard; channel++) {
    addPower(self, channel, sums, whole / <f32>heard)
  }
  gather(self, sums)
  const slope = f32x4.splat(tilt)
  for (let at: usize = 0; at < 4 * <usize>BANDS; at += 16) {
    const octaves = log2Four(v128.load(self + POWERS + at))
    const level = f32x4.mul(octaves, f32x4.splat(DECIBELS))
    const tilted = f32x4.add(level, f32x4.mul(slope, v128.load(self + OCTAVES + at)))
    const heard = f32x4.gt(level, f32x4.splat(NOTHING))
    v128.store(self + LEVELS + at, v128.bitselect(tilted, f32x4.splat(NOTHING), heard))
  }
  store<f64>(self + SPECTRA, load<f64>(self + SPECTRA) + 1)
}

export function spectrum_process(self: usize, offset: u32, frames: u32): void {
  const size = load<u32>(self + SIZE)
  const channels = inputChannels(self, 0)
  const bytes = <usize>QUANTUM << 2
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const place = load<u32>(self + PLACE)
    for (let channel: u32 = 0; channel < 2; channel++) {
      const ring = self + REST + (<usize>(channel * size + place) << 2)
      copyBytes(ring, inputChannel(self, 0, channel) + (<usize>frame << 2), bytes)
    }
    store<u32>(self + PLACE, (place + QUANTUM) & (size - 1))
    const since = load<u32>(self + SINCE) + QUANTUM
    const due = since >= size >> 2
    store<u32>(self + SINCE, due ? 0 : since)
    if (due) analyse(self, channels, <f64>paramAt(self, 0, frame), paramAt(self, 1, frame))
  }
}
