import type { Frames } from '#shared/kit'

/** What went to the output, kept to be compared with an export: begins with the first quantum that is heard. */
export class Recording {
  readonly #samples: Float32Array<ArrayBuffer>
  #frames: Frames = 0
  #position: Frames = 0

  constructor(frames: Frames) {
    this.#samples = new Float32Array(frames * 2)
  }

  take(left: Float32Array, right: Float32Array, position: Frames): void {
    if (this.#frames === 0) this.#position = position
    for (let index = 0; index < left.length; index++) {
      const at = this.#frames * 2
      if (at >= this.#samples.length) return
      this.#samples[at] = left[index] ?? 0
      this.#samples[at + 1] = right[index] ?? 0
      this.#frames += 1
    }
  }

  /** Full, or play stopped before it was. A gap in the sound is left out. */
  complete(stopped: boolean): boolean {
    return this.#frames * 2 >= this.#samples.length || (stopped && this.#frames > 0)
  }

  taken(): { samples: Float32Array<ArrayBuffer>; position: Frames } {
    return { samples: this.#samples.slice(0, this.#frames * 2), position: this.#position }
  }
}
