import { fftPrepare, realForward } from '../lib/fft.as'
import { paramAt, QUANTUM, STATE } from '../lib/header.as'
import { fillHann, mixDown, unrollWindowed } from '../lib/spectral.as'

// State: what the host reads, rate, size of the window, place, frames since the last one, f64 × 12 sums of
// the classes, f64 × 12 of the window in hand; then ring, window, samples, scratch and two rows of bins.
const KEY = STATE
const CONFIDENCE = STATE + 4
const CLASSES = STATE + 16
const RATE = STATE + 64
const SIZE = STATE + 72
const PLACE = STATE + 76
const SINCE = STATE + 80
const SUMS = STATE + 96
const PRESENT = STATE + 192
const RING = STATE + 288

const LOWEST: f64 = 60
const HIGHEST: f64 = 3000
const HARMONICS: u32 = 6
const FALL: f64 = 0.6
/** Power of the loudest peak below which a window is silence: −70 dB. */
const SILENCE: f32 = 1e-7

// Temperley 2007, as probabilities of the classes from the tonic on: major, then minor.
const PROFILES = memory.data<f64>([
  0.748, 0.06, 0.488, 0.082, 0.67, 0.46, 0.096, 0.715, 0.104, 0.366, 0.057, 0.4, 0.712, 0.084,
  0.474, 0.618, 0.049, 0.46, 0.105, 0.747, 0.404, 0.067, 0.133, 0.33,
])

function sizeFor(rate: f64): u32 {
  return rate > 64000 ? 32768 : 16384
}

export function key_state_size(channels: u32, sampleRate: f64): u32 {
  const size = sizeFor(sampleRate > 0 ? sampleRate : 192000)
  return <u32>RING + 20 * size + 64
}

export function key_init(self: usize, sampleRate: f64, seed: u32): void {
  fftPrepare()
  memory.fill(self + STATE, 0, <usize>key_state_size(1, sampleRate) - STATE)
  store<f32>(self + KEY, -1)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SIZE, sizeFor(sampleRate))
  fillHann(self + RING + 4 * <usize>sizeFor(sampleRate), sizeFor(sampleRate))
}

/** Gives a peak's magnitude to the classes that it may belong to. */
function give(self: usize, semitones: f64, magnitude: f64): void {
  let weight = magnitude
  for (let harmonic: u32 = 1; harmonic <= HARMONICS; harmonic++) {
    const pitch = semitones - 12 * Math.log2(<f64>harmonic)
    const off = pitch - nearest(pitch)
    // 1 on the note, 0 half-way to the next.
    const near = Math.cos(Math.PI * off)
    const note = <i32>nearest(pitch) % 12
    const at = self + PRESENT + (<usize>(note < 0 ? note + 12 : note) << 3)
    store<f64>(at, load<f64>(at) + weight * near * near)
    weight *= FALL
  }
}

/** Classes of the last window; false when it is silent. */
function listen(self: usize, reference: f64): bool {
  const size = load<u32>(self + SIZE)
  const bytes = <usize>size << 2
  const window = self + RING + bytes
  const samples = window + bytes
  const re = samples + 2 * bytes
  const im = samples
  unrollWindowed(self + RING, size, load<u32>(self + PLACE), window, samples)
  realForward(samples, re, im, size, samples + bytes)
  const scale = f32x4.splat(<f32>4 / <f32>size)
  const limit = f32x4.splat(1e15)
  let top: f32 = 0
  const bins = load<f64>(self + RATE) / <f64>size
  const first = <u32>(LOWEST / bins)
  const last = <u32>(HIGHEST / bins)
  for (let at: usize = 0; at <= (<usize>last + 8) << 2; at += 16) {
    const r = f32x4.mul(scale, f32x4.pmax(f32x4.neg(limit), f32x4.pmin(limit, v128.load(re + at))))
    const i = f32x4.mul(scale, f32x4.pmax(f32x4.neg(limit), f32x4.pmin(limit, v128.load(im + at))))
    v128.store(re + at, f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)))
  }
  for (let bin = first; bin <= last; bin++) top = max(top, load<f32>(re + (<usize>bin << 2)))
  if (!(top > SILENCE)) return false
  memory.fill(self + PRESENT, 0, 96)
  const least = top * <f32>1e-4
  for (let bin = first; bin <= last; bin++) {
    const at = re + (<usize>bin << 2)
    const here = load<f32>(at)
    const before = load<f32>(at - 4)
    const after = load<f32>(at, 4)
    if (here < least || here <= before || here < after) continue
    // The parabola goes through logarithms, which suits the window's lobe.
    const a = Math.log(<f64>before + 1e-30)
    const b = Math.log(<f64>here)
    const c = Math.log(<f64>after + 1e-30)
    const frequency = (<f64>bin + (0.5 * (a - c)) / (a - 2 * b + c)) * bins
    give(self, 69 + 12 * Math.log2(frequency / reference), Math.sqrt(<f64>here))
  }
  return true
}

/** Correlation of the classes with a profile on a tonic. */
function agree(self: usize, tonic: u32, profile: usize): f64 {
  let sx: f64 = 0
  let sy: f64 = 0
  let sxx: f64 = 0
  let syy: f64 = 0
  let sxy: f64 = 0
  for (let step: u32 = 0; step < 12; step++) {
    const x = load<f64>(self + SUMS + (<usize>((tonic + step) % 12) << 3))
    const y = load<f64>(profile + (<usize>step << 3))
    sx += x
    sy += y
    sxx += x * x
    syy += y * y
    sxy += x * y
  }
  const spread = (sxx - (sx * sx) / 12) * (syy - (sy * sy) / 12)
  return spread > 0 ? (sxy - (sx * sy) / 12) / Math.sqrt(spread) : 0
}

function decide(self: usize): void {
  let best: f64 = -2
  let next: f64 = -2
  let found: u32 = 0
  for (let one: u32 = 0; one < 24; one++) {
    const value = agree(self, one % 12, PROFILES + (one >= 12 ? 96 : 0))
    if (value > best) {
      next = best
      best = value
      found = one
    } else if (value > next) next = value
  }
  store<f32>(self + KEY, <f32>found)
  store<f32>(self + CONFIDENCE, <f32>max<f64>(0, min<f64>(1, 4 * (best - max<f64>(0, next)))))
  let top: f64 = 0
  for (let i: usize = 0; i < 12; i++) top = max(top, load<f64>(self + SUMS + (i << 3)))
  for (let i: usize = 0; i < 12; i++) {
    store<f32>(self + CLASSES + (i << 2), <f32>(load<f64>(self + SUMS + (i << 3)) / top))
  }
}

function analyse(self: usize, span: f64, reference: f64): void {
  if (!listen(self, reference)) return
  let whole: f64 = 0
  for (let i: usize = 0; i < 12; i++) whole += load<f64>(self + PRESENT + (i << 3))
  if (!(whole > 0)) return
  const hop = <f64>(load<u32>(self + SIZE) >> 1) / load<f64>(self + RATE)
  const keep = Math.exp(-hop / max<f64>(span, 0.01))
  for (let i: usize = 0; i < 12; i++) {
    const at = self + SUMS + (i << 3)
    store<f64>(at, keep * load<f64>(at) + load<f64>(self + PRESENT + (i << 3)) / whole)
  }
  decide(self)
}

export function key_process(self: usize, offset: u32, frames: u32): void {
  const size = load<u32>(self + SIZE)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const place = load<u32>(self + PLACE)
    mixDown(self, 0, frame, self + RING + (<usize>place << 2))
    store<u32>(self + PLACE, (place + QUANTUM) & (size - 1))
    const since = load<u32>(self + SINCE) + QUANTUM
    const due = since >= size >> 1
    store<u32>(self + SINCE, due ? 0 : since)
    if (due) analyse(self, <f64>paramAt(self, 0, frame), <f64>paramAt(self, 1, frame))
  }
}
