import type { Frames } from '#shared/kit'

type Milliseconds = number

/** Less than this part of the look-ahead is little. */
const LITTLE = 0.25
/** So long after there was little last it is over. */
const RECOVERY: Milliseconds = 3000

/** Tells when sound nearly runs out, or did: then whatever else takes the cores has to wait. */
export class Strain {
  #strained = false
  #seen = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /** Takes the underruns so far and the fewest frames that were left since the last call; true where it begins or ends. */
  watch(
    underruns: number,
    lowest: Frames | undefined,
    lookAhead: Frames,
    now: Milliseconds,
  ): boolean {
    const isLow = underruns > this.#seen || (lowest ?? lookAhead) < LITTLE * lookAhead
    this.#seen = underruns
    if (isLow) this.#lastAt = now
    const strained = now - this.#lastAt < RECOVERY
    const isNew = strained !== this.#strained
    this.#strained = strained
    return isNew
  }

  get strained(): boolean {
    return this.#strained
  }
}
