/** The part of a segment by which the next one begins before its end. */
const OVERLAP = 0.25

export function strideOf(segment: number): number {
  return Math.floor((1 - OVERLAP) * segment)
}

/**
 * How much each frame of a segment counts: a triangle from the edges to the middle, as `apply_model` of Demucs has it with a
 * transition power of 1.
 */
export function triangle(segment: number): Float32Array {
  const half = Math.floor(segment / 2)
  const top = segment - half
  return Float32Array.from({ length: segment }, (_, at) =>
    at < half ? (at + 1) / top : (segment - at) / top,
  )
}

/**
 * Adds weighted segments up, one after another, and gives what no later segment reaches any more. Channels lie one after the
 * other, each `segment` long.
 */
export class OverlapAdd {
  readonly #segment: number
  readonly #channels: number
  readonly #weights: Float32Array
  /** From the beginning of the next segment on. */
  #sums: Float32Array
  #divisors: Float32Array

  constructor(segment: number, channels: number) {
    this.#segment = segment
    this.#channels = channels
    this.#weights = triangle(segment)
    this.#sums = new Float32Array(segment * channels)
    this.#divisors = new Float32Array(segment)
  }

  /** What is there of segments before; to be kept, so that another run goes on from it. */
  get tail(): Float32Array {
    const tail = new Float32Array(this.#sums.length + this.#divisors.length)
    tail.set(this.#sums)
    tail.set(this.#divisors, this.#sums.length)
    return tail
  }

  set tail(tail: Float32Array) {
    this.#sums = tail.slice(0, this.#sums.length)
    this.#divisors = tail.slice(this.#sums.length)
  }

  /**
   * @param frames how many of the segment's frames there are; fewer at the end
   * @param kept how many are done with it
   * @returns `kept` frames of every channel, one channel after the other
   */
  add(part: Float32Array, frames: number, kept: number): Float32Array {
    const segment = this.#segment
    for (let at = 0; at < frames; at++) {
      this.#divisors[at] = (this.#divisors[at] ?? 0) + (this.#weights[at] ?? 0)
    }
    const done = new Float32Array(kept * this.#channels)
    for (let channel = 0; channel < this.#channels; channel++) {
      const from = channel * segment
      for (let at = 0; at < frames; at++) {
        const weighted = (this.#weights[at] ?? 0) * (part[from + at] ?? 0)
        this.#sums[from + at] = (this.#sums[from + at] ?? 0) + weighted
      }
      for (let at = 0; at < kept; at++) {
        done[channel * kept + at] = (this.#sums[from + at] ?? 0) / (this.#divisors[at] ?? 1)
      }
      this.#sums.copyWithin(from, from + kept, from + segment)
      this.#sums.fill(0, from + segment - kept, from + segment)
    }
    this.#divisors.copyWithin(0, kept)
    this.#divisors.fill(0, segment - kept)
    return done
  }
}
