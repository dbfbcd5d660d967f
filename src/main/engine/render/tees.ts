import type { Bytes, Frames } from '#shared/kit'
import { chunkBytes, KEPT_CHUNK } from '../graph'
import type { Arena } from './arena'

/** Chunks that go to the disk in one go. */
export const BATCH = 4
/** Chunks of a ring: some are on their way to the disk while the next ones fill. */
export const RING_CHUNKS = 4 * BATCH
/** Rings lie where the disk can take from without a copy. */
const ALIGNMENT: Bytes = 4096
const HEAD_BYTES: Bytes = 16

/** An output that is written down, chunk by chunk: where its samples are found. */
export interface Tee {
  /** u32 frames so far, chunks of the ring, address of the ring; `step_tee` goes by it. */
  readonly at: number
  readonly ring: number
  readonly channels: number
  /** Frames by which it lags behind the timeline. */
  readonly lag: Frames
}

/** The rings of what is written down, by output: they outlive the schedule. */
export class Tees implements Disposable {
  readonly #arena: Arena
  readonly #rings = new Map<string, Ring>()
  readonly #taken = new Set<string>()

  constructor(arena: Arena) {
    this.#arena = arena
  }

  take(output: string, channels: number): Pick<Tee, 'at' | 'ring' | 'channels'> {
    this.#taken.add(output)
    const present = this.#rings.get(output)
    if (present?.channels === channels) return present
    this.#drop(output)
    const bytes = HEAD_BYTES + ALIGNMENT + RING_CHUNKS * chunkBytes(channels)
    const at = this.#arena.allocate(bytes)
    const ring = Math.ceil((at + HEAD_BYTES) / ALIGNMENT) * ALIGNMENT
    this.#arena.words.set([0, RING_CHUNKS, ring], at >>> 2)
    const made = { at, ring, channels, bytes }
    this.#rings.set(output, made)
    return made
  }

  /** Frees what nobody took since the last call. */
  sweep(): void {
    for (const output of [...this.#rings.keys()]) if (!this.#taken.has(output)) this.#drop(output)
    this.#taken.clear()
  }

  /** All from the first frame on. */
  rewind(): void {
    for (const { at } of this.#rings.values()) this.#arena.words[at >>> 2] = 0
  }

  [Symbol.dispose](): void {
    for (const output of [...this.#rings.keys()]) this.#drop(output)
  }

  #drop(output: string): void {
    const ring = this.#rings.get(output)
    if (ring !== undefined) this.#arena.free(ring.at, ring.bytes)
    this.#rings.delete(output)
  }
}

interface Ring extends Pick<Tee, 'at' | 'ring' | 'channels'> {
  readonly bytes: Bytes
}

/** Place in a ring of a chunk, counted from the first. */
export function placeOfChunk({ ring, channels }: Tee, chunk: number): number {
  return ring + (chunk % RING_CHUNKS) * chunkBytes(channels)
}

/** Copies the last frames of a channel that were written down, as many as fit; how many there are. */
export function copyTail(arena: Arena, tee: Tee, channel: number, into: Float32Array): Frames {
  const done = arena.words[tee.at >>> 2] ?? 0
  const frames = Math.min(done, into.length)
  let copied = 0
  while (copied < frames) {
    const from = done - frames + copied
    const place = from % KEPT_CHUNK
    const length = Math.min(frames - copied, KEPT_CHUNK - place)
    const chunk = placeOfChunk(tee, Math.floor(from / KEPT_CHUNK))
    const first = (chunk >>> 2) + channel * KEPT_CHUNK + place
    into.set(arena.floats.subarray(first, first + length), copied)
    copied += length
  }
  return frames
}
