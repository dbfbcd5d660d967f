import FFT from 'fft.js'
import { EMBEDDING_SIZE, normalise } from '../../../library/decode'
import { featureMeans, featureSpreads } from './descriptor-table'
import { BANDS, HOP, melFrames, type MelFrames } from './mel-frames'

/** Kept beside the vectors: counts up whenever the same sound would get another one. */
export const DESCRIPTOR_VERSION = 'descriptor/log-mel@1'

/** Families of features, how many each has, and how much it weighs: its share of the squared distance of strangers. */
export const families = [
  { name: 'spectrum', count: BANDS, weight: 1 },
  { name: 'spectrum’s spread', count: BANDS, weight: 0.4 },
  { name: 'spectrum’s motion', count: BANDS / 2, weight: 0.4 },
  { name: 'cepstrum', count: 20, weight: 1 },
  { name: 'cepstrum’s spread', count: 20, weight: 0.4 },
  { name: 'spectral shape', count: 8, weight: 0.8 },
  { name: 'modulation', count: 64, weight: 0.6 },
  { name: 'rhythm', count: 24, weight: 0.4 },
  { name: 'envelope', count: 21, weight: 0.8 },
  { name: 'course', count: 64, weight: 0.4 },
] as const

export const FEATURES: number = families.reduce((sum, { count }) => sum + count, 0)

/** Beyond so many standard deviations a feature says no more. */
const MOST = 4
/** What is so far below the loudest window is not counted as sounding, in dB. */
const QUIET = 50
/** So much of a sound is heard, in so many stretches, in seconds. */
const STRETCHES = 3
const STRETCH = 8

/**
 * What a sound sounds like, without a model: statistics of its log-mel spectrogram (means, spreads, motion), cepstra, the
 * shape of the spectrum, modulation, rhythm and envelope, each feature in standard deviations of a corpus, weighted by
 * family, turned by a fixed rotation so that every component tells as much, and of length 1. It does not depend on the
 * level, and hardly on the pitch within a few semitones.
 */
export function describeSound(samples: Float32Array, rate: number): Float32Array<ArrayBuffer> {
  return describeFrames(melFrames(samples, rate, stretchesOf(samples.length, rate)), samples, rate)
}

export function describeFrames(
  frames: MelFrames,
  samples: Float32Array,
  rate: number,
): Float32Array<ArrayBuffer> {
  const features = featuresOf(frames, samples.length / rate)
  const vector = new Float32Array(EMBEDDING_SIZE)
  let at = 0
  for (const { count, weight } of families) {
    const scale = weight / Math.sqrt(count)
    for (let index = 0; index < count; index++, at++) {
      const spread = featureSpreads[at] ?? 1
      const value = ((features[at] ?? 0) - (featureMeans[at] ?? 0)) / (spread > 0 ? spread : 1)
      vector[at] = scale * Math.max(-MOST, Math.min(MOST, value))
    }
  }
  rotate(vector)
  return normalise(vector)
}

/** The stretches of a sound that are heard, evenly over it. */
export function stretchesOf(length: number, rate: number): readonly { from: number; to: number }[] {
  const stretch = Math.round(STRETCH * rate)
  if (length <= STRETCHES * stretch) return [{ from: 0, to: length }]
  return Array.from({ length: STRETCHES }, (_, index) => {
    const from = Math.round(((length - stretch) * (index + 0.5)) / STRETCHES)
    return { from, to: from + stretch }
  })
}

/** The features as they are measured, in the order of the families. */
export function featuresOf(frames: MelFrames, seconds: number): Float64Array {
  const loud = sounding(frames)
  const mean = bandMeans(frames, loud)
  const overall = meanOf(mean)
  const features: number[] = []
  for (const value of mean) features.push(value - overall)
  const spread = bandSpreads(frames, loud, mean)
  features.push(...spread)
  features.push(...bandMotion(frames, loud))
  features.push(...cepstrum(mean), ...cepstrum(spread))
  features.push(...spectralShape(frames, loud))
  features.push(...modulation(frames))
  const flux = fluxOf(frames)
  features.push(...rhythm(flux, frames.rate))
  features.push(...envelope(frames, flux, seconds))
  features.push(...course(frames, mean))
  return Float64Array.from(features, value => (Number.isFinite(value) ? value : 0))
}

/** Windows in which something sounds; of silence all. */
function sounding({ level, count }: MelFrames): readonly number[] {
  const all = Array.from({ length: count }, (_, window) => window)
  const most = level.reduce((top, value) => Math.max(top, value), -Infinity)
  return all.filter(window => (level[window] ?? 0) > most - QUIET)
}

function bandMeans({ mel }: MelFrames, windows: readonly number[]): Float64Array {
  const sums = new Float64Array(BANDS)
  for (const window of windows) {
    for (let band = 0; band < BANDS; band++) {
      sums[band] = (sums[band] ?? 0) + (mel[window * BANDS + band] ?? 0)
    }
  }
  return sums.map(sum => sum / windows.length)
}

function bandSpreads(
  { mel }: MelFrames,
  windows: readonly number[],
  mean: Float64Array,
): Float64Array {
  const sums = new Float64Array(BANDS)
  for (const window of windows) {
    for (let band = 0; band < BANDS; band++) {
      const off = (mel[window * BANDS + band] ?? 0) - (mean[band] ?? 0)
      sums[band] = (sums[band] ?? 0) + off * off
    }
  }
  return sums.map(sum => Math.sqrt(sum / windows.length))
}

/** How much pairs of bands change from window to window. */
function bandMotion({ mel }: MelFrames, windows: readonly number[]): Float64Array {
  const sums = new Float64Array(BANDS / 2)
  let steps = 1
  for (const window of windows) {
    if (window === 0) continue
    steps++
    for (let band = 0; band < BANDS; band++) {
      const at = window * BANDS + band
      sums[band >> 1] =
        (sums[band >> 1] ?? 0) + Math.abs((mel[at] ?? 0) - (mel[at - BANDS] ?? 0)) / 2
    }
  }
  return sums.map(sum => sum / steps)
}

const CEPSTRA = 20
const cosines = Float64Array.from({ length: CEPSTRA * BANDS }, (_, index) => {
  const order = Math.floor(index / BANDS) + 1
  return Math.cos((Math.PI * order * ((index % BANDS) + 0.5)) / BANDS) * Math.sqrt(2 / BANDS)
})

/** Cepstral coefficients 1 to 20 of a row of bands (DCT-II). */
function cepstrum(row: Float64Array): Float64Array {
  return Float64Array.from({ length: CEPSTRA }, (_, order) => {
    let sum = 0
    for (let band = 0; band < BANDS; band++) {
      sum += (row[band] ?? 0) * (cosines[order * BANDS + band] ?? 0)
    }
    return sum
  })
}

function spectralShape(
  { middle, spread, flatness, level }: MelFrames,
  windows: readonly number[],
): number[] {
  const of = (row: Float32Array): number[] => {
    const values = windows.map(window => row[window] ?? 0)
    const mean = meanOf(values)
    return [mean, Math.sqrt(meanOf(values.map(value => (value - mean) ** 2)))]
  }
  return [
    ...of(middle),
    ...of(spread),
    ...of(flatness),
    ...of(level).slice(1),
    windows.length / level.length,
  ]
}

const MODULATION_WINDOWS = 256
const GROUPS = 8
const slow = new FFT(MODULATION_WINDOWS)
/** Edges of octaves of modulation, in bins of a transform over 256 windows (0.17 Hz each). */
const octaves = [2, 4, 6, 9, 14, 22, 36, 64, 110] as const

/** How fast eight groups of bands come and go: log power of their envelopes in eight stretches from 0.3 to 18 Hz. */
function modulation({ mel, count }: MelFrames): number[] {
  const sums = new Float64Array(GROUPS * (octaves.length - 1))
  const pieces = Math.max(1, Math.floor(count / MODULATION_WINDOWS))
  for (let piece = 0; piece < pieces; piece++) {
    for (let group = 0; group < GROUPS; group++) {
      const row = Array.from({ length: MODULATION_WINDOWS }, (_, index) => {
        const window = piece * MODULATION_WINDOWS + index
        return window < count ? groupLevel(mel, window, group, GROUPS) : Number.NaN
      })
      const known = row.filter(value => !Number.isNaN(value))
      const mean = meanOf(known)
      const bins = slow.createComplexArray()
      slow.realTransform(
        bins,
        row.map(value => (Number.isNaN(value) ? 0 : value - mean)),
      )
      for (let octave = 0; octave + 1 < octaves.length; octave++) {
        let sum = 0
        for (let bin = octaves[octave] ?? 0; bin < (octaves[octave + 1] ?? 0); bin++) {
          sum += (bins[2 * bin] ?? 0) ** 2 + (bins[2 * bin + 1] ?? 0) ** 2
        }
        const at = group * (octaves.length - 1) + octave
        sums[at] = (sums[at] ?? 0) + sum / known.length / pieces
      }
    }
  }
  return Array.from(sums, sum => Math.log10(sum + 1))
}

function groupLevel(mel: Float32Array, window: number, group: number, groups: number): number {
  const size = BANDS / groups
  let sum = 0
  for (let band = group * size; band < (group + 1) * size; band++) {
    sum += mel[window * BANDS + band] ?? 0
  }
  return sum / size
}

/** How much newly sounds in each window, in dB a band. */
export function fluxOf({ mel, count }: MelFrames): Float64Array {
  return Float64Array.from({ length: count }, (_, window) => {
    if (window < 2) return 0
    let sum = 0
    for (let band = 0; band < BANDS; band++) {
      const at = window * BANDS + band
      const before = Math.max(mel[at - 2 * BANDS] ?? 0, -80)
      sum += Math.max(0, Math.max(mel[at] ?? 0, -80) - before)
    }
    return sum / BANDS
  })
}

const LAGS = 24

/** How well the flux repeats after 0.2 to 3 seconds. */
function rhythm(flux: Float64Array, rate: number): number[] {
  const mean = meanOf(flux)
  const off = flux.map(value => value - mean)
  const whole = off.reduce((sum, value) => sum + value * value, 0)
  return Array.from({ length: LAGS }, (_, index) => {
    const seconds = 0.2 * 15 ** (index / (LAGS - 1))
    const lag = Math.round((seconds * rate) / HOP)
    // The nearest lags with it: nobody plays to a hundredth of a second.
    const width = Math.max(1, Math.round(lag * 0.03))
    let best = 0
    for (let near = lag - width; near <= lag + width; near++) {
      let sum = 0
      for (let at = near; at < off.length; at++) sum += (off[at] ?? 0) * (off[at - near] ?? 0)
      best = Math.max(best, sum)
    }
    return whole > 0 ? best / whole : 0
  })
}

const PLACES = 16

/** Level at 16 places, below the highest; when half of it has sounded, how long it takes to rise; length; onsets. */
function envelope(
  { level, count, rate }: MelFrames,
  flux: Float64Array,
  seconds: number,
): number[] {
  const most = level.reduce((top, value) => Math.max(top, value), -Infinity)
  const relative = Array.from(level, value => Math.max(-60, value - most))
  const places = Array.from({ length: PLACES }, (_, place) => {
    const from = Math.floor((place * count) / PLACES)
    const to = Math.max(from + 1, Math.floor(((place + 1) * count) / PLACES))
    return meanOf(relative.slice(from, to))
  })
  const power = relative.map(value => 10 ** (value / 10))
  const whole = power.reduce((sum, value) => sum + value, 0)
  const center = power.reduce((sum, value, window) => sum + value * window, 0) / whole / count
  const rise = relative.findIndex(value => value > -3)
  const held = relative.filter(value => value > -20).length
  const hop = HOP / rate
  return [
    ...places,
    center,
    Math.log2(rise * hop + 0.02),
    Math.log2(held * hop + 0.02),
    Math.log2(Math.min(seconds, 30) + 0.05),
    countOnsets(flux) / Math.max(1, count * hop),
  ]
}

/** Peaks of the flux that stand out. */
export function countOnsets(flux: Float64Array): number {
  const least = Math.max(3, 1.5 * meanOf(flux))
  let onsets = 0
  let last = -8
  for (const [window, value] of flux.entries()) {
    if (value < least || window - last < 4) continue
    if (value < (flux[window - 1] ?? 0) || value < (flux[window + 1] ?? 0)) continue
    onsets++
    last = window
  }
  return onsets
}

/** How the spectrum of each quarter differs from that of the whole: 16 groups of bands. */
function course({ mel, count }: MelFrames, mean: Float64Array): number[] {
  return Array.from({ length: 64 }, (_, index) => {
    const quarter = index >> 4
    const group = index & 15
    const from = Math.floor((quarter * count) / 4)
    const to = Math.max(from + 1, Math.floor(((quarter + 1) * count) / 4))
    let sum = 0
    for (let window = from; window < Math.min(to, count); window++) {
      sum += groupLevel(mel, window, group, 16)
    }
    const own = sum / Math.max(1, Math.min(to, count) - from)
    const whole = meanOf(mean.subarray(group * 4, group * 4 + 4))
    return Math.max(-40, Math.min(40, own - whole))
  })
}

/** Signs of the rotation, from a generator of Marsaglia’s (xorshift) that anybody can write again. */
const signs = ((): Int8Array => {
  let state = 0x9e37_79b9
  return Int8Array.from({ length: 3 * EMBEDDING_SIZE }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 1 ? 1 : -1
  })
})()

/** Three rounds of signs and a Walsh–Hadamard transform: a rotation that spreads every feature over all components. */
function rotate(vector: Float32Array): void {
  const scale = 1 / Math.sqrt(EMBEDDING_SIZE)
  for (let round = 0; round < 3; round++) {
    for (let index = 0; index < EMBEDDING_SIZE; index++) {
      vector[index] = (vector[index] ?? 0) * scale * (signs[round * EMBEDDING_SIZE + index] ?? 1)
    }
    for (let half = 1; half < EMBEDDING_SIZE; half *= 2) {
      for (let from = 0; from < EMBEDDING_SIZE; from += 2 * half) {
        for (let index = from; index < from + half; index++) {
          const one = vector[index] ?? 0
          const other = vector[index + half] ?? 0
          vector[index] = one + other
          vector[index + half] = one - other
        }
      }
    }
  }
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0
  return values.length === 0 ? 0 : sum / values.length
}
