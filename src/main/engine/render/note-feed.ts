import { QUANTUM, type Frames } from '#shared/kit'
import type { FlatNote } from '#shared/graph'
import { NOTES_A_QUANTUM } from '../kernels'
import type { Bus } from './bus'
import type { KernelModule } from './kernel-module'
import { noteEvents, type NoteEvents } from './note-events'
import type { Timeline } from './timeline'

/** Bytes of an event, and of the count before the first; see `kernels/README.md`. */
const EVENT_BYTES = 16
const OFF = 0
const ON = 1
/** As many notes are told apart where they are made. */
const NOTE_NUMBERS = 4096

/**
 * Writes the notes of the timeline into a bus, block by block. Where the playhead jumps, all that sounds ends; notes
 * that began before the place are not begun in their middle.
 */
export class NoteFeed {
  readonly #kernels: KernelModule
  readonly #bus: Bus
  readonly #timeline: Timeline
  #events: NoteEvents = noteEvents([])
  /** Next event, and the place on the timeline up to which all were played. */
  #next = 0
  #reached: Frames | undefined
  /** Numbers of the notes that sound, by their ids. */
  readonly #sounding = new Map<string, number>()
  #number = 0
  #count = 0
  /** The quantum of the last event, and how many it has. */
  #quantum = -1
  #crowd = 0

  constructor(kernels: KernelModule, bus: Bus, timeline: Timeline, notes: readonly FlatNote[]) {
    this.#kernels = kernels
    this.#bus = bus
    this.#timeline = timeline
    this.set(notes)
  }

  /** Other notes from the next block on. Those that sound and are not among them any more end. */
  set(notes: readonly FlatNote[]): void {
    this.#events = noteEvents(notes)
    this.#next = this.#events.firstAt(this.#reached ?? 0)
  }

  /** Before every block. */
  prepare(): void {
    this.#count = 0
    this.#quantum = -1
    for (const { offset, frames, position } of this.#timeline.segments) {
      if (position !== this.#reached) {
        this.#endAll(offset)
        this.#next = this.#events.firstAt(position)
      } else this.#endStrays(offset)
      this.#play(offset, position, position + frames)
      this.#reached = position + frames
    }
    this.#kernels.arena.words[this.#bus.at >>> 2] = this.#count
  }

  reset(): void {
    this.#sounding.clear()
    this.#number = 0
    this.#reached = undefined
  }

  #play(offset: Frames, from: Frames, to: Frames): void {
    const { list } = this.#events
    for (let event = list[this.#next]; event !== undefined && event.at < to;) {
      const { at, kind, id, key, value } = event
      const frame = offset + at - from
      if (kind === ON) this.#sounding.set(id, this.#number++ % NOTE_NUMBERS)
      const number = this.#sounding.get(id)
      if (number !== undefined) this.#write(frame, kind, number, key, value)
      if (kind === OFF) this.#sounding.delete(id)
      this.#next += 1
      event = list[this.#next]
    }
  }

  #endAll(frame: Frames): void {
    for (const number of this.#sounding.values()) this.#write(frame, OFF, number, 0, 0)
    this.#sounding.clear()
  }

  /** Ends what sounds and has no end any more. */
  #endStrays(frame: Frames): void {
    for (const [id, number] of this.#sounding) {
      // What ends just here ends by its own event.
      if (this.#events.endOf(id) >= (this.#reached ?? 0)) continue
      this.#write(frame, OFF, number, 0, 0)
      this.#sounding.delete(id)
    }
  }

  #write(frame: Frames, kind: number, number: number, key: number, value: number): void {
    const { words, floats } = this.#kernels.arena
    const at = (this.#bus.at + EVENT_BYTES * (this.#count + 1)) >>> 2
    const quantum = Math.floor(frame / QUANTUM)
    if (quantum !== this.#quantum) this.#crowd = 0
    this.#quantum = quantum
    // The ends of notes find room when nothing else does any more.
    const room = kind === OFF ? NOTES_A_QUANTUM : (NOTES_A_QUANTUM * 5) >> 3
    if (this.#crowd >= room) return
    this.#crowd += 1
    words[at] = frame
    words[at + 1] = kind | (number << 16)
    floats[at + 2] = key
    floats[at + 3] = value
    this.#count += 1
  }
}
