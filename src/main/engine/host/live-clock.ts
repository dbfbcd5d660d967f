import { clamp, type Frames, type Hertz } from '#shared/kit'

/** What was played is made to wait for so long at most, to be heard at its distance from what came before: 16 ms. */
const LONGEST: Frames = 768
/** Events whose delay on the way is remembered. */
const REMEMBERED = 48

/**
 * Tells how long an event must wait that was played at a time of its player's clock. Blocks are rendered in bursts, so
 * events come to the engine early or late by some milliseconds; what came early waits for as long as the latest of the
 * others was late. So the distances are those that were played, at the price of a constant delay of some milliseconds.
 */
export class LiveClock {
  #delays: Frames[] = []

  /** Frames to wait from the next block on, `now` being the frames before it. */
  place(at: number | undefined, now: Frames, rate: Hertz): Frames {
    if (at === undefined) return 0
    const delay = now - (at * rate) / 1000
    // A clock that goes otherwise, or a block that came far too late: what was is of no use.
    const usual = this.#delays.filter(other => Math.abs(other - delay) <= 2 * LONGEST)
    this.#delays = [...usual, delay].slice(-REMEMBERED)
    const latest = this.#delays.reduce((most, other) => Math.max(most, other), delay)
    return Math.round(clamp(latest - delay, 0, LONGEST))
  }
}
