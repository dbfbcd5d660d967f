import { QUANTUM, type Frames } from '#shared/kit'

type Milliseconds = number

/** So many gaps within the window mean that the look-ahead is too short for this machine. One is forgiven. */
const MOST = 1
const WINDOW: Milliseconds = 10_000
/** Missing quanta that lie nearer together are one gap; where sound stays away the next one begins after that. */
const APART: Milliseconds = 150
/** By such a part it grows, and shrinks. */
const STEP = 0.25
export const LONGEST_LOOK_AHEAD: Frames = 16_384
/** What has to be left of a shorter look-ahead at the worst moment, for it to be tried. */
const LEAST: Frames = 128
/** So long it must have been enough. Where that proves wrong it is twice as long the next time. */
const CALM: Milliseconds = 5000
const LONGEST_CALM: Milliseconds = 600_000
/** After so long without sound the time begins anew. */
const PAUSE: Milliseconds = 1000

/**
 * How far ahead sound is kept ready. Where it runs out again and again the distance grows by quarters, so that a slow or
 * busy machine plays without gaps, at the cost of hearing edits later: a gap that comes once, however long, costs nothing.
 * When a step less would have been enough for a while, it is taken back, down to what was asked for.
 */
export class LookAhead {
  frames: Frames
  readonly #asked: Frames
  #seen = 0
  /** When the gaps of the present window began. */
  #gaps: Milliseconds[] = []
  #gapAt = Number.NEGATIVE_INFINITY
  /** Since when a step less would have been enough, and how long that must last. */
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
    if (fresh <= 0 || now - this.#gapAt < APART) return false
    this.#gapAt = now
    this.#gaps = [...this.#gaps.filter(at => now - at < WINDOW), now]
    if (this.#gaps.length <= MOST || this.frames >= LONGEST_LOOK_AHEAD) return false
    this.frames = Math.min(LONGEST_LOOK_AHEAD, this.frames + step(this.frames))
    this.#gaps = []
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
    const shorter = Math.max(this.#asked, this.frames - step(this.frames))
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

/** Whole quanta, one at least. */
function step(frames: Frames): Frames {
  return Math.max(QUANTUM, Math.floor((STEP * frames) / QUANTUM) * QUANTUM)
}
