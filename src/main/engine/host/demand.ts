import { QUANTUM, type Frames, type Hertz } from '#shared/kit'
import type { AudioPace } from '#shared/contract'
import { Pace } from './pace'
import type { PageSocket } from './page-sockets'

/** Blocks that are made ahead at most, ten seconds: a page that asks for more is not listening. */
const MOST_OWED = 4096
/** The clock of timers has no finer grain. */
const LEAST_MS = 1

/** Who listens: who asked first since the last play or seek. Without a page it is the shell. */
interface Listener {
  readonly epoch: number
  readonly page: PageSocket | undefined
  /** Frames that it has got. */
  sent: Frames
  pace: Pace | undefined
  /** Quanta that it wants together. */
  together: number
}

interface Asked {
  readonly epoch: number
  readonly blocks: number
  readonly page: PageSocket | undefined
}

/** What is to be rendered for whom: so many blocks as were asked for, or, for a page that says how far it is, by the clock. */
export class Demand {
  readonly #due: () => void
  /** What a page asked for of a beginning that is still on its way here. */
  #early: Asked | undefined
  #listener: Listener | undefined
  #owed = 0
  #timer: NodeJS.Timeout | undefined

  /** `due` is called when something has become due by the clock. */
  constructor(due: () => void) {
    this.#due = due
  }

  /** Whom blocks go to; undefined where it is the shell. */
  get page(): PageSocket | undefined {
    return this.#listener?.page
  }

  /** Whether there is something to make. */
  get isOpen(): boolean {
    return this.#owed > 0
  }

  keepForLater(asked: Asked): void {
    this.#early = asked
  }

  /** What was asked of an epoch before it began. */
  takeEarly(epoch: number): Asked | undefined {
    const early = this.#early
    this.#early = undefined
    return early?.epoch === epoch ? early : undefined
  }

  /** False where another one listens: of two that ask for the same sound the first gets it whole, halves would be of no use. */
  ask({ epoch, blocks, page }: Asked): boolean {
    if (this.#listener?.epoch !== epoch) {
      this.forget()
      this.#listener = { epoch, page, sent: 0, pace: undefined, together: 1 }
    } else if (this.#listener.page !== page) return false
    this.#owed = Math.min(MOST_OWED, this.#owed + blocks)
    return true
  }

  /** A page that has asked before says how far it is: from now on blocks come to it by the clock. */
  follow(page: PageSocket, report: AudioPace, rate: Hertz): void {
    const listener = this.#listener
    if (listener === undefined || listener.page !== page || listener.epoch !== report.epoch) return
    listener.pace ??= new Pace(rate)
    listener.together = report.together
    // Nobody has got more than was sent: what says so would be sent hours of sound at once.
    const received = Math.min(report.received, listener.sent)
    listener.pace.report(received + report.missing, performance.now())
    this.#keepPace()
  }

  /** Quanta to make at once, `most` at most. */
  take(most: number): number {
    const quanta = Math.min(this.#owed, most)
    this.#owed -= quanta
    return quanta
  }

  sent(frames: Frames): void {
    if (this.#listener !== undefined) this.#listener.sent += frames
  }

  leave(page: PageSocket): void {
    if (this.#early?.page === page) this.#early = undefined
    if (this.#listener?.page !== page) return
    this.#listener = undefined
    this.forget()
  }

  /** Nothing is owed any more. */
  forget(): void {
    this.#owed = 0
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#listener !== undefined) this.#listener.pace = undefined
  }

  #keepPace(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const listener = this.#listener
    const pace = listener?.pace
    if (listener === undefined || pace === undefined) return
    const quanta = Math.floor((pace.dueAt(performance.now()) - this.#made(listener)) / QUANTUM)
    if (quanta >= listener.together) {
      this.#owed = Math.min(MOST_OWED, this.#owed + quanta)
      this.#due()
    }
    // It may have been the last of the sound.
    if (listener.pace !== pace || this.#listener !== listener) return
    const next = this.#made(listener) + listener.together * QUANTUM
    const wait = pace.until(next, performance.now())
    if (wait === undefined) return
    // Never at once: an engine that is too slow for its graph must hear what else is said.
    this.#timer = setTimeout(() => this.#keepPace(), Math.max(LEAST_MS, wait))
  }

  /** Frames that a listener has got, with those that are to be made. */
  #made({ sent }: Listener): Frames {
    return sent + this.#owed * QUANTUM
  }
}
