import type { OpenModel, Tensors } from '../sessions'
import type { DecoderCache } from './music-decoder'
import type { MusicgenConfig } from './musicgen-config'

/** Batches: with the text and without. */
const BATCH = 2
/** Columns by which the memory grows. */
const GROWTH = 256

/** One tensor of the cache: where it is read, and where the next step writes it. */
interface Slot {
  readonly name: string
  now: ArrayBuffer
  next: ArrayBuffer
}

/**
 * Keys and values of what the decoder has heard and written so far. Each step writes the whole of it anew, one column
 * longer; it writes from one memory into another and back, so that nothing is copied or made beside. (Left to itself the runtime
 * makes a new tensor each step and copies it: several hundred megabytes a token towards the end.)
 */
export class KeyValues implements DecoderCache {
  readonly #slots: readonly Slot[]
  readonly #rows: number
  readonly #width: number
  readonly #shape: (columns: number) => readonly number[]
  /** Bytes of what a slot can hold, in columns. */
  #room = 0
  #columns = 0

  constructor({ layers, heads, width }: MusicgenConfig) {
    this.#rows = BATCH * heads
    this.#width = width
    this.#shape = columns => [BATCH, heads, columns, width]
    this.#slots = Array.from({ length: layers }, (_, layer) =>
      ['key', 'value'].map(kind => ({
        name: `${layer}.decoder.${kind}`,
        now: new ArrayBuffer(0),
        next: new ArrayBuffer(0),
      })),
    ).flat()
  }

  get columns(): number {
    return this.#columns
  }

  /** Floats of one column of all slots. */
  get floatsOfColumn(): number {
    return this.#slots.length * this.#rows * this.#width
  }

  inputs(model: OpenModel): Tensors {
    const size = this.#rows * this.#columns * this.#width
    return Object.fromEntries(
      this.#slots.map(({ name, now }) => [
        `past_key_values.${name}`,
        model.floats(new Float32Array(now, 0, size), this.#shape(this.#columns)),
      ]),
    )
  }

  /** Where a step that hears `more` columns writes. `turn` makes it what is read next. */
  outputs(model: OpenModel, more: number): Tensors {
    const columns = this.#columns + more
    this.#grow(columns)
    const size = this.#rows * columns * this.#width
    return Object.fromEntries(
      this.#slots.map(({ name, next }) => [
        `present.${name}`,
        model.floats(new Float32Array(next, 0, size), this.#shape(columns)),
      ]),
    )
  }

  turn(more: number): void {
    this.#columns += more
    for (const slot of this.#slots) [slot.now, slot.next] = [slot.next, slot.now]
  }

  /** The columns from `from` on, slot after slot, row after row. */
  read(from: number): Float32Array<ArrayBuffer> {
    const count = (this.#columns - from) * this.#width
    const read = new Float32Array(this.#slots.length * this.#rows * count)
    let to = 0
    for (const { now } of this.#slots) {
      const floats = new Float32Array(now)
      for (let row = 0; row < this.#rows; row++) {
        const at = (row * this.#columns + from) * this.#width
        read.set(floats.subarray(at, at + count), to)
        to += count
      }
    }
    return read
  }

  /** Takes back what `read` gave, piece after piece, each of so many columns. */
  restore(pieces: readonly { readonly columns: number; readonly floats: Float32Array }[]): void {
    const columns = pieces.reduce((sum, piece) => sum + piece.columns, 0)
    this.#grow(columns)
    let before = 0
    for (const piece of pieces) {
      const count = piece.columns * this.#width
      let from = 0
      for (const { now } of this.#slots) {
        const floats = new Float32Array(now)
        for (let row = 0; row < this.#rows; row++) {
          const at = (row * columns + before) * this.#width
          floats.set(piece.floats.subarray(from, from + count), at)
          from += count
        }
      }
      before += piece.columns
    }
    this.#columns = columns
  }

  /** Gives the memory back now; the collector would take its time. */
  clear(): void {
    this.#columns = 0
    this.#room = 0
    for (const slot of this.#slots) {
      slot.now = slot.now.transfer(0)
      slot.next = slot.next.transfer(0)
    }
  }

  #grow(columns: number): void {
    if (columns <= this.#room) return
    this.#room = Math.ceil(columns / GROWTH) * GROWTH
    const bytes = this.#rows * this.#room * this.#width * Float32Array.BYTES_PER_ELEMENT
    for (const slot of this.#slots) {
      slot.now = slot.now.transfer(bytes)
      slot.next.transfer(0)
      slot.next = new ArrayBuffer(bytes)
    }
  }
}
