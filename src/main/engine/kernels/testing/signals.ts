/** A reproducible generator of numbers in −1…1 (mulberry32), unrelated to the kernels' own. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2_147_483_648 - 1
  }
}

/** White noise, uniform in ±amplitude. */
export function whiteNoise(frames: number, seed: number, amplitude = 0.5): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: frames }, () => amplitude * random())
}

/** A sine that starts at 0, computed in double precision. */
export function sine(frames: number, hertz: number, sampleRate: number): Float32Array {
  const turn = (2 * Math.PI * hertz) / sampleRate
  return Float32Array.from({ length: frames }, (_, frame) => Math.sin(turn * frame))
}

/** A smooth random walk between `min` and `max`, one value a frame, with stretches that hold. */
export function wander(frames: number, min: number, max: number, seed: number): Float32Array {
  const random = createRandom(seed)
  const values = new Float32Array(frames)
  let value = (min + max) / 2
  let target = value
  for (let frame = 0; frame < frames; frame++) {
    if (frame % 700 === 0) target = (min + max) / 2 + ((max - min) / 2) * random()
    if (frame % 2_100 < 1_400) value += (target - value) * 0.01
    values[frame] = Math.min(max, Math.max(min, value))
  }
  return values
}

/** Level of the difference of two signals in decibels below full scale. */
export function differenceLevel(left: Float32Array, right: Float32Array): number {
  const sum = left.reduce((total, value, frame) => total + (value - (right[frame] ?? 0)) ** 2, 0)
  return 10 * Math.log10(sum / left.length + 1e-30)
}

/** Effective value (root of the mean square). */
export function effectiveValue(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}
