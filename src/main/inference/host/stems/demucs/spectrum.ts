import FFT from 'fft.js'

/** Frames of a window and from one to the next, as HT-Demucs has them. */
const WINDOW = 4096
const HOP = 1024
/** Without the one at half the rate, which the network does not see. */
export const BINS = WINDOW / 2
/** Frames that are reflected before the sound, and two windows that are left out at either end. */
const PAD = (HOP / 2) * 3
const EDGE = 2
/** `normalized=True` of torch. */
const SCALE = 1 / Math.sqrt(WINDOW)

/** A periodic Hann window. */
const hann = Float64Array.from(
  { length: WINDOW },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW),
)

export function spectrumFrames(length: number): number {
  return Math.ceil(length / HOP)
}

/**
 * The spectrogram that HT-Demucs takes of a channel (`_spec` of demucs/htdemucs.py): a centred short-time Fourier transform of
 * the sound with reflections on both sides, without its first and last two windows.
 *
 * @param real, imaginary `BINS` rows of `spectrumFrames(sound.length)`
 */
export function toSpectrum(sound: Float32Array, real: Float32Array, imaginary: Float32Array): void {
  const frames = spectrumFrames(sound.length)
  const transform = new FFT(WINDOW)
  const bins = transform.createComplexArray()
  const windowed = Array.from<number>({ length: WINDOW }).fill(0)
  for (let frame = 0; frame < frames; frame++) {
    // Torch centres windows at multiples of the hop in the padded sound; the first two are left out.
    const from = (frame + EDGE) * HOP - WINDOW / 2 - PAD
    for (let index = 0; index < WINDOW; index++) {
      windowed[index] = (hann[index] ?? 0) * reflected(sound, from + index)
    }
    transform.realTransform(bins, windowed)
    for (let bin = 0; bin < BINS; bin++) {
      real[bin * frames + frame] = (bins[2 * bin] ?? 0) * SCALE
      imaginary[bin * frames + frame] = (bins[2 * bin + 1] ?? 0) * SCALE
    }
  }
}

/**
 * The sound of such a spectrogram (`_ispec`), added to what is there. The windows that were left out count as silence, so the
 * ends are quieter; the triangles of overlapping segments weigh them least.
 */
export function addFromSpectrum(
  real: Float32Array,
  imaginary: Float32Array,
  sound: Float32Array,
): void {
  const frames = spectrumFrames(sound.length)
  const transform = new FFT(WINDOW)
  const bins = transform.createComplexArray()
  const back = transform.createComplexArray()
  const sum = new Float64Array(sound.length)
  const weights = windowWeights(sound.length)
  for (let frame = 0; frame < frames; frame++) {
    bins.fill(0)
    for (let bin = 0; bin < BINS; bin++) {
      bins[2 * bin] = (real[bin * frames + frame] ?? 0) / SCALE
      bins[2 * bin + 1] = (imaginary[bin * frames + frame] ?? 0) / SCALE
    }
    transform.completeSpectrum(bins)
    transform.inverseTransform(back, bins)
    const from = (frame + EDGE) * HOP - WINDOW / 2 - PAD
    for (let index = Math.max(0, -from); index < WINDOW && from + index < sum.length; index++) {
      const at = from + index
      sum[at] = (sum[at] ?? 0) + (back[2 * index] ?? 0) * (hann[index] ?? 0)
    }
  }
  for (let at = 0; at < sound.length; at++) {
    sound[at] = (sound[at] ?? 0) + (sum[at] ?? 0) / (weights[at] ?? 1)
  }
}

const weightsOf = new Map<number, Float64Array>()

/** The sum of the squared windows, those at the edges that hold zeros among them, by which torch divides. */
function windowWeights(length: number): Float64Array {
  const known = weightsOf.get(length)
  if (known !== undefined) return known
  const weights = new Float64Array(length)
  const frames = spectrumFrames(length)
  for (let frame = -EDGE; frame < frames + EDGE; frame++) {
    const from = (frame + EDGE) * HOP - WINDOW / 2 - PAD
    for (let index = Math.max(0, -from); index < WINDOW && from + index < length; index++) {
      const at = from + index
      weights[at] = (weights[at] ?? 0) + (hann[index] ?? 0) ** 2
    }
  }
  weightsOf.set(length, weights)
  return weights
}

/** A sample of the sound, mirrored at its ends as often as it takes. */
function reflected(sound: Float32Array, at: number): number {
  const last = sound.length - 1
  if (last <= 0) return sound[0] ?? 0
  const period = 2 * last
  const place = ((at % period) + period) % period
  return sound[place <= last ? place : period - place] ?? 0
}
