import { listeningKernels } from './kernel-ear'

export const BANDS = 64
const LOWEST = 40
const HIGHEST = 10_500
/** Frames of a window, and from one to the next: 46 and 23 ms at 22.05 kHz. */
export const WINDOW = 1024
export const HOP = 512
const BINS = WINDOW / 2 + 1
/** Power below which there is nothing: −100 dB of a full-scale sine. */
const FLOOR = 1e-10

/** Short spectra of a sound. */
export interface MelFrames {
  readonly count: number
  readonly rate: number
  /** Log power of each band, in dB, a row of `BANDS` a window. */
  readonly mel: Float32Array
  /** Of each window: level in dB, middle of the spectrum in octaves above 100 Hz, spread in octaves, flatness in dB. */
  readonly level: Float32Array
  readonly middle: Float32Array
  readonly spread: Float32Array
  readonly flatness: Float32Array
}

/** Places in the memory of the kernels: samples of a window, the window, its power, and room to work. */
interface Places {
  readonly samples: number
  readonly window: number
  readonly power: number
  readonly work: number
}

let places: Places | undefined

function placesOfThread(): Places {
  if (places !== undefined) return places
  const { arena } = listeningKernels()
  const window = arena.allocate(4 * WINDOW)
  const hann = (index: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW)
  for (let index = 0; index < WINDOW; index++) arena.floats[(window >>> 2) + index] = hann(index)
  const samples = arena.allocate(4 * WINDOW)
  const power = arena.allocate(4 * (BINS + 4))
  places = { samples, window, power, work: arena.allocate(16 * WINDOW) }
  return places
}

/** Spectra of stretches of one channel, as if their highest sample were full scale. What is shorter than a window is filled up with silence. */
export function melFrames(
  samples: Float32Array,
  rate: number,
  stretches: readonly { readonly from: number; readonly to: number }[],
): MelFrames {
  const starts = stretches.flatMap(({ from, to }) => {
    const windows = Math.max(1, Math.floor((to - from - WINDOW) / HOP) + 1)
    return Array.from({ length: windows }, (_, window) => from + window * HOP)
  })
  const count = starts.length
  const frames = {
    count,
    rate,
    mel: new Float32Array(count * BANDS),
    level: new Float32Array(count),
    middle: new Float32Array(count),
    spread: new Float32Array(count),
    flatness: new Float32Array(count),
  }
  const bands = bandsAt(rate)
  const gain = 1 / Math.max(1e-6, peakOf(samples, stretches))
  const { samples: at, window: hann, power: to, work } = placesOfThread()
  const kernels = listeningKernels()
  const { arena } = kernels
  const transform = kernels.call('op_power')
  const power = arena.floats.subarray(to >>> 2, (to >>> 2) + BINS)
  const input = arena.floats.subarray(at >>> 2, (at >>> 2) + WINDOW)
  for (const [window, start] of starts.entries()) {
    const heard = samples.subarray(start, start + WINDOW)
    input.set(heard)
    if (heard.length < WINDOW) input.fill(0, heard.length)
    transform(at, hann, gain, WINDOW, SCALE, to, work)
    describe(power, bands, window, frames)
  }
  return frames
}

function peakOf(
  samples: Float32Array,
  stretches: readonly { readonly from: number; readonly to: number }[],
): number {
  let peak = 0
  for (const { from, to } of stretches) {
    for (let index = from; index < to; index++) {
      const value = Math.abs(samples[index] ?? 0)
      if (value > peak) peak = value
    }
  }
  return peak
}

/** A full-scale sine has power 1 in its bin. */
const SCALE = (4 / WINDOW) ** 2

type Writable = { readonly [Key in keyof MelFrames]: MelFrames[Key] }

function describe(power: Float32Array, bands: Bands, window: number, frames: Writable): void {
  const { mel, level, middle, spread, flatness } = frames
  const row = window * BANDS
  let whole = 0
  let first = 0
  let second = 0
  let logs = 0
  for (let band = 0; band < BANDS; band++) {
    const from = bands.first[band] ?? 0
    const at = bands.start[band] ?? 0
    const length = bands.length[band] ?? 0
    let sum = 0
    for (let index = 0; index < length; index++) {
      sum += (power[from + index] ?? 0) * (bands.weights[at + index] ?? 0)
    }
    const octave = bands.octave[band] ?? 0
    whole += sum
    first += sum * octave
    second += sum * octave * octave
    const log = Math.log(sum + FLOOR)
    logs += log
    mel[row + band] = log * DECIBELS
  }
  const total = whole + BANDS * FLOOR
  const mean = first / total
  level[window] = Math.log(total) * DECIBELS
  middle[window] = mean
  spread[window] = Math.sqrt(Math.max(0, second / total - mean * mean))
  flatness[window] = (logs / BANDS - Math.log(total / BANDS)) * DECIBELS
}

const DECIBELS = 10 / Math.LN10

interface Bands {
  readonly first: Int32Array
  readonly start: Int32Array
  readonly length: Int32Array
  readonly weights: Float64Array
  /** Of the middle of each band, above 100 Hz. */
  readonly octave: Float64Array
}

const known = new Map<number, Bands>()

/** Triangular bands, even on the scale of mel (O’Shaughnessy’s formula), each of an area of one bin or more. */
function bandsAt(rate: number): Bands {
  const present = known.get(rate)
  if (present !== undefined) return present
  const low = melOf(LOWEST)
  const step = (melOf(HIGHEST) - low) / (BANDS + 1)
  const edges = Array.from({ length: BANDS + 2 }, (_, edge) => hertzOf(low + edge * step))
  const width = rate / WINDOW
  const first = new Int32Array(BANDS)
  const start = new Int32Array(BANDS)
  const length = new Int32Array(BANDS)
  const octave = new Float64Array(BANDS)
  const weights: number[] = []
  for (let band = 0; band < BANDS; band++) {
    const [from = 0, middle = 0, to = 0] = edges.slice(band, band + 3)
    const lowest = Math.max(1, Math.floor(from / width) + 1)
    const highest = Math.min(BINS - 1, Math.ceil(to / width) - 1)
    first[band] = lowest
    start[band] = weights.length
    octave[band] = Math.log2(middle / 100)
    for (let bin = lowest; bin <= highest; bin++) {
      const hertz = bin * width
      weights.push(hertz < middle ? (hertz - from) / (middle - from) : (to - hertz) / (to - middle))
    }
    length[band] = weights.length - (start[band] ?? 0)
  }
  const made = { first, start, length, weights: Float64Array.from(weights), octave }
  // Of a folder with a thousand odd rates the last are kept.
  if (known.size > 32) known.clear()
  known.set(rate, made)
  return made
}

function melOf(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700)
}

function hertzOf(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1)
}
