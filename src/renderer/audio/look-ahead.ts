import type { Frames } from '#shared/kit'

type Milliseconds = number

/** So many quanta without sound within the window mean that the look-ahead is too short for this machine. */
const MOST = 3
const WINDOW: Milliseconds = 2000
export const LONGEST_LOOK_AHEAD: Frames = 16_384
/** What has to be left of a shorter look-ahead at the worst moment, for it to be tried. */
const LEAST: Frames = 128
/** So long it must have been enough. Where that proves wrong it is twice as long the next time. */
const CALM: Milliseconds = 15_000
const LONGEST_CALM: Milliseconds = 600_000
/** After so long without sound the time begins anew. */
const PAUSE: Milliseconds = 1000

/**
 * How far ahead sound is kept ready. Where it runs out again and again the distance doubles, so that a slow or
 * busy machine plays without gaps, at the cost of hearing edits later. When half of it would have been enough for a
 * while, it is halved again, down to what was asked for.
 */
export class LookAhead {
  frames: Frames
  readonly #asked: Frames
  #seen = 0
  /** Underruns of the present window, and when it began. */
  #count = 0
  #since = Number.NEGATIVE_INFINITY
  /** Since when half would have been enough, and how long that must last. */
  #calmSince: Milliseconds | undefined
  #patience = CALM
  #wasLowered = false
  #heardAt = Number.NEGATIVE_INFINITY

  constructor(frames: Frames) {
    this.frames = frames
    this.#asked = frames
  }

  /**
   * Takes the counter of underruns as it stands, and the fewest frames that were left since the last call. True where
   * the look-ahead has become another.
   */
  watch(underruns: number, lowest: Frames | undefined, now: Milliseconds): boolean {
    const fresh = underruns - this.#seen
    this.#seen = underruns
    return this.#raise(fresh, now) || this.#lower(fresh, lowest, now)
  }

  #raise(fresh: number, now: Milliseconds): boolean {
    if (now - this.#since > WINDOW) {
      this.#since = now
      this.#count = 0
    }
    this.#count += fresh
    if (this.#count <= MOST || this.frames >= LONGEST_LOOK_AHEAD) return false
    this.frames = Math.min(LONGEST_LOOK_AHEAD, this.frames * 2)
    // What is missing already is not held against the longer one; the next window begins when it is over.
    this.#count = Number.NEGATIVE_INFINITY
    this.#calmSince = undefined
    if (this.#wasLowered) this.#patience = Math.min(LONGEST_CALM, this.#patience * 2)
    this.#wasLowered = false
    return true
  }

  #lower(fresh: number, lowest: Frames | undefined, now: Milliseconds): boolean {
    if (this.frames <= this.#asked) return false
    // Nothing is heard: that says nothing of either.
    if (lowest === undefined && fresh === 0) return false
    if (now - this.#heardAt > PAUSE) this.#calmSince = undefined
    this.#heardAt = now
    const shorter = Math.max(this.#asked, this.frames / 2)
    const enough = fresh === 0 && (lowest ?? 0) - (this.frames - shorter) >= LEAST
    if (!enough) this.#calmSince = undefined
    else this.#calmSince ??= now
    if (this.#calmSince === undefined || now - this.#calmSince < this.#patience) return false
    this.frames = shorter
    this.#calmSince = undefined
    this.#wasLowered = true
    return true
  }
}
