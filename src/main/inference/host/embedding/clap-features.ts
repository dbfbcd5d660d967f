import FFT from 'fft.js'
import { melBands } from '../sound'

/** What CLAP hears: one channel at 48 kHz, ten seconds at a time (laion/clap-htsat-unfused). */
export const CLAP_RATE = 48_000
export const CLAP_SAMPLES = 10 * CLAP_RATE
const WINDOW = 1024
const HOP = 480
const BINS = WINDOW / 2 + 1
/** Bands of the mel scale, between these frequencies. */
export const CLAP_BANDS = 64
const LOWEST = 50
const HIGHEST = 14_000
export const CLAP_FRAMES = CLAP_SAMPLES / HOP + 1
/** Powers below count as this: −100 dB. */
const LEAST = 1e-10

/** A periodic Hann window. */
const hann = Float64Array.from(
  { length: WINDOW },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW),
)

/**
 * The log-mel spectrogram of ten seconds, frame after frame, in dB: as `ClapFeatureExtractor` of transformers makes it with the
 * filters of Slaney. A shorter sound is repeated as often as it fits whole, then silence (`repeatpad`).
 */
export function clapFeatures(sound: Float32Array): Float32Array {
  const whole = repeated(sound)
  const transform = new FFT(WINDOW)
  const bins = transform.createComplexArray()
  const windowed = Array.from<number>({ length: WINDOW }).fill(0)
  const powers = new Float64Array(BINS)
  const features = new Float32Array(CLAP_FRAMES * CLAP_BANDS)
  for (let frame = 0; frame < CLAP_FRAMES; frame++) {
    const from = frame * HOP - WINDOW / 2
    for (let index = 0; index < WINDOW; index++) {
      windowed[index] = (hann[index] ?? 0) * (whole[mirrored(from + index)] ?? 0)
    }
    transform.realTransform(bins, windowed)
    for (let bin = 0; bin < BINS; bin++) {
      powers[bin] = (bins[2 * bin] ?? 0) ** 2 + (bins[2 * bin + 1] ?? 0) ** 2
    }
    for (const [band, { first, weights }] of bands.entries()) {
      let sum = 0
      for (const [index, weight] of weights.entries()) sum += weight * (powers[first + index] ?? 0)
      features[frame * CLAP_BANDS + band] = 10 * Math.log10(Math.max(LEAST, sum))
    }
  }
  return features
}

function repeated(sound: Float32Array): Float32Array {
  if (sound.length >= CLAP_SAMPLES) return sound.subarray(0, CLAP_SAMPLES)
  const whole = new Float32Array(CLAP_SAMPLES)
  if (sound.length === 0) return whole
  const copies = Math.floor(CLAP_SAMPLES / sound.length)
  for (let copy = 0; copy < copies; copy++) whole.set(sound, copy * sound.length)
  return whole
}

function mirrored(at: number): number {
  const last = CLAP_SAMPLES - 1
  return at < 0 ? -at : at > last ? 2 * last - at : at
}

const bands = melBands({
  count: CLAP_BANDS,
  lowest: LOWEST,
  highest: HIGHEST,
  rate: CLAP_RATE,
  window: WINDOW,
})
