import { loadKernels, type KernelModule } from '../engine/render/kernel-module'

/** Bytes of a row, and rows of a chunk of memory. */
const ROW = 64
const CHUNK = 65_536
const BITS = 512

/**
 * The signs of many vectors in memory, 64 bytes each. How many of them differ from those of another says how wide the angle
 * is between the two (M. Charikar, “Similarity estimation techniques from rounding algorithms”, STOC 2002): good enough to
 * choose those that are worth an exact look.
 */
export class SignIndex {
  readonly #kernels: KernelModule = loadKernels()
  readonly #query = this.#kernels.arena.allocate(ROW)
  readonly #distances = this.#kernels.arena.allocate(CHUNK * 2)
  readonly #chunks: number[] = []
  readonly #ids: number[] = []

  get size(): number {
    return this.#ids.length
  }

  /** The highest number that it has. They are added in order. */
  get lastId(): number {
    return this.#ids.at(-1) ?? 0
  }

  add(id: number, bits: Uint8Array): void {
    const place = this.#ids.length
    if (place % CHUNK === 0) this.#chunks.push(this.#kernels.arena.allocate(CHUNK * ROW, false))
    const at = (this.#chunks.at(-1) ?? 0) + (place % CHUNK) * ROW
    this.#kernels.arena.bytes.set(bits, at)
    this.#ids.push(id)
  }

  /** At least `most` of those whose signs differ least, and all that differ as little as the last of them. */
  candidates(bits: Uint8Array, most: number): number[] {
    const { arena } = this.#kernels
    arena.bytes.set(bits, this.#query)
    const hamming = this.#kernels.call('op_hamming')
    const all = new Uint16Array(this.#ids.length)
    for (const [index, chunk] of this.#chunks.entries()) {
      const from = index * CHUNK
      const count = Math.min(CHUNK, all.length - from)
      hamming(this.#query, chunk, count, this.#distances)
      const at = this.#distances >>> 1
      all.set(new Uint16Array(arena.memory.buffer).subarray(at, at + count), from)
    }
    const limit = limitFor(all, most)
    const found: number[] = []
    for (let place = 0; place < all.length; place++) {
      if ((all[place] ?? 0) <= limit) found.push(this.#ids[place] ?? 0)
    }
    return found
  }
}

/** The distance within which there are at least so many. */
function limitFor(distances: Uint16Array, most: number): number {
  const counts = new Uint32Array(BITS + 1)
  for (const distance of distances) counts[distance] = (counts[distance] ?? 0) + 1
  let sum = 0
  for (let distance = 0; distance <= BITS; distance++) {
    sum += counts[distance] ?? 0
    if (sum >= most) return distance
  }
  return BITS
}
