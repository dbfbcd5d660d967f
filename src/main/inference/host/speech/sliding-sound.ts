/** A stream of sound of which windows are wanted, each from where the last one began or later. */
export class SlidingSound implements AsyncDisposable {
  readonly #pieces: AsyncGenerator<Float32Array, void, void>
  #held = new Float32Array()
  /** Where what is held begins. */
  #begin = 0

  constructor(pieces: AsyncGenerator<Float32Array, void, void>) {
    this.#pieces = pieces
  }

  /** So many samples from `at` on; fewer where the sound ends before. */
  async from(at: number, count: number): Promise<Float32Array> {
    this.#drop(at)
    const parts: Float32Array[] = [this.#held]
    let end = this.#begin + this.#held.length
    while (end < at + count) {
      const piece = await this.#pieces.next()
      if (piece.done === true) break
      const late = Math.max(0, Math.min(piece.value.length, at - end))
      end += piece.value.length
      if (late > 0) this.#begin = end - (piece.value.length - late)
      parts.push(piece.value.subarray(late))
    }
    this.#held = joined(parts)
    return this.#held.subarray(0, count)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pieces.return()
  }

  #drop(at: number): void {
    const gone = Math.min(this.#held.length, Math.max(0, at - this.#begin))
    this.#held = this.#held.subarray(gone)
    this.#begin += gone
  }
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let to = 0
  for (const part of parts) {
    whole.set(part, to)
    to += part.length
  }
  return whole
}
