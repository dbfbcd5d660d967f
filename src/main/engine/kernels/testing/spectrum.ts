/** Radix-2 Fourier transform in place, in double precision. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      const [re, im] = [real[i]!, imaginary[i]!]
      real[i] = real[j]!
      imaginary[i] = imaginary[j]!
      real[j] = re
      imaginary[j] = im
    }
  }
  for (let span = 2; span <= size; span *= 2) {
    const half = span / 2
    for (let k = 0; k < half; k++) {
      const cosine = Math.cos((2 * Math.PI * k) / span)
      const sine = -Math.sin((2 * Math.PI * k) / span)
      for (let i = k; i < size; i += span) {
        const re = real[i + half]! * cosine - imaginary[i + half]! * sine
        const im = real[i + half]! * sine + imaginary[i + half]! * cosine
        real[i + half] = real[i]! - re
        imaginary[i + half] = imaginary[i]! - im
        real[i]! += re
        imaginary[i]! += im
      }
    }
  }
}

/** Modified Bessel function of order 0. */
function bessel(x: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; k < 80; k++) {
    term *= (x * x) / (4 * k * k)
    sum += term
  }
  return sum
}

/** Half-width of the window's main lobe in bins. */
export const LOBE = 9

/**
 * Power in each bin from 0 to half the rate, through a Kaiser window with side lobes under −190 dB,
 * scaled so that a sine of amplitude 1 peaks at 1 (0 dB). `samples` must be a power of two long.
 */
export function powerSpectrum(samples: Float32Array): Float64Array {
  const size = samples.length
  const imaginary = new Float64Array(size)
  const window = Float64Array.from(
    { length: size },
    (_, i) => bessel(26 * Math.sqrt(1 - ((2 * i + 1) / size - 1) ** 2)) / bessel(26),
  )
  const gain = window.reduce((sum, value) => sum + value, 0) / 2
  const real = window.map((value, i) => (value * (samples[i] ?? 0)) / gain)
  transform(real, imaginary)
  return Float64Array.from(
    { length: size / 2 },
    (_, i) => (real[i] ?? 0) ** 2 + (imaginary[i] ?? 0) ** 2,
  )
}

/** Decibels of a power. */
export function toDecibels(power: number): number {
  return 10 * Math.log10(power + 1e-30)
}
