/** Samples above a corner: a windowed sinc of 511 taps (Blackman–Harris, −92 dB below the corner). */
export function highPassed(samples: Float32Array, corner: number, rate: number): Float32Array {
  const half = 255
  const cut = corner / rate
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const n = index - half
    const turn = (2 * Math.PI * index) / (2 * half)
    const window =
      0.35875 -
      0.48829 * Math.cos(turn) +
      0.14128 * Math.cos(2 * turn) -
      0.01168 * Math.cos(3 * turn)
    const low = n === 0 ? 2 * cut : Math.sin(2 * Math.PI * cut * n) / (Math.PI * n)
    return ((n === 0 ? 1 : 0) - low) * window
  })
  // Its ends hear a beginning and an end that are none.
  return Float32Array.from({ length: Math.max(0, samples.length - 2 * half) }, (_, at) => {
    let sum = 0
    for (let i = 0; i < taps.length; i++) sum += (taps[i] ?? 0) * (samples[at + i] ?? 0)
    return sum
  })
}

/** Level of the loudest sample in dBFS. */
export function peakLevel(samples: Float32Array): number {
  let peak = 0
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
  return 20 * Math.log10(peak)
}
