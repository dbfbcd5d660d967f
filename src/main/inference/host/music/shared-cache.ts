import { cacheInputs } from '../graphs'
import type { OpenModel, Tensors } from '../sessions'
import type { DecoderCache } from './music-decoder'
import type { MusicgenConfig } from './musicgen-config'

/** Batches: with the text and without. */
export const BATCH = 2
/** Columns by which the memory grows: what is empty is looked at too. */
const GROWTH = 64
/** What makes a score count for nothing. */
export const NOTHING = -3.4028234663852886e38

/**
 * Keys and values in one memory, to whose end new columns are put. Row after row (a row is a head of the batch), each with room for
 * columns to come, which a mask leaves out.
 */
export class SharedCache implements DecoderCache {
  readonly #names: readonly string[]
  readonly #heads: number
  readonly #width: number
  #slots: Float32Array<ArrayBuffer>[]
  #mask = new Float32Array()
  #room = 0
  #columns = 0
  #tensors: Tensors | undefined

  constructor({ layers, heads, width }: MusicgenConfig) {
    this.#heads = heads
    this.#width = width
    this.#names = Array.from({ length: layers }, (_, layer) =>
      ['key', 'value'].map(kind => `${layer}.decoder.${kind}`),
    ).flat()
    this.#slots = this.#names.map(() => new Float32Array())
  }

  get columns(): number {
    return this.#columns
  }
  /** Columns that the memory has, filled or not. */
  get room(): number {
    return this.#room
  }
  get floatsOfColumn(): number {
    return this.#names.length * this.#rows * this.#width
  }

  /** What a step reads; the same until there is no room any more. */
  inputs(model: OpenModel): Tensors {
    const shape = [BATCH, this.#heads, this.#room, this.#width]
    this.#tensors ??= {
      ...Object.fromEntries(
        this.#names.map((name, at) => [
          `past_key_values.${name}`,
          model.floats(this.#slots[at] ?? new Float32Array(), shape),
        ]),
      ),
      [cacheInputs.mask]: model.floats(this.#mask, [1, 1, 1, this.#room]),
    }
    return this.#tensors
  }

  /** Where a step of so many columns writes what is to be appended. */
  outputs(model: OpenModel, columns: number): FreshColumns {
    const shape = [BATCH, this.#heads, columns, this.#width]
    const floats = this.#names.map(() => new Float32Array(this.#rows * columns * this.#width))
    const tensors = this.#names.map(
      (name, at) =>
        [`present.${name}`, model.floats(floats[at] ?? new Float32Array(), shape)] as const,
    )
    return { columns, floats, tensors: Object.fromEntries(tensors) }
  }

  append({ columns, floats }: Omit<FreshColumns, 'tensors'>): void {
    this.#grow(this.#columns + columns)
    const count = columns * this.#width
    for (const [index, slot] of this.#slots.entries()) {
      const fresh = floats[index] ?? new Float32Array()
      for (let row = 0; row < this.#rows; row++) {
        const at = (row * this.#room + this.#columns) * this.#width
        slot.set(fresh.subarray(row * count, (row + 1) * count), at)
      }
    }
    this.#mask.fill(0, 0, this.#columns + columns)
    this.#columns += columns
  }

  read(from: number): Float32Array<ArrayBuffer> {
    const count = (this.#columns - from) * this.#width
    const read = new Float32Array(this.#slots.length * this.#rows * count)
    let to = 0
    for (const floats of this.#slots) {
      for (let row = 0; row < this.#rows; row++) {
        const at = (row * this.#room + from) * this.#width
        read.set(floats.subarray(at, at + count), to)
        to += count
      }
    }
    return read
  }

  restore(pieces: readonly { readonly columns: number; readonly floats: Float32Array }[]): void {
    this.clear()
    this.#grow(pieces.reduce((sum, { columns }) => sum + columns, 0))
    for (const { columns, floats } of pieces) {
      const size = this.#rows * columns * this.#width
      const slots = this.#slots.map((_, at) => floats.subarray(at * size, (at + 1) * size))
      this.append({ columns, floats: slots })
    }
  }

  /** Gives the memory back. */
  clear(): void {
    this.#columns = 0
    this.#resize(0)
  }

  get #rows(): number {
    return BATCH * this.#heads
  }

  #grow(columns: number): void {
    if (columns > this.#room) this.#resize(Math.ceil(columns / GROWTH) * GROWTH)
  }

  /** Each row moves to where it has its room. */
  #resize(room: number): void {
    const used = this.#columns * this.#width
    const before = this.#room * this.#width
    this.#slots = this.#slots.map(slot => {
      const next = new Float32Array(this.#rows * room * this.#width)
      for (let row = 0; used > 0 && row < this.#rows; row++) {
        next.set(slot.subarray(row * before, row * before + used), row * room * this.#width)
      }
      slot.buffer.transfer(0)
      return next
    })
    this.#mask = new Float32Array(room).fill(NOTHING).fill(0, 0, this.#columns)
    this.#room = room
    this.#tensors = undefined
  }
}

/** New columns of all slots, each row after row. */
export interface FreshColumns {
  readonly columns: number
  readonly floats: readonly Float32Array[]
  readonly tensors: Tensors
}
