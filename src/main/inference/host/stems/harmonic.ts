import FFT from 'fft.js'
import { median } from './median'

/** Frames of a window of the short-time Fourier transform, and from one to the next. */
export const WINDOW = 4096
export const HOP = 1024
const BINS = WINDOW / 2 + 1
/** Windows before and after, and bins below and above, of which the median is taken. */
const REACH = 8
const SPAN = 2 * REACH + 1

/** Frames that must be there before and after those that are wanted. */
export const MARGIN = WINDOW + REACH * HOP

/**
 * What sounds on, of a span of a sound: the harmonic part after FitzGerald, “Harmonic/percussive separation using median
 * filtering” (DAFx-10). In a spectrogram tones lie along time and strokes along frequency, so a median over 17 windows
 * keeps the ones and a median over 17 bins the others; the ratio of their squares is the mask (Wiener). All channels
 * share one mask, so that the stereo image stays.
 *
 * @param span `frames + 2 · MARGIN` frames, interleaved
 * @param frames a multiple of `HOP`
 */
export function harmonicPart(
  span: Float32Array,
  channels: number,
  frames: number,
): Float32Array<ArrayBuffer> {
  const [tones = new Float32Array(0)] = maskedParts(span, channels, frames, [])
  return tones
}

/** A part of what sounds on: how much of a bin belongs to it, seen in all channels of one window. */
export type PartMask = (mask: Float32Array, bins: readonly Complex[]) => void

/** What sounds on, and of it the parts that further masks take; the masks say what is left of a mask of ones. */
export function maskedParts(
  span: Float32Array,
  channels: number,
  frames: number,
  masks: readonly PartMask[],
): readonly Float32Array<ArrayBuffer>[] {
  const transform = new FFT(WINDOW)
  // Those windows count that reach into the wanted frames; the ones around them are for the medians alone.
  const first = REACH
  const windows = Math.floor((frames + 2 * MARGIN - WINDOW) / HOP) + 1
  const last = windows - REACH
  const spectra = Array.from({ length: channels }, (_, channel) =>
    Array.from({ length: windows }, (_, window) =>
      spectrum(transform, span, channels, channel, window),
    ),
  )
  const magnitudes = Array.from({ length: windows }, (_, window) =>
    magnitude(spectra.map(ofChannel => ofChannel[window])),
  )
  const outs = Array.from({ length: 1 + masks.length }, () => new Float32Array(frames * channels))
  const around = new Float32Array(SPAN)
  const mask = new Float32Array(BINS)
  const scratch = new Float32Array(BINS)
  for (let window = first; window < last; window++) {
    fillMask(mask, magnitudes, window, around)
    const bins = spectraAt(spectra, window)
    const from = window * HOP - MARGIN
    for (const [part, out] of outs.entries()) {
      const own = partMask(mask, masks[part - 1], bins, scratch)
      for (const [channel, ofChannel] of spectra.entries()) {
        const spectrumOf = ofChannel[window]
        if (spectrumOf !== undefined) {
          addBack(transform, spectrumOf, own, out, channels, channel, from)
        }
      }
    }
  }
  return outs
}

const spectraAt = (spectra: readonly (readonly Complex[])[], window: number): readonly Complex[] =>
  spectra.flatMap(ofChannel => (ofChannel[window] === undefined ? [] : [ofChannel[window]]))

function partMask(
  mask: Float32Array,
  part: PartMask | undefined,
  bins: readonly Complex[],
  scratch: Float32Array,
): Float32Array {
  if (part === undefined) return mask
  scratch.fill(1)
  part(scratch, bins)
  for (let bin = 0; bin < BINS; bin++) scratch[bin] = (scratch[bin] ?? 0) * (mask[bin] ?? 0)
  return scratch
}

/** A periodic Hann window’s root, for analysis and synthesis: their product overlaps to 2 at a quarter of it. */
const root = Float64Array.from({ length: WINDOW }, (_, index) =>
  Math.sin((Math.PI * index) / WINDOW),
)
const OVERLAP = 2

/** Pairs of real and imaginary parts, a pair a bin. */
export type Complex = number[]

function spectrum(
  transform: FFT,
  span: Float32Array,
  channels: number,
  channel: number,
  window: number,
): Complex {
  const real = Array.from(
    root,
    (weight, index) => weight * (span[(window * HOP + index) * channels + channel] ?? 0),
  )
  const bins = transform.createComplexArray()
  transform.realTransform(bins, real)
  return bins
}

function magnitude(channels: readonly (Complex | undefined)[]): Float32Array {
  const sums = new Float32Array(BINS)
  for (const bins of channels) {
    for (let bin = 0; bin < BINS; bin++) {
      sums[bin] = (sums[bin] ?? 0) + Math.hypot(bins?.[2 * bin] ?? 0, bins?.[2 * bin + 1] ?? 0)
    }
  }
  return sums
}

function fillMask(
  mask: Float32Array,
  magnitudes: readonly Float32Array[],
  window: number,
  around: Float32Array,
): void {
  const own = magnitudes[window]
  for (let bin = 0; bin < BINS; bin++) {
    for (let step = 0; step < SPAN; step++) {
      around[step] = magnitudes[window - REACH + step]?.[bin] ?? 0
    }
    const along = median(around, SPAN)
    for (let step = 0; step < SPAN; step++) around[step] = own?.[Math.abs(bin - REACH + step)] ?? 0
    const across = median(around, SPAN)
    const sum = along * along + across * across
    mask[bin] = sum === 0 ? 0 : (along * along) / sum
  }
}

function addBack(
  transform: FFT,
  bins: Complex,
  mask: Float32Array,
  out: Float32Array,
  channels: number,
  channel: number,
  from: number,
): void {
  const masked = transform.createComplexArray()
  for (let bin = 0; bin < BINS; bin++) {
    masked[2 * bin] = (bins[2 * bin] ?? 0) * (mask[bin] ?? 0)
    masked[2 * bin + 1] = (bins[2 * bin + 1] ?? 0) * (mask[bin] ?? 0)
  }
  transform.completeSpectrum(masked)
  const back = transform.createComplexArray()
  transform.inverseTransform(back, masked)
  const frames = out.length / channels
  for (let index = Math.max(0, -from); index < Math.min(WINDOW, frames - from); index++) {
    const at = (from + index) * channels + channel
    out[at] = (out[at] ?? 0) + ((back[2 * index] ?? 0) * (root[index] ?? 0)) / OVERLAP
  }
}
