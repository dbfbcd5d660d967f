/** So many pairs are kept while the length of a sound is not known, at most. */
const KEPT = 2048

/** The shape of a sound of unknown length: pairs of the smallest and the largest sample of equal stretches. */
export class ShapeTaker {
  readonly #low = new Float32Array(KEPT)
  readonly #high = new Float32Array(KEPT)
  /** Pieces that a pair stands for; doubles when there is no room for more. */
  #each = 1
  #inPair = 0
  #pairs = 0
  #peak = 0

  /** Of the loudest sample, as an amplitude. */
  get peak(): number {
    return this.#peak
  }

  /** Extremes of the next piece. Pieces have about one length. */
  take(low: number, high: number, frames: number): void {
    if (frames === 0) return
    this.#peak = Math.max(this.#peak, high, -low)
    if (this.#inPair === 0) {
      if (this.#pairs === KEPT) this.#fold()
      this.#low[this.#pairs] = low
      this.#high[this.#pairs] = high
      this.#pairs++
    } else {
      const at = this.#pairs - 1
      this.#low[at] = Math.min(this.#low[at] ?? 0, low)
      this.#high[at] = Math.max(this.#high[at] ?? 0, high)
    }
    this.#inPair = (this.#inPair + 1) % this.#each
  }

  /** So many pairs of int8, −127 to 127. */
  pairs(steps: number): Uint8Array<ArrayBuffer> {
    const shape = new Int8Array(2 * steps)
    for (let step = 0; step < steps; step++) {
      const from = Math.floor((step * this.#pairs) / steps)
      const to = Math.max(from + 1, Math.floor(((step + 1) * this.#pairs) / steps))
      let low = 0
      let high = 0
      for (let at = from; at < Math.min(to, this.#pairs); at++) {
        low = Math.min(low, this.#low[at] ?? 0)
        high = Math.max(high, this.#high[at] ?? 0)
      }
      shape[2 * step] = Math.max(-127, Math.round(low * 127))
      shape[2 * step + 1] = Math.min(127, Math.round(high * 127))
    }
    return new Uint8Array(shape.buffer)
  }

  #fold(): void {
    for (let at = 0; at < KEPT / 2; at++) {
      this.#low[at] = Math.min(this.#low[2 * at] ?? 0, this.#low[2 * at + 1] ?? 0)
      this.#high[at] = Math.max(this.#high[2 * at] ?? 0, this.#high[2 * at + 1] ?? 0)
    }
    this.#pairs = KEPT / 2
    this.#each *= 2
  }
}
