import { toGain } from './units'

/**
 * `toGain` that remembers its last answer: a level mostly stands still, and a power for every sample is dear.
 *
 * @example
 * import { levelReader } from '@wireharp/sdk'
 *
 * const gainAt = levelReader()
 * export const halved = 0.8 * gainAt(-6.0206)
 */
export function levelReader(): (decibels: number) => number {
  let level = Number.NaN
  let gain = 1
  return decibels => {
    if (decibels !== level) {
      level = decibels
      gain = toGain(decibels)
    }
    return gain
  }
}

/**
 * White noise from −1 to 1 that is the same for the same seed, so that a render can be repeated to the bit
 * (`Math.random` is not there). xorshift32, Marsaglia 2003.
 *
 * @example
 * import { seededNoise } from '@wireharp/sdk'
 *
 * const next = seededNoise(7)
 * export const first = next() * 0.5
 */
export function seededNoise(seed: number): () => number {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 0x80000000
  }
}

/** Below this a state counts as silence: smaller floats are slow, and nobody hears them. */
const SILENCE = 1e-25

/**
 * A one-pole smoother: moves towards the input, 63 % of the way in `seconds`. Answers exact zeros in the end.
 *
 * @example
 * import { onePole } from '@wireharp/sdk'
 *
 * const smooth = onePole(0.02, 48_000)
 * export const first = smooth(1)
 */
export function onePole(seconds: number, sampleRate: number): (sample: number) => number {
  const keep = seconds > 0 ? Math.exp(-1 / (seconds * sampleRate)) : 0
  let state = 0
  return sample => {
    state = sample + (state - sample) * keep
    if (Math.abs(state) < SILENCE) state = 0
    return state
  }
}

/** Shapes of `biquad`. */
export type BiquadShape = 'low-pass' | 'high-pass' | 'band-pass' | 'notch' | 'all-pass'

/** A second-order filter of one channel. */
export interface Biquad {
  /** Hz and Q. Cheap enough for every 16 frames. */
  tune(frequency: number, q: number): void
  next(sample: number): number
}

/**
 * A second-order filter (R. Bristow-Johnson, “Cookbook formulae for audio EQ biquad filter coefficients”), in the
 * transposed direct form II. The frequency is kept below half the sample rate.
 *
 * @example
 * import { biquad } from '@wireharp/sdk'
 *
 * const filter = biquad('low-pass', 48_000)
 * filter.tune(1000, Math.SQRT1_2)
 * export const first = filter.next(1)
 */
export function biquad(shape: BiquadShape, sampleRate: number): Biquad {
  let b0 = 1
  let b1 = 0
  let b2 = 0
  let a1 = 0
  let a2 = 0
  let state1 = 0
  let state2 = 0
  return {
    tune(frequency, q) {
      const angle = (2 * Math.PI * Math.min(frequency, sampleRate * 0.499)) / sampleRate
      const cosine = Math.cos(angle)
      const alpha = Math.sin(angle) / (2 * q)
      const scale = 1 / (1 + alpha)
      const [top0, top1, top2] = numerators(shape, cosine, alpha)
      b0 = top0 * scale
      b1 = top1 * scale
      b2 = top2 * scale
      a1 = -2 * cosine * scale
      a2 = (1 - alpha) * scale
    },
    next(sample) {
      const out = b0 * sample + state1
      state1 = b1 * sample - a1 * out + state2
      state2 = b2 * sample - a2 * out
      if (Math.abs(state1) < SILENCE) state1 = 0
      if (Math.abs(state2) < SILENCE) state2 = 0
      return out
    },
  }
}

function numerators(shape: BiquadShape, cosine: number, alpha: number): [number, number, number] {
  switch (shape) {
    case 'low-pass':
      return [(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2]
    case 'high-pass':
      return [(1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2]
    case 'band-pass':
      return [alpha, 0, -alpha]
    case 'notch':
      return [1, -2 * cosine, 1]
    case 'all-pass':
      return [1 - alpha, -2 * cosine, 1 + alpha]
  }
}

/** A line of past samples of one channel. */
export interface DelayLine {
  /** Adds a sample. */
  push(sample: number): void
  /** What was pushed so many frames before the last one, between frames on a straight line. */
  read(frames: number): number
}

/**
 * A delay line that holds up to `longest` frames.
 *
 * @example
 * import { delayLine } from '@wireharp/sdk'
 *
 * const line = delayLine(480)
 * line.push(1)
 * line.push(0)
 * export const before = line.read(1) // 1
 */
export function delayLine(longest: number): DelayLine {
  const samples = new Float32Array(Math.max(1, Math.ceil(longest)) + 2)
  const size = samples.length
  let at = 0
  return {
    push(sample) {
      at = at + 1 === size ? 0 : at + 1
      samples[at] = Math.abs(sample) < SILENCE ? 0 : sample
    },
    read(frames) {
      const back = Math.min(size - 2, Math.max(0, frames))
      const whole = Math.floor(back)
      const near = samples[(at - whole + size) % size] ?? 0
      const far = samples[(at - whole - 1 + size) % size] ?? 0
      return near + (far - near) * (back - whole)
    },
  }
}

/**
 * Gains of the two ends of a cross-fade with constant power: 0 is all of the first.
 *
 * @example
 * import { equalPower } from '@wireharp/sdk'
 *
 * export const [dry, wet] = equalPower(0.5) // both 0.707
 */
export function equalPower(amount: number): readonly [first: number, second: number] {
  const angle = (amount * Math.PI) / 2
  return [Math.cos(angle), Math.sin(angle)]
}

/**
 * Root of the mean square.
 *
 * @example
 * import { rms } from '@wireharp/sdk'
 *
 * export const level = rms(new Float32Array([1, -1, 1, -1])) // 1
 */
export function rms(samples: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

/**
 * Largest absolute sample.
 *
 * @example
 * import { peak } from '@wireharp/sdk'
 *
 * export const most = peak(new Float32Array([0.25, -0.5])) // 0.5
 */
export function peak(samples: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < samples.length; i++) most = Math.max(most, Math.abs(samples[i] ?? 0))
  return most
}
