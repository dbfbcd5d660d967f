import { melBands, type MelBand } from '../sound'

/** What Whisper hears: one channel at 16 kHz, thirty seconds at a time. */
export const WHISPER_RATE = 16_000
export const WHISPER_SAMPLES = 30 * WHISPER_RATE
const WINDOW = 400
const HALF = WINDOW / 2
export const WHISPER_HOP = 160
const BINS = HALF + 1
export const WHISPER_FRAMES = WHISPER_SAMPLES / WHISPER_HOP
/** Powers below count as this. */
const LEAST = 1e-10

/** A periodic Hann window. */
const hann = Float64Array.from(
  { length: WINDOW },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW),
)
const wave = (of: (angle: number) => number) =>
  Float64Array.from({ length: WINDOW }, (_, index) => of((2 * Math.PI * index) / WINDOW))
const cosines = wave(Math.cos)
const sines = wave(Math.sin)

const known = new Map<number, readonly MelBand[]>()

/**
 * The log-mel spectrogram of up to thirty seconds, band after band, as Whisper was trained with it (Radford et al., 2022): windows of
 * 25 ms every 10 ms, mirrored at both ends, powers within 80 dB of the strongest, about −1 to 1. What is missing to thirty seconds is
 * silence.
 */
export function whisperFeatures(sound: Float32Array, bands: number): Float32Array {
  const mel = bandsOf(bands)
  const features = new Float32Array(bands * WHISPER_FRAMES)
  const powers = new Float64Array(BINS)
  const windowed = new Float64Array(WINDOW)
  let strongest = Math.log10(LEAST)
  for (let frame = 0; frame < WHISPER_FRAMES; frame++) {
    const from = frame * WHISPER_HOP - HALF
    for (let index = 0; index < WINDOW; index++) {
      windowed[index] = (hann[index] ?? 0) * (sound[mirrored(from + index)] ?? 0)
    }
    if (isSilent(windowed)) powers.fill(0)
    else powersOf(windowed, powers)
    for (const [band, { first, weights }] of mel.entries()) {
      let sum = 0
      for (let index = 0; index < weights.length; index++) {
        sum += (weights[index] ?? 0) * (powers[first + index] ?? 0)
      }
      const level = Math.log10(Math.max(LEAST, sum))
      strongest = Math.max(strongest, level)
      features[band * WHISPER_FRAMES + frame] = level
    }
  }
  const least = strongest - 8
  for (let index = 0; index < features.length; index++) {
    features[index] = (Math.max(least, features[index] ?? 0) + 4) / 4
  }
  return features
}

const QUARTER = HALF / 2
/** What a window comes to for bins of even and of odd numbers, folded twice. */
const folded = [0, 1].map(() => ({
  real: new Float64Array(QUARTER + 1),
  imaginary: new Float64Array(QUARTER + 1),
}))

/** Powers of the spectrum of a real window. 400 is no power of two: what the halves have in common is summed once. */
function powersOf(windowed: Float64Array, powers: Float64Array): void {
  for (const [parity, { real, imaginary }] of folded.entries()) {
    const sign = parity === 0 ? 1 : -1
    for (let at = 0; at <= QUARTER; at++) {
      const isMiddle = at === QUARTER
      const far = isMiddle ? 0 : sign
      real[at] = evenOf(windowed, at) + far * evenOf(windowed, HALF - at)
      imaginary[at] = oddOf(windowed, at) - far * oddOf(windowed, HALF - at)
    }
  }
  for (let bin = 0; bin < BINS; bin++) {
    const { real = powers, imaginary = powers } = folded[bin % 2] ?? {}
    let sumOfReal = 0
    let sumOfImaginary = 0
    for (let at = 0, angle = 0; at <= QUARTER; at++) {
      sumOfReal += (real[at] ?? 0) * (cosines[angle] ?? 0)
      sumOfImaginary += (imaginary[at] ?? 0) * (sines[angle] ?? 0)
      angle += bin
      if (angle >= WINDOW) angle -= WINDOW
    }
    powers[bin] = sumOfReal * sumOfReal + sumOfImaginary * sumOfImaginary
  }
}

function evenOf(windowed: Float64Array, at: number): number {
  const left = windowed[at] ?? 0
  return at === 0 || at === HALF ? left : left + (windowed[WINDOW - at] ?? 0)
}

function oddOf(windowed: Float64Array, at: number): number {
  return at === 0 || at === HALF ? 0 : (windowed[at] ?? 0) - (windowed[WINDOW - at] ?? 0)
}

function isSilent(windowed: Float64Array): boolean {
  return windowed.every(sample => sample === 0)
}

function mirrored(at: number): number {
  const last = WHISPER_SAMPLES - 1
  return at < 0 ? -at : at > last ? 2 * last - at : at
}

function bandsOf(count: number): readonly MelBand[] {
  const rate = WHISPER_RATE
  const made =
    known.get(count) ?? melBands({ count, lowest: 0, highest: 8000, rate, window: WINDOW })
  known.set(count, made)
  return made
}
