import type { Bytes, Failure, Frames } from '#shared/kit'
import { MOST_MEMORY } from '../protocol'

const PAGE_BYTES = 65_536
/** Wasm memory may grow to 768 MB, some 90,000 stereo buses. */
export const MAX_PAGES = MOST_MEMORY / PAGE_BYTES

/** The graph needs more memory than there is. Thrown, because it can come at any of a thousand allocations. */
export class ArenaFullError extends Error {
  override readonly name = 'ArenaFullError'
}

/** For whoever cannot go on when a graph does not fit. */
export function throwIfFull(failure?: Failure): void {
  if (failure !== undefined) throw new ArenaFullError()
}

/** Frames from one channel of a bus to the next that nobody writes. */
const APART: Frames = 48

/**
 * Frames from one channel to the next. Not a power of two: channels that lie at the same place of their pages get in
 * each other's way in the cache.
 */
export function strideOf(block: Frames): Frames {
  return block + APART
}

/**
 * Linear memory that all kernels share, so that a cable between two of them copies nothing. Freed blocks are
 * handed out again to requests of the same size, which is what rewiring asks for.
 */
export class Arena {
  readonly memory: WebAssembly.Memory
  /** Frames of a bus: the longest block. */
  readonly block: Frames
  /** From one channel of a bus to the next. */
  readonly channelBytes: Bytes
  #next: number
  readonly #free = new Map<number, number[]>()
  #views: { bytes: Uint8Array; floats: Float32Array; words: Uint32Array; doubles: Float64Array }

  constructor(memory: WebAssembly.Memory, base: number, block: Frames) {
    this.memory = memory
    this.block = block
    this.channelBytes = strideOf(block) * 4
    this.#next = align(base)
    this.#views = viewsOf(memory)
  }

  /** Bytes, 16-byte aligned; zeroed, or as somebody else may have left them. */
  allocate(bytes: number, zeroed = true): number {
    const size = align(Math.max(bytes, 16))
    const reused = this.#free.get(size)?.pop()
    if (reused !== undefined) {
      if (zeroed) this.bytes.fill(0, reused, reused + size)
      return reused
    }
    const at = this.#next
    const missing = Math.ceil((at + size - this.memory.buffer.byteLength) / PAGE_BYTES)
    if (missing > 0 && !this.#grow(missing)) return this.#split(size)
    this.#next = at + size
    return at
  }

  free(at: number, bytes: number): void {
    const size = align(Math.max(bytes, 16))
    const list = this.#free.get(size)
    if (list === undefined) this.#free.set(size, [at])
    else list.push(at)
  }

  /** How much of the memory was ever handed out. */
  get reached(): Bytes {
    return this.#next
  }

  /** How much of it is handed out now. */
  get used(): Bytes {
    const free = [...this.#free].reduce((sum, [size, list]) => sum + size * list.length, 0)
    return this.#next - free
  }

  get bytes(): Uint8Array {
    return this.#views.bytes
  }

  get floats(): Float32Array {
    return this.#views.floats
  }

  get words(): Uint32Array {
    return this.#views.words
  }

  get doubles(): Float64Array {
    return this.#views.doubles
  }

  /** The beginning of a larger block that was freed, where there is no more memory to be had. */
  #split(size: number): number {
    const larger = [...this.#free].filter(([held, list]) => held > size && list.length > 0)
    const held = larger.reduce((least, [other]) => Math.min(least, other), Number.POSITIVE_INFINITY)
    const at = this.#free.get(held)?.pop()
    if (at === undefined) throw new ArenaFullError()
    this.free(at + size, held - size)
    this.bytes.fill(0, at, at + size)
    return at
  }

  #grow(missing: number): boolean {
    const held = this.memory.buffer.byteLength / PAGE_BYTES
    // In steps of a quarter, so that a graph built node by node grows the memory a few times only.
    const wanted = Math.min(MAX_PAGES - held, Math.max(missing, held >> 2))
    if (wanted < missing) return false
    try {
      this.memory.grow(wanted)
      // Nobody else grows it; the views of before are too short now.
      this.#views = viewsOf(this.memory)
      return true
    } catch {
      return false
    }
  }
}

function viewsOf({ buffer }: WebAssembly.Memory) {
  return {
    bytes: new Uint8Array(buffer),
    floats: new Float32Array(buffer),
    words: new Uint32Array(buffer),
    doubles: new Float64Array(buffer),
  }
}

function align(bytes: number): number {
  return (bytes + 15) & ~15
}
