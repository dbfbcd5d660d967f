import type { Frames } from '#shared/kit'

/** So many quanta without sound within the window mean that the look-ahead is too short for this machine. */
const MOST = 3
const WINDOW = 2000
export const LONGEST_LOOK_AHEAD: Frames = 16_384

/**
 * How far ahead sound is kept ready. Where it runs out again and again the distance doubles, so that a slow or
 * busy machine plays without gaps, at the cost of hearing edits later.
 */
export class LookAhead {
  frames: Frames
  #seen = 0
  /** Underruns of the present window, and when it began. */
  #count = 0
  #since = Number.NEGATIVE_INFINITY

  constructor(frames: Frames) {
    this.frames = frames
  }

  /** Takes the counter of underruns as it stands. True where the look-ahead has become longer. */
  watch(underruns: number, now: number): boolean {
    const fresh = underruns - this.#seen
    this.#seen = underruns
    if (now - this.#since > WINDOW) {
      this.#since = now
      this.#count = 0
    }
    this.#count += fresh
    if (this.#count <= MOST || this.frames >= LONGEST_LOOK_AHEAD) return false
    this.frames = Math.min(LONGEST_LOOK_AHEAD, this.frames * 2)
    // What is missing already is not held against the longer one; the next window begins when it is over.
    this.#count = Number.NEGATIVE_INFINITY
    return true
  }
}
