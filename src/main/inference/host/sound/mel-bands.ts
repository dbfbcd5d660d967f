/** A band of a mel spectrogram: what the bins from `first` on weigh in it. */
export interface MelBand {
  readonly first: number
  readonly weights: readonly number[]
}

/** The mel scale of Slaney is linear below 1 kHz, and logarithmic above in steps of this size. */
const STEP = 27 / Math.log(6.4)

/** Triangles evenly on the mel scale of Slaney’s Auditory Toolbox, each of equal area. */
export function melBands({
  count,
  lowest,
  highest,
  rate,
  window,
}: {
  readonly count: number
  /** Hz. */
  readonly lowest: number
  readonly highest: number
  readonly rate: number
  /** Samples of a spectrum’s window. */
  readonly window: number
}): MelBand[] {
  const [low, high] = [toMel(lowest), toMel(highest)]
  const edges = Array.from({ length: count + 2 }, (_, index) =>
    toHertz(low + ((high - low) * index) / (count + 1)),
  )
  return Array.from({ length: count }, (_, band) => {
    const [from = 0, middle = 0, to = 0] = edges.slice(band, band + 3)
    const all = Array.from({ length: window / 2 + 1 }, (_bin, bin) => {
      const hertz = (bin * rate) / window
      const side = Math.min((hertz - from) / (middle - from), (to - hertz) / (to - middle))
      return (Math.max(0, side) * 2) / (to - from)
    })
    const first = all.findIndex(weight => weight > 0)
    const last = all.findLastIndex(weight => weight > 0)
    return { first: Math.max(0, first), weights: first < 0 ? [] : all.slice(first, last + 1) }
  })
}

function toMel(hertz: number): number {
  return hertz >= 1000 ? 15 + Math.log(hertz / 1000) * STEP : (3 * hertz) / 200
}

function toHertz(mel: number): number {
  return mel >= 15 ? 1000 * Math.exp((mel - 15) / STEP) : (200 * mel) / 3
}
