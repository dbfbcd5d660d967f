import { PowerSpectrum } from './fft'

export const WINDOW = 1024
export const HOP = 512

/** Of one window. Frequencies as parts of half the sample rate. */
export interface Features {
  readonly rms: number
  readonly centroid: number
  readonly rolloff: number
  readonly flux: number
  readonly zcr: number
}

export const silence: Features = { rms: 0, centroid: 0, rolloff: 0, flux: 0, zcr: 0 }

const BINS = WINDOW / 2
const ROLLOFF = 0.85

/**
 * Features of one window after the other: RMS and zero crossings of the samples as they are; centroid, rolloff (85 % of
 * the energy) and flux of the spectrum under a Hann window. The flux is half the sum of what differs between two spectra, each
 * scaled to a sum of 1: 0 where nothing changes, 1 where nothing is left. Definitions as in A. Lerch, “An Introduction to
 * Audio Content Analysis”, 2012, chapter 3.
 */
export class FeatureExtractor {
  readonly #spectrum = new PowerSpectrum(WINDOW)
  readonly #hann = Float64Array.from(
    { length: WINDOW },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW),
  )
  readonly #windowed = new Float64Array(WINDOW)
  readonly #power = new Float64Array(BINS + 1)
  readonly #before = new Float64Array(BINS + 1)

  of(samples: ArrayLike<number>): Features {
    let energy = 0
    let crossings = 0
    for (let i = 0; i < WINDOW; i++) {
      const sample = samples[i] ?? 0
      energy += sample * sample
      if (i > 0 && sample < 0 !== (samples[i - 1] ?? 0) < 0) crossings += 1
      this.#windowed[i] = sample * (this.#hann[i] ?? 0)
    }
    this.#spectrum.of(this.#windowed, this.#power)
    return { rms: Math.sqrt(energy / WINDOW), zcr: crossings / (WINDOW - 1), ...this.#shape() }
  }

  #shape(): Pick<Features, 'centroid' | 'rolloff' | 'flux'> {
    let [sum, weighted] = [0, 0]
    for (let k = 0; k <= BINS; k++) {
      const power = this.#power[k] ?? 0
      sum += power
      weighted += power * k
    }
    if (sum < 1e-12) {
      this.#before.fill(0)
      return { centroid: 0, rolloff: 0, flux: 0 }
    }
    let [below, rolloff, change] = [0, BINS, 0]
    for (let k = 0; k <= BINS; k++) {
      const part = (this.#power[k] ?? 0) / sum
      change += Math.abs(part - (this.#before[k] ?? 0))
      this.#before[k] = part
      if (below < ROLLOFF && below + part >= ROLLOFF) rolloff = k
      below += part
    }
    return {
      centroid: weighted / sum / BINS,
      rolloff: rolloff / BINS,
      flux: Math.min(1, change / 2),
    }
  }
}

/** Of a whole sound: every hop, and the average. */
export function analyze(samples: ArrayLike<number>, sampleRate: number) {
  const extractor = new FeatureExtractor()
  const windows: Features[] = []
  const window = new Float64Array(WINDOW)
  for (let at = 0; at + WINDOW <= samples.length; at += HOP) {
    for (let i = 0; i < WINDOW; i++) window[i] = samples[at + i] ?? 0
    windows.push(extractor.of(window))
  }
  const mean = (pick: (features: Features) => number) =>
    windows.length === 0 ? 0 : windows.reduce((sum, each) => sum + pick(each), 0) / windows.length
  return {
    seconds: samples.length / sampleRate,
    hopSeconds: HOP / sampleRate,
    mean: {
      rms: mean(each => each.rms),
      centroidHz: (mean(each => each.centroid) * sampleRate) / 2,
      rolloffHz: (mean(each => each.rolloff) * sampleRate) / 2,
      flux: mean(each => each.flux),
      zcr: mean(each => each.zcr),
    },
    windows: windows.slice(0, 5000),
  }
}
