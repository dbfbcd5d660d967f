import FFT from 'fft.js'
import { BANDS, HOP, type MelFrames } from './mel-frames'

/** What is so far below the loudest window is not counted as sounding, in dB. */
const QUIET = 50

/** The features as they are measured, in the order of the families. */
export function featuresOf(frames: MelFrames, seconds: number): Float64Array {
  const loud = sounding(frames)
  const mean = bandMeans(frames, loud)
  const overall = meanOf(mean)
  const features: number[] = []
  for (const value of mean) features.push(value - overall)
  features.push(...levels(mean, overall), ...distances(mean, overall))
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

/** The levels of the bands in order, wherever they lie: how much of the spectrum is peaks, whatever the pitch. */
function levels(mean: Float64Array, overall: number): number[] {
  const ordered = mean.toSorted()
  return Array.from(
    { length: 16 },
    (_, index) => meanOf(ordered.subarray(index * 4, index * 4 + 4)) - overall,
  )
}

/** How alike the spectrum is to itself so many bands higher: how far its peaks lie apart. */
function distances(mean: Float64Array, overall: number): number[] {
  const off = mean.map(value => value - overall)
  const whole = off.reduce((sum, value) => sum + value * value, 0)
  return Array.from({ length: 16 }, (_, index) => {
    let sum = 0
    for (let band = index + 1; band < BANDS; band++) {
      sum += (off[band] ?? 0) * (off[band - index - 1] ?? 0)
    }
    return whole > 0 ? sum / whole : 0
  })
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

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0
  return values.length === 0 ? 0 : sum / values.length
}
