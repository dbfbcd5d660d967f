import { WINDOW, type PartMask } from './harmonic'

/** Tones below are the bass; in between they are shared, so that no edge rings. */
const BASS = [120, 220] as const
/** What sings has little above. */
const VOICE_TOP = 8000
/** How alike both channels are: from here on a bin begins to count as the middle, and from there it does. */
const MIDDLE = [0.92, 0.99] as const

/** Tones that are low. */
export function bassMask(rate: number): PartMask {
  return mask => {
    for (let bin = 0; bin < mask.length; bin++) mask[bin] = 1 - rise(hertz(bin, rate), BASS)
  }
}

/**
 * Tones in the middle of the stereo picture, where voices are: bins that are alike in both channels (the similarity of Avendano,
 * “Frequency-domain source identification and manipulation in stereo mixes”, WASPAA 2003). A sound of one channel has no
 * middle: nothing is taken from it.
 */
export function middleMask(rate: number): PartMask {
  return (mask, [left, right]) => {
    if (left === undefined || right === undefined) return void mask.fill(0)
    for (let bin = 0; bin < mask.length; bin++) {
      const [a = 0, b = 0] = [left[2 * bin], left[2 * bin + 1]]
      const [c = 0, d = 0] = [right[2 * bin], right[2 * bin + 1]]
      const sum = a * a + b * b + c * c + d * d
      const alike = sum === 0 ? 0 : (2 * (a * c + b * d)) / sum
      const at = hertz(bin, rate)
      mask[bin] = at < VOICE_TOP ? rise(at, BASS) * rise(alike, MIDDLE) : 0
    }
  }
}

const hertz = (bin: number, rate: number): number => (bin * rate) / WINDOW

/** From 0 to 1 between two values, with a soft beginning and end. */
function rise(value: number, [from, to]: readonly [number, number]): number {
  const part = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return part * part * (3 - 2 * part)
}
