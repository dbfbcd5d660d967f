import { fftPrepare, realForward, realInverse } from '../lib/fft.as'
import { outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { mixDown } from '../lib/spectral.as'

// State: what the host reads, pitch in octaves, rate, size of the window, place, frames since the last
// search; then the ring, 2 × window of samples, scratch and two rows of bins.
const FREQUENCY = STATE
const NOTE = STATE + 4
const CENTS = STATE + 8
const CLARITY = STATE + 12
const PITCH = STATE + 16
const RATE = STATE + 24
const SIZE = STATE + 32
const PLACE = STATE + 36
const SINCE = STATE + 40
const RING = STATE + 48

const LOWEST: f64 = 32
const HIGHEST: f64 = 4200
const MIDDLE_C: f64 = 261.6255653005986

/** Part of the highest peak that the first one must reach: McLeod's k. */
const FIRST: f32 = 0.93

/** Below it nothing is said to have a pitch. */
const CLEAR: f32 = 0.6

function sizeFor(rate: f64): u32 {
  return rate > 128000 ? 16384 : rate > 64000 ? 8192 : 4096
}

export function tuner_state_size(channels: u32, sampleRate: f64): u32 {
  const size = sizeFor(sampleRate > 0 ? sampleRate : 192000)
  return <u32>RING + 28 * size + 64
}

export function tuner_init(self: usize, sampleRate: f64, seed: u32): void {
  fftPrepare()
  memory.fill(self + STATE, 0, <usize>tuner_state_size(1, sampleRate) - STATE)
  store<f64>(self + RATE, sampleRate)
  store<u32>(self + SIZE, sizeFor(sampleRate))
}

/** Unrolls the ring without its mean, followed by as many zeros; returns the sum of squares. */
function unroll(self: usize, samples: usize): f64 {
  const size = load<u32>(self + SIZE)
  const place = <usize>load<u32>(self + PLACE) << 2
  const bytes = <usize>size << 2
  const ring = self + RING
  memory.copy(samples, ring + place, bytes - place)
  memory.copy(samples + bytes - place, ring, place)
  memory.fill(samples + bytes, 0, bytes)
  let sum: f64 = 0
  for (let at: usize = 0; at < bytes; at += 4) sum += <f64>load<f32>(samples + at)
  const mean = <f32>(sum / <f64>size)
  let squares: f64 = 0
  for (let at: usize = 0; at < bytes; at += 4) {
    const x = load<f32>(samples + at) - mean
    store<f32>(samples + at, x)
    squares += <f64>x * <f64>x
  }
  return squares
}

/** Turns samples into their normalised square differences, for lags up to `longest`. */
function compare(self: usize, samples: usize, squares: f64, longest: u32): void {
  const size = load<u32>(self + SIZE)
  const scratch = samples + 8 * <usize>size
  const re = scratch + 8 * <usize>size
  const im = re + 4 * <usize>size + 16
  realForward(samples, re, im, 2 * size, scratch)
  for (let at: usize = 0; at <= <usize>size << 2; at += 16) {
    const r = v128.load(re + at)
    const i = v128.load(im + at)
    v128.store(re + at, f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)))
    v128.store(im + at, f32x4.splat(0))
  }
  // The correlation takes the place of the transform's scratch: the samples are needed still.
  const products = scratch
  realInverse(re, im, products, 2 * size, products)
  let m = 2 * squares
  let early = samples
  let late = samples + (<usize>(size - 1) << 2)
  for (let lag: u32 = 0; lag <= longest; lag++) {
    const at = products + (<usize>lag << 2)
    store<f32>(at, m > 0 ? <f32>((2 * <f64>load<f32>(at)) / m) : 0)
    const x = <f64>load<f32>(early)
    const y = <f64>load<f32>(late)
    m -= x * x + y * y
    early += 4
    late -= 4
  }
}

/** Exact place of a peak near `lag`: a parabola through it and its neighbours. */
function refine(values: usize, lag: u32, step: u32): f64 {
  const at = values + (<usize>lag << 2)
  const before = <f64>load<f32>(at - (<usize>step << 2))
  const here = <f64>load<f32>(at)
  const after = <f64>load<f32>(at + (<usize>step << 2))
  const bend = before - 2 * here + after
  if (!(bend < 0)) return <f64>lag
  const off = (0.5 * <f64>step * (before - after)) / bend
  return <f64>lag + max<f64>(-<f64>step, min<f64>(<f64>step, off))
}

/** Highest lag near a place. */
function climb(values: usize, near: f64, reach: u32): u32 {
  const start = <u32>nearest(near)
  let best = start
  for (let lag = start - reach; lag <= start + reach; lag++) {
    if (load<f32>(values + (<usize>lag << 2)) > load<f32>(values + (<usize>best << 2))) best = lag
  }
  return best
}

/** The first lag from `shortest` on whose hump reaches FIRST of the highest; 0 without any. */
function firstPeak(values: usize, shortest: u32, longest: u32): u32 {
  let top: f32 = 0
  for (let pass: u32 = 0; pass < 2; pass++) {
    let lag: u32 = 1
    while (lag < longest && load<f32>(values + (<usize>lag << 2)) > 0) lag++
    while (lag < longest) {
      while (lag < longest && load<f32>(values + (<usize>lag << 2)) <= 0) lag++
      let best: u32 = 0
      let height: f32 = 0
      for (; lag < longest && load<f32>(values + (<usize>lag << 2)) > 0; lag++) {
        const value = load<f32>(values + (<usize>lag << 2))
        if (value > height) {
          height = value
          best = lag
        }
      }
      if (best < shortest || best + 1 >= longest) continue
      if (pass == 0) top = max(top, height)
      else if (height >= FIRST * top) return best
    }
  }
  return 0
}

function search(self: usize, reference: f64): void {
  const rate = load<f64>(self + RATE)
  const size = load<u32>(self + SIZE)
  const samples = self + RING + 4 * <usize>size
  const longest = <u32>(rate / LOWEST) + 2
  const squares = unroll(self, samples)
  store<f32>(self + CLARITY, 0)
  // Quieter than −120 dB.
  if (!(squares > 1e-12 * <f64>size)) return
  compare(self, samples, squares, longest + 4)
  const values = samples + 8 * <usize>size
  const peak = firstPeak(values, <u32>(rate / HIGHEST), longest)
  if (peak == 0) return
  const height = load<f32>(values + (<usize>peak << 2))
  store<f32>(self + CLARITY, max<f32>(0, min<f32>(1, height)))
  if (height < CLEAR) return
  let period = refine(values, peak, 1 + peak / 400)
  // As many periods as fit, doubling, as long as they are alike.
  for (let count: f64 = 2; count * period < <f64>longest; count *= 2) {
    const lag = climb(values, count * period, 1)
    if (load<f32>(values + (<usize>lag << 2)) < 0.9 * height) break
    period = refine(values, lag, 1) / count
  }
  const frequency = rate / period
  const semitones = 69 + 12 * Math.log2(frequency / reference)
  const note = nearest(semitones)
  store<f32>(self + FREQUENCY, <f32>frequency)
  store<f32>(self + NOTE, <f32>note)
  store<f32>(self + CENTS, <f32>(100 * (semitones - note)))
  store<f32>(self + PITCH, <f32>Math.log2(frequency / MIDDLE_C))
}

function hold(self: usize, output: usize, place: usize, frame: u32): void {
  const value = v128.load32_splat(self + place)
  const to = outputChannel(self, output, 0) + (<usize>frame << 2)
  for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) v128.store(to + at, value)
}

/** Largest sample that is taken as it is: squares must stay within f32. */
const LARGEST: f32 = 1e9

export function tuner_process(self: usize, offset: u32, frames: u32): void {
  const size = load<u32>(self + SIZE)
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    const place = load<u32>(self + PLACE)
    const to = self + RING + (<usize>place << 2)
    mixDown(self, 0, frame, to)
    for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) {
      const low = f32x4.max(v128.load(to + at), f32x4.splat(-LARGEST))
      v128.store(to + at, f32x4.min(low, f32x4.splat(LARGEST)))
    }
    store<u32>(self + PLACE, (place + QUANTUM) & (size - 1))
    const since = load<u32>(self + SINCE) + QUANTUM
    const due = since >= size >> 2
    store<u32>(self + SINCE, due ? 0 : since)
    if (due) search(self, <f64>paramAt(self, 0, frame))
    hold(self, 0, PITCH, frame)
    hold(self, 1, CLARITY, frame)
  }
}
