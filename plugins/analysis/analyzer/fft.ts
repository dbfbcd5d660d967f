/**
 * Power spectrum of real samples, bins 0 to n/2, n a power of two. Cooley and Tukey's radix-2 algorithm, decimation in
 * time, with the twiddle factors in a table.
 */
export class PowerSpectrum {
  readonly #size: number
  readonly #cos: Float64Array
  readonly #sin: Float64Array
  readonly #order: Uint32Array
  readonly #re: Float64Array
  readonly #im: Float64Array

  constructor(size: number) {
    this.#size = size
    const bits = Math.log2(size)
    this.#cos = Float64Array.from({ length: size / 2 }, (_, k) =>
      Math.cos((2 * Math.PI * k) / size),
    )
    this.#sin = Float64Array.from(
      { length: size / 2 },
      (_, k) => -Math.sin((2 * Math.PI * k) / size),
    )
    this.#order = Uint32Array.from({ length: size }, (_, i) => reversed(i, bits))
    this.#re = new Float64Array(size)
    this.#im = new Float64Array(size)
  }

  /** Into `power`, which has n/2 + 1 places. */
  of(samples: ArrayLike<number>, power: Float64Array): void {
    const { length } = this.#re
    for (let i = 0; i < length; i++) {
      this.#re[i] = samples[this.#order[i] ?? 0] ?? 0
      this.#im[i] = 0
    }
    for (let half = 1; half < this.#size; half *= 2) this.#stage(half)
    for (let k = 0; k <= length / 2; k++) {
      power[k] = (this.#re[k] ?? 0) ** 2 + (this.#im[k] ?? 0) ** 2
    }
  }

  #stage(half: number): void {
    const stride = this.#size / (2 * half)
    for (let start = 0; start < this.#size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half]
        const [cos, sin] = [this.#cos[k * stride] ?? 1, this.#sin[k * stride] ?? 0]
        const [reA, imA] = [this.#re[a] ?? 0, this.#im[a] ?? 0]
        const [reB, imB] = [this.#re[b] ?? 0, this.#im[b] ?? 0]
        const re = reB * cos - imB * sin
        const im = reB * sin + imB * cos
        this.#re[a] = reA + re
        this.#im[a] = imA + im
        this.#re[b] = reA - re
        this.#im[b] = imA - im
      }
    }
  }
}

function reversed(index: number, bits: number): number {
  let result = 0
  for (let bit = 0; bit < bits; bit++) result = (result << 1) | ((index >> bit) & 1)
  return result
}
