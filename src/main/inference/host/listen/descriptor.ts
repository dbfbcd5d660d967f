import { EMBEDDING_SIZE, normalise } from '../../../library/decode'
import { featureMeans, featureSpreads } from './descriptor-table'
import { featuresOf } from './features'
import { BANDS, melFrames, type MelFrames } from './mel-frames'

/** Kept beside the vectors: counts up whenever the same sound would get another one. */
export const DESCRIPTOR_VERSION = 'descriptor/log-mel@1'

/** Families of features, how many each has, and how much it weighs: its share of the squared distance of strangers. */
export const families = [
  { name: 'spectrum', count: BANDS, weight: 0.7 },
  { name: 'spectrum’s levels', count: 16, weight: 0.9 },
  { name: 'spectrum’s distances', count: 16, weight: 0.5 },
  { name: 'spectrum’s spread', count: BANDS, weight: 0.4 },
  { name: 'spectrum’s motion', count: BANDS / 2, weight: 0.4 },
  { name: 'cepstrum', count: 20, weight: 0.8 },
  { name: 'cepstrum’s spread', count: 20, weight: 0.4 },
  { name: 'spectral shape', count: 8, weight: 0.8 },
  { name: 'modulation', count: 64, weight: 0.6 },
  { name: 'rhythm', count: 24, weight: 0.4 },
  { name: 'envelope', count: 21, weight: 1 },
  { name: 'course', count: 64, weight: 0.4 },
] as const

export const FEATURES: number = families.reduce((sum, { count }) => sum + count, 0)

/** Beyond so many standard deviations a feature says no more. */
const MOST = 4
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
