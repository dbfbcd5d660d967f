// How much newly sounds, from one short window to the next: SuperFlux (S. Böck and G. Widmer, “Maximum
// filter vibrato suppression for onset detection”, DAFx 2013). Triangular bands, 24 an octave; the
// difference of log magnitudes to the highest of three neighbouring bands two windows ago.

import { fftPrepare, realForward } from './fft.as'
import { QUANTUM } from './header.as'
import { fillHann, log2Four, mixDown, unrollWindowed } from './spectral.as'

const LOWEST: f64 = 27.5
const HIGHEST: f64 = 16000
const BANDS_PER_OCTAVE: f64 = 24
const MOST_BANDS: u32 = 240
/** log10(2). */
const LOG10: f32 = 0.3010299956639812

// Layout: u32 size, place, frames since the last window, bands, which of four rows; then f32 bins of
// the bands' middles (with the edges before and after), four rows of bands, and buffers.
const SIZE: usize = 0
const PLACE: usize = 4
const SINCE: usize = 8
const BANDS: usize = 12
const ROW: usize = 16
const MIDDLES: usize = 32
const ROW_BYTES: usize = 976
const ROWS: usize = MIDDLES + 976
const BUFFERS: usize = ROWS + 4 * ROW_BYTES

function sizeFor(rate: f64): u32 {
  return rate > 128000 ? 8192 : rate > 64000 ? 4096 : 2048
}

/** Bytes that it takes. */
export function fluxBytes(sampleRate: f64): u32 {
  return <u32>BUFFERS + 20 * sizeFor(sampleRate > 0 ? sampleRate : 192000) + 64
}

/** Frames from one value to the next: an eighth of a window. */
export function fluxHop(sampleRate: f64): u32 {
  return sizeFor(sampleRate) >> 3
}

/** Begins; all is zeroed. */
export function fluxInit(at: usize, sampleRate: f64): void {
  fftPrepare()
  memory.fill(at, 0, fluxBytes(sampleRate))
  const size = sizeFor(sampleRate)
  store<u32>(at, size, SIZE)
  fillHann(at + BUFFERS + 4 * <usize>size, size)
  let count: u32 = 0
  let last: u32 = 0
  const top = min<f64>(HIGHEST, 0.48 * sampleRate)
  for (let hertz = LOWEST; hertz < top && count < MOST_BANDS; ) {
    const bin = <u32>nearest((hertz * <f64>size) / sampleRate)
    if (bin > last) {
      store<u32>(at + MIDDLES + (<usize>count << 2), bin)
      last = bin
      count++
    }
    hertz *= Math.pow(2, 1 / BANDS_PER_OCTAVE)
  }
  // The first and the last are edges only.
  store<u32>(at, count - 2, BANDS)
}

/** Log magnitudes of the bands. */
function fillRow(at: usize, row: usize, magnitudes: usize): void {
  const bands = load<u32>(at, BANDS)
  for (let band: usize = 0; band < <usize>bands; band++) {
    const from = load<u32>(at + MIDDLES + (band << 2))
    const middle = load<u32>(at + MIDDLES + (band << 2), 4)
    const to = load<u32>(at + MIDDLES + (band << 2), 8)
    const rise = <f32>1 / <f32>(middle - from)
    const fall = <f32>1 / <f32>(to - middle)
    let sum: f32 = 0
    for (let bin = from + 1; bin < middle; bin++) {
      sum += load<f32>(magnitudes + (<usize>bin << 2)) * (rise * <f32>(bin - from))
    }
    for (let bin = middle; bin < to; bin++) {
      sum += load<f32>(magnitudes + (<usize>bin << 2)) * (fall * <f32>(to - bin))
    }
    store<f32>(row + (band << 2), min<f32>(sum, 1e30) + 1)
  }
  for (let band: usize = 0; band < <usize>bands; band += 4) {
    const to = row + (band << 2)
    v128.store(to, f32x4.mul(log2Four(v128.load(to)), f32x4.splat(LOG10)))
  }
}

/** Of the last value of `fluxTake` that was due: the part of the lowest quarter of the bands. */
export let fluxLow: f32 = 0

/**
 * Takes a quantum of the mean of an input's channels; returns the new value when one is due (every
 * `fluxHop` frames), else −1.
 */
export function fluxTake(at: usize, self: usize, input: usize, frame: u32): f32 {
  const size = load<u32>(at, SIZE)
  const place = load<u32>(at, PLACE)
  const ring = at + BUFFERS
  mixDown(self, input, frame, ring + (<usize>place << 2))
  const next = (place + QUANTUM) & (size - 1)
  store<u32>(at, next, PLACE)
  const since = load<u32>(at, SINCE) + QUANTUM
  const due = since >= size >> 3
  store<u32>(at, due ? 0 : since, SINCE)
  if (!due) return -1
  const bytes = <usize>size << 2
  const samples = ring + 2 * bytes
  const scratch = samples + bytes
  // The bins take the place of the samples and of what follows them once they are transformed.
  const re = scratch + bytes
  const im = samples
  unrollWindowed(ring, size, next, ring + bytes, samples)
  realForward(samples, re, im, size, scratch)
  const limit = f32x4.splat(1e15)
  for (let i: usize = 0; i <= bytes >> 1; i += 16) {
    const r = f32x4.pmin(limit, f32x4.abs(v128.load(re + i)))
    const m = f32x4.pmin(limit, f32x4.abs(v128.load(im + i)))
    const power = f32x4.add(f32x4.mul(r, r), f32x4.mul(m, m))
    v128.store(im + i, f32x4.sqrt(power))
  }
  const number = load<u32>(at, ROW)
  store<u32>(at, (number + 1) & 3, ROW)
  const row = at + ROWS + <usize>number * ROW_BYTES
  const old = at + ROWS + <usize>((number + 2) & 3) * ROW_BYTES
  fillRow(at, row, im)
  const bands = load<u32>(at, BANDS)
  let flux: f32 = 0
  fluxLow = 0
  for (let band: usize = 0; band < <usize>bands; band++) {
    if (band == <usize>bands >> 2) fluxLow = flux
    const b = band << 2
    const low = band > 0 ? load<f32>(old + b - 4) : 0
    const high = band + 1 < <usize>bands ? load<f32>(old + b, 4) : 0
    flux += max<f32>(0, load<f32>(row + b) - max(load<f32>(old + b), max(low, high)))
  }
  return flux
}
