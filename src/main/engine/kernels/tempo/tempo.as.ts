import { realForward, realInverse } from '../lib/fft.as'
import { outputChannel, paramAt, QUANTUM, STATE } from '../lib/header.as'
import { fluxBytes, fluxHop, fluxInit, fluxLow, fluxTake } from '../lib/superflux.as'

// State: what the host reads, the rate, u32 values so far and since the last search, f32 the other tempo; then the ring of
// values, samples, scratch and two rows of bins.
const BPM = STATE
const CONFIDENCE = STATE + 4
const RATE = STATE + 8
const COUNT = STATE + 16
const SINCE = STATE + 20
const OTHER = STATE + 24
const RING = STATE + 32
const KEPT: u32 = 2048
const SAMPLES = RING + 4 * 2048
const SCRATCH = SAMPLES + 4 * 4096
const RE = SCRATCH + 4 * 4096
const IM = RE + 4 * 2064
const LOWS = IM + 4 * 2064
const SOUND = LOWS + 4 * 2048

const SLOWEST: f64 = 40
const FASTEST: f64 = 240
/** Twice the tempo is taken up to so many times the centre, where it repeats so well. */
const DOUBLE: f64 = 1.6
const ALIKE: f32 = 0.85
/** Bass that is weaker than this part of what it is on the other beats is none; and what counts as bass at all. */
const HALF_BASS: f32 = 0.3
const LEAST_BASS: f32 = 1
const EVERY: u32 = 48
/** Values before there is an estimate: 3 s. */
const LEAST: u32 = 560

export function tempo_state_size(channels: u32, sampleRate: f64): u32 {
  return <u32>SOUND + fluxBytes(sampleRate)
}

export function tempo_init(self: usize, sampleRate: f64, seed: u32): void {
  memory.fill(self + STATE, 0, SOUND - STATE)
  store<f64>(self + RATE, sampleRate)
  fluxInit(self + SOUND, sampleRate)
}

// @ts-ignore: decorator
@inline
function valueAt(self: usize, lag: u32): f32 {
  return load<f32>(self + SCRATCH + (<usize>lag << 2))
}

/** The correlation of the smoothed values with themselves, without their mean. */
function correlate(self: usize, count: u32): void {
  const samples = self + SAMPLES
  memory.fill(samples, 0, 4 * 4096)
  const total = load<u32>(self + COUNT)
  let sum: f64 = 0
  for (let i: u32 = 0; i < count; i++) {
    // Weights 1 2 3 4 3 2 1 forgive players some 10 ms.
    let value: f32 = 0
    for (let k: i32 = -3; k <= 3; k++) {
      const at = <i32>i + k
      if (at < 0 || at >= <i32>count) continue
      const place = (total - count + <u32>at) & (KEPT - 1)
      const weight: i32 = 4 - abs<i32>(k)
      value += <f32>weight * load<f32>(self + RING + (<usize>place << 2))
    }
    store<f32>(samples + (<usize>i << 2), value)
    sum += <f64>value
  }
  const mean = <f32>(sum / <f64>count)
  for (let i: usize = 0; i < <usize>count; i++) {
    store<f32>(samples + (i << 2), load<f32>(samples + (i << 2)) - mean)
  }
  realForward(samples, self + RE, self + IM, 4096, self + SCRATCH)
  for (let at: usize = 0; at <= 8192; at += 16) {
    const r = v128.load(self + RE + at)
    const i = v128.load(self + IM + at)
    v128.store(self + RE + at, f32x4.add(f32x4.mul(r, r), f32x4.mul(i, i)))
    v128.store(self + IM + at, f32x4.splat(0))
  }
  realInverse(self + RE, self + IM, self + SCRATCH, 4096, self + SCRATCH)
  // What is left of the overlap at longer lags is scaled up, by 2 at most.
  for (let lag: u32 = 0; lag < count; lag++) {
    const overlap = max<f32>(0.5, 1 - <f32>lag / <f32>count)
    const at = self + SCRATCH + (<usize>lag << 2)
    store<f32>(at, load<f32>(at) / overlap)
  }
}

/** How well four multiples of a lag repeat; those beyond what is known do not count. */
function comb(self: usize, lag: u32, count: u32): f32 {
  let sum: f32 = 0
  let weights: f32 = 0
  for (let k: u32 = 1; k <= 4; k++) {
    const middle = k * lag
    if (middle + k >= (count * 3) / 4) break
    let top = valueAt(self, middle)
    for (let off: u32 = 1; off < k; off++) {
      top = max(top, max(valueAt(self, middle - off), valueAt(self, middle + off)))
    }
    const weight = <f32>1 / <f32>k
    sum += weight * top
    weights += weight
  }
  return weights > 0 ? sum / weights : 0
}

/** Highest value within `reach` of a lag. */
function climb(self: usize, near: f64, reach: u32): u32 {
  const start = <u32>nearest(near)
  let best = start
  for (let lag = start - reach; lag <= start + reach; lag++) {
    if (valueAt(self, lag) > valueAt(self, best)) best = lag
  }
  return best
}

function refine(self: usize, lag: u32): f64 {
  const before = <f64>valueAt(self, lag - 1)
  const here = <f64>valueAt(self, lag)
  const after = <f64>valueAt(self, lag + 1)
  const bend = before - 2 * here + after
  if (!(bend < 0)) return <f64>lag
  return <f64>lag + max<f64>(-1, min<f64>(1, (0.5 * (before - after)) / bend))
}

/** Mean of the values of a ring near a place and every `period` from there on: the most within two of each. */
function meanAt(self: usize, ring: usize, place: f64, period: f64, count: u32): f32 {
  const first = load<u32>(self + COUNT) - count
  let sum: f32 = 0
  let times: f32 = 0
  for (let at = place; at < <f64>count - 3; at += period) {
    let top: f32 = 0
    for (let off: i32 = -2; off <= 2; off++) {
      const index = first + <u32>max<i32>(0, <i32>nearest(at) + off)
      top = max(top, load<f32>(ring + (<usize>(index & (KEPT - 1)) << 2)))
    }
    sum += top
    times += 1
  }
  return times > 0 ? sum / times : 0
}

/** The most that the bass has, on average, every `period` from some place on; `bassPlace` is that place. */
function bassOf(self: usize, period: f64, count: u32): f32 {
  let most: f32 = 0
  for (let place: f64 = 0; place < period; place++) {
    const value = meanAt(self, self + LOWS, place, period, count)
    if (value > most) {
      most = value
      bassPlace = place
    }
  }
  return most
}

let bassPlace: f64 = 0

/**
 * The period of the beats, from one at which all that sounds repeats: where the bass leaves out every other of them, as
 * under hi-hats in eighth notes, they are halves of beats, or two of them three.
 */
function countBass(self: usize, period: f64, count: u32): f64 {
  const pair = 2 * period
  const strong = bassOf(self, pair, count)
  const other = bassPlace < period ? bassPlace + period : bassPlace - period
  const weak = meanAt(self, self + LOWS, other, pair, count)
  if (strong < LEAST_BASS || weak > HALF_BASS * strong) return period
  const third = (period * 2) / 3
  return bassOf(self, third, count) > 0.8 * strong ? third : pair
}

function search(self: usize, centre: f64): void {
  const count = min(load<u32>(self + COUNT), KEPT)
  if (count < LEAST) return
  correlate(self, count)
  const beats = (60 * load<f64>(self + RATE)) / <f64>fluxHop(load<f64>(self + RATE))
  const whole = valueAt(self, 0)
  store<f32>(self + CONFIDENCE, 0)
  if (!(whole > 1)) return
  let best: u32 = 0
  let most: f64 = 0
  const last = min<u32>(<u32>(beats / SLOWEST), count / 2)
  for (let lag = <u32>(beats / FASTEST); lag <= last; lag++) {
    const octaves = Math.log2(beats / (<f64>lag * centre))
    const score = <f64>comb(self, lag, count) * Math.exp(-0.5 * octaves * octaves)
    if (score > most) {
      most = score
      best = lag
    }
  }
  if (best == 0) return
  while ((2 * beats) / <f64>best <= DOUBLE * centre) {
    const half = climb(self, <f64>best / 2, 2)
    if (valueAt(self, half) < ALIKE * valueAt(self, climb(self, <f64>best, 2))) break
    best = half
  }
  best = climb(self, <f64>best, 2)
  let period = refine(self, best)
  const height = valueAt(self, best)
  for (let beat: f64 = 2; beat * period + 4 < <f64>count * 0.7; beat *= 2) {
    const lag = climb(self, beat * period, 2)
    if (valueAt(self, lag) < 0.5 * height) break
    period = refine(self, lag) / beat
  }
  const counted = countBass(self, period, count)
  const found = beats / counted >= SLOWEST && beats / counted <= FASTEST ? counted : period
  const bpm = beats / found
  store<f32>(self + BPM, <f32>bpm)
  // The other octave that is nearer to the centre.
  const lower = bpm >= 2 * SLOWEST && (bpm > centre || 2 * bpm > FASTEST)
  store<f32>(self + OTHER, <f32>(found != period ? beats / period : lower ? bpm / 2 : 2 * bpm))
  store<f32>(self + CONFIDENCE, max<f32>(0, min<f32>(1, height / whole)))
}

/** Takes in a quantum; whether there is a value more. */
function take(self: usize, frame: u32): bool {
  const flux = fluxTake(self + SOUND, self, 0, frame)
  if (!(flux >= 0)) return false
  const count = load<u32>(self + COUNT)
  store<f32>(self + RING + (<usize>(count & (KEPT - 1)) << 2), min<f32>(flux, 1e4))
  store<f32>(self + LOWS + (<usize>(count & (KEPT - 1)) << 2), min<f32>(fluxLow, 1e4))
  store<u32>(self + COUNT, count + 1)
  return true
}

/** As `tempo_process`, for who wants the tempo in the end alone, by `tempo_find`. */
export function tempo_listen(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) take(self, frame)
}

/** The tempo of what was heard last, to the readouts. */
export function tempo_find(self: usize, centre: f64): void {
  search(self, centre)
}

export function tempo_process(self: usize, offset: u32, frames: u32): void {
  for (let frame = offset; frame < offset + frames; frame += QUANTUM) {
    if (take(self, frame)) {
      const since = load<u32>(self + SINCE) + 1
      store<u32>(self + SINCE, since == EVERY ? 0 : since)
      if (since == EVERY) search(self, <f64>paramAt(self, 0, frame))
    }
    const value = v128.load32_splat(self + BPM)
    const to = outputChannel(self, 0, 0) + (<usize>frame << 2)
    for (let at: usize = 0; at < <usize>QUANTUM << 2; at += 16) v128.store(to + at, value)
  }
}
