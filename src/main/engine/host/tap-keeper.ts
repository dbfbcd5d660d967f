import { closeSync, constants, openSync, write } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Frames } from '#shared/kit'
import { chunkBytes, KEPT_CHUNK, keptChunks, sumsBytes } from '../graph'
import type { KeptTap } from '../protocol'
import { BATCH, placeOfChunk, RING_CHUNKS, type Renderer, type Tee } from '../render'

/**
 * Writes what the tees of a render give to files, from the first frame on. Chunks go to the disk straight from where
 * the kernels put them, in the threads that Node has for files: the render waits only where the disk falls behind.
 * What cannot be written is left out, and the render goes on.
 */
export class TapKeeper implements Disposable {
  readonly #renderer: Renderer
  readonly #files: readonly TapFile[]
  readonly #underway = new Set<Promise<void>>()

  constructor(renderer: Renderer, paths: readonly string[]) {
    this.#renderer = renderer
    this.#files = paths.map((path, index) => {
      return new TapFile(path, renderer, renderer.tee(index), this.#underway)
    })
    renderer.onBlock = () => {
      for (const file of this.#files) file.take()
    }
  }

  /** Waits until there is room for another block. */
  async drain(): Promise<void> {
    while (this.#files.some(file => !file.hasRoom)) await Promise.race(this.#underway)
  }

  /** What was written whole. */
  async finish(): Promise<readonly KeptTap[]> {
    this.#renderer.onBlock = undefined
    for (const file of this.#files) file.end()
    while (this.#underway.size > 0) await Promise.all(this.#underway)
    return this.#files.flatMap(file => file.kept() ?? [])
  }

  [Symbol.dispose](): void {
    this.#renderer.onBlock = undefined
    // A descriptor that a chunk still goes to must not become another file's.
    const closing = Promise.allSettled(this.#underway)
    void closing.then(() => this.#files.forEach(file => file.close()))
  }
}

/** One output's file. */
class TapFile {
  readonly #path: string
  readonly #renderer: Renderer
  readonly #tee: Tee | undefined
  readonly #underway: Set<Promise<void>>
  readonly #sums: number[] = []
  #file: number | undefined
  #failed = false
  /** First chunks of the batches on their way, oldest first. */
  #leaving: number[] = []

  constructor(
    path: string,
    renderer: Renderer,
    tee: Tee | undefined,
    underway: Set<Promise<void>>,
  ) {
    this.#path = path
    this.#renderer = renderer
    this.#tee = tee
    this.#underway = underway
    this.#file = openUncached(path)
  }

  /** Whether a block fits into the ring without running into a chunk that has not left it. */
  get hasRoom(): boolean {
    const oldest = this.#leaving[0] ?? this.#sums.length
    const end = (oldest + RING_CHUNKS) * KEPT_CHUNK
    return this.#idle || this.#done + this.#renderer.block <= end
  }

  /** Sends full batches on their way. */
  take(): void {
    if (this.#idle) return
    while ((this.#sums.length + BATCH) * KEPT_CHUNK <= this.#done) this.#send(BATCH)
    const oldest = this.#leaving[0] ?? this.#sums.length
    // Ran over what had not left: only where much is rendered ahead at once.
    if (this.#done > (oldest + RING_CHUNKS) * KEPT_CHUNK) this.#failed = true
  }

  /** Sends the last chunk, filled up with silence, and the sums. */
  end(): void {
    this.take()
    const tee = this.#tee
    if (this.#idle || tee === undefined) return
    const chunks = keptChunks(this.#done)
    const last = this.#done % KEPT_CHUNK
    if (last > 0) {
      const { floats } = this.#renderer.kernels.arena
      const first = placeOfChunk(tee, chunks - 1) >>> 2
      for (let channel = 0; channel < tee.channels; channel++) {
        const plane = first + channel * KEPT_CHUNK
        floats.fill(0, plane + last, plane + KEPT_CHUNK)
      }
    }
    if (chunks > this.#sums.length) this.#send(chunks - this.#sums.length)
    this.#write(this.#sumsInBytes(), this.#sums.length * chunkBytes(tee.channels), () => {})
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Undefined where some of it is missing. */
  kept(): KeptTap | undefined {
    const tee = this.#tee
    if (this.#idle || tee === undefined || this.#sums.length === 0) return undefined
    const { channels, lag } = tee
    return {
      path: this.#path,
      channels,
      frames: this.#done,
      lag,
      crc: crc32(this.#sumsInBytes()),
    }
  }

  get #idle(): boolean {
    return this.#failed || this.#file === undefined || this.#tee === undefined
  }

  get #done(): Frames {
    return this.#renderer.kernels.arena.words[(this.#tee?.at ?? 0) >>> 2] ?? 0
  }

  #send(count: number): void {
    if (this.#tee === undefined) return
    const { kernels } = this.#renderer
    const chunk = this.#sums.length
    const at = placeOfChunk(this.#tee, chunk)
    const bytes = chunkBytes(this.#tee.channels)
    const sum = kernels.call('kept_sum')
    for (let index = 0; index < count; index++) {
      this.#sums.push(sum(at + index * bytes, bytes) >>> 0)
    }
    this.#leaving.push(chunk)
    this.#write(kernels.arena.bytes.subarray(at, at + count * bytes), chunk * bytes, () => {
      this.#leaving = this.#leaving.filter(other => other !== chunk)
    })
  }

  #write(bytes: Uint8Array, at: number, done: () => void): void {
    if (this.#file === undefined) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#underway.add(promise)
    write(this.#file, bytes, 0, bytes.length, at, (failure, written) => {
      if (failure !== null || written < bytes.length) this.#failed = true
      this.#underway.delete(promise)
      done()
      resolve()
    })
  }

  /** In memory that the disk can take from without a copy. */
  #sumsInBytes(): Uint8Array {
    const bytes = sumsBytes(keptChunks(this.#sums.length * KEPT_CHUNK) * KEPT_CHUNK)
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) })
    new Uint32Array(memory.buffer).set(this.#sums)
    return new Uint8Array(memory.buffer, 0, bytes)
  }
}

/** Past the system's page cache, where it can be had: most of it is not read soon, and copying it there takes longer. */
function openUncached(path: string): number | undefined {
  const { O_CREAT, O_TRUNC, O_WRONLY, O_DIRECT } = constants
  // Not every system has it: then its number is missing, and counts as none.
  for (const flags of [O_DIRECT, 0]) {
    try {
      return openSync(path, O_CREAT | O_TRUNC | O_WRONLY | flags)
    } catch {
      // Not every file system has it.
    }
  }
  return undefined
}
