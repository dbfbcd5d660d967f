import type { Frames, Hertz } from '#shared/kit'

type Milliseconds = number

/** Reports of so long ago count: the one that was least held up on its way says best where the page is. */
const WINDOW: Milliseconds = 1500
/** By so much sound may run ahead of what the last report says: it may have been held up. 10 ms at 48 kHz. */
const SLACK: Milliseconds = 10
/** A page that has not said anything for so long gets no more. */
const SILENCE: Milliseconds = 250

interface Report {
  readonly at: Milliseconds
  /** Frames that the page wanted in all, less those that it has heard by the clock since. */
  readonly offset: Frames
}

/**
 * How many frames a page should have got by now. A page says now and then how far it is, and hears on at the sample rate: between
 * two reports the clock knows it as well, so that sound need not be asked for block by block, and what holds up a request holds
 * up nothing.
 */
export class Pace {
  readonly #framesAMs: number
  #reports: readonly Report[] = []

  constructor(rate: Hertz) {
    this.#framesAMs = rate / 1000
  }

  /** So many frames should have been sent by `now`, since the beginning. */
  report(wanted: Frames, now: Milliseconds): void {
    const fresh = this.#reports.filter(({ at }) => now - at < WINDOW)
    this.#reports = [...fresh, { at: now, offset: wanted - now * this.#framesAMs }]
  }

  /** Frames that should have been sent by a moment. */
  dueAt(now: Milliseconds): Frames {
    const last = this.#reports.at(-1)
    if (last === undefined) return 0
    const furthest = Math.max(...this.#reports.map(({ offset }) => offset))
    const offset = Math.min(furthest, last.offset + SLACK * this.#framesAMs)
    return offset + Math.min(now, last.at + SILENCE) * this.#framesAMs
  }

  /** Milliseconds until so many frames are due; undefined where the page must say something first. */
  until(frames: Frames, now: Milliseconds): Milliseconds | undefined {
    const last = this.#reports.at(-1)
    if (last === undefined || now > last.at + SILENCE) return undefined
    return Math.max(0, (frames - this.dueAt(now)) / this.#framesAMs)
  }
}
