import { QUANTUM, type Frames } from '#shared/kit'
import { NOTES_A_QUANTUM } from '../kernels'
import type { Bus } from './bus'
import type { KernelModule } from './kernel-module'

/** Bytes of an event, and of the count before the first; see `kernels/README.md`. */
const EVENT_BYTES = 16
const OFF = 0
const ON = 1
/** As many events a quantum takes before those of a kind find no room; as `lib/notes.as.ts` counts. */
const MOST_ON = 159
const MOST_OTHER = 127
/** Notes that are told apart. */
const NUMBERS = 65_536

/** An event on its way to a bus. */
export interface BusEvent {
  readonly frame: Frames
  readonly kind: number
  readonly number: number
  readonly key: number
  readonly value: number
}

/** Writes events into a notes bus, and counts the notes. The end of a note is never dropped: it comes a quantum later. */
export class NoteWriter {
  readonly #kernels: KernelModule
  readonly #bus: Bus
  /** Numbers of notes whose end is not written yet. */
  readonly #taken = new Set<number>()
  #next = 0
  #late: BusEvent[] = []
  #count = 0
  /** The present quantum, and how many events it has. */
  #quantum = 0
  #crowd = 0

  constructor(kernels: KernelModule, bus: Bus) {
    this.#kernels = kernels
    this.#bus = bus
  }

  /** A number for a note that begins; it is free again once its end is written. */
  number(): number {
    while (this.#taken.has(this.#next)) this.#next = (this.#next + 1) % NUMBERS
    const number = this.#next
    this.#next = (number + 1) % NUMBERS
    this.#taken.add(number)
    return number
  }

  /** The events of a block of so many frames, in their order. */
  write(events: readonly BusEvent[], frames: Frames): void {
    this.#count = 0
    let next = 0
    for (let quantum = 0; quantum * QUANTUM < frames; quantum++) {
      const end = (quantum + 1) * QUANTUM
      this.#quantum = quantum
      this.#crowd = 0
      this.#writeLate()
      for (let event = events[next]; event !== undefined && event.frame < end;) {
        this.#write(event)
        next += 1
        event = events[next]
      }
      if (next === events.length && this.#late.length === 0) break
    }
    this.#kernels.arena.words[this.#bus.at >>> 2] = this.#count
  }

  reset(): void {
    this.#taken.clear()
    this.#late = []
    this.#next = 0
  }

  #writeLate(): void {
    if (this.#late.length === 0) return
    const [late, frame] = [this.#late, this.#quantum * QUANTUM]
    this.#late = []
    for (const event of late) this.#write({ ...event, frame })
  }

  #write(event: BusEvent): void {
    const { frame, kind, number, key, value } = event
    const room = kind === OFF ? NOTES_A_QUANTUM : kind === ON ? MOST_ON : MOST_OTHER
    if (this.#crowd >= room) {
      if (kind === OFF) this.#late.push(event)
      return
    }
    if (kind === OFF) this.#taken.delete(number)
    const { words, floats } = this.#kernels.arena
    const at = (this.#bus.at + EVENT_BYTES * (this.#count + 1)) >>> 2
    words[at] = frame
    words[at + 1] = kind | (number << 16)
    floats[at + 2] = key
    floats[at + 3] = value
    this.#count += 1
    this.#crowd += 1
  }
}
