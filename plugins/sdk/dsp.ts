/** Amplitude of a level in dB. */
export function toGain(decibels: number): number {
  return 10 ** (decibels / 20)
}

/**
 * `toGain` that remembers its last answer: a level mostly stands still, and a power for every sample is dear.
 *
 * @example
 * const gainAt = levelReader()
 * outputs.out[0][i] = inputs.in[0][i] * gainAt(params.level[i])
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
 * const next = seededNoise(7)
 * outputs.out[0][i] = next() * 0.5
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
