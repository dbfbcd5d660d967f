import type { Hertz } from '#shared/kit'

const FLOOR_DB = -120
const LOWEST: Hertz = 20
const HIGHEST: Hertz = 20_000

/**
 * The spectrum of a stretch of sound, for the eye: a Hann window, a radix-2 transform (Cooley and Tukey, 1965), then the
 * highest bin of each of so many bands, evenly spaced by ratio from 20 Hz to 20 kHz. 0 dB is a sine of amplitude 1; one
 * between two bins shows up to 1.4 dB less. As the `spectrum` kernel has it, for signals that have no analyser.
 */
export class Spectrum {
  readonly #size: number
  readonly #real: Float32Array
  readonly #imaginary: Float32Array
  readonly #window: Float32Array
  readonly #cosines: Float32Array
  readonly #sines: Float32Array

  /** `size`: frames, a power of two. */
  constructor(size: number) {
    this.#size = size
    this.#real = new Float32Array(size)
    this.#imaginary = new Float32Array(size)
    this.#window = Float32Array.from({ length: size }, (_, i) => {
      return 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size)
    })
    this.#cosines = Float32Array.from({ length: size / 2 }, (_, i) => {
      return Math.cos((2 * Math.PI * i) / size)
    })
    this.#sines = Float32Array.from({ length: size / 2 }, (_, i) => {
      return -Math.sin((2 * Math.PI * i) / size)
    })
  }

  /** Fills the bands with decibels; −120 stands for silence. */
  bands(samples: Float32Array, rate: Hertz, into: Float32Array): void {
    this.#load(samples)
    this.#transform()
    const toBin = this.#size / rate
    const ratio = HIGHEST / LOWEST
    for (let band = 0; band < into.length; band++) {
      const low = LOWEST * ratio ** (band / into.length) * toBin
      const high = LOWEST * ratio ** ((band + 1) / into.length) * toBin
      into[band] = this.#loudest(low, high)
    }
  }

  /** Decibels of the highest bin between two places, or between bins where there is none. */
  #loudest(low: number, high: number): number {
    const last = this.#size / 2 - 1
    let power = 0
    for (let bin = Math.ceil(low); bin < Math.min(high, last); bin++) {
      power = Math.max(power, this.#power(bin))
    }
    if (Math.ceil(low) >= high) {
      const bin = Math.min(last - 1, Math.floor(low))
      const part = low - bin
      power = this.#power(bin) * (1 - part) + this.#power(bin + 1) * part
    }
    // A window's mean is a half, and half of a sine lies at negative frequencies.
    const amplitude = (4 * Math.sqrt(power)) / this.#size
    return amplitude <= 1e-6 ? FLOOR_DB : 20 * Math.log10(amplitude)
  }

  #power(bin: number): number {
    const [real, imaginary] = [this.#real[bin] ?? 0, this.#imaginary[bin] ?? 0]
    return real * real + imaginary * imaginary
  }

  /** Windowed, and in the order that the transform begins with. */
  #load(samples: Float32Array): void {
    const bits = Math.log2(this.#size)
    for (let i = 0; i < this.#size; i++) {
      let to = 0
      for (let bit = 0; bit < bits; bit++) to = (to << 1) | ((i >>> bit) & 1)
      this.#real[to] = (samples[i] ?? 0) * (this.#window[i] ?? 0)
      this.#imaginary[to] = 0
    }
  }

  #transform(): void {
    const [real, imaginary, size] = [this.#real, this.#imaginary, this.#size]
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half)
      for (let first = 0; first < size; first += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [first + k, first + k + half]
          const [cosine, sine] = [this.#cosines[k * stride] ?? 0, this.#sines[k * stride] ?? 0]
          const [x, y] = [real[b] ?? 0, imaginary[b] ?? 0]
          const turned = x * cosine - y * sine
          const other = x * sine + y * cosine
          real[b] = (real[a] ?? 0) - turned
          imaginary[b] = (imaginary[a] ?? 0) - other
          real[a] = (real[a] ?? 0) + turned
          imaginary[a] = (imaginary[a] ?? 0) + other
        }
      }
    }
  }
}
