import { closeSync, openSync, write } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Frames } from '#shared/kit'
import type { KeptTap } from '../protocol'
import type { Renderer, Tap } from '../render'

const CHUNK_BYTES = 1 << 20
/** Chunks on their way to the disk while the render goes on. */
const MOST_UNDERWAY = 24

/**
 * Writes what the taps of a render give to files, from the first block on, in the threads that Node has for files:
 * the render waits only where the disk falls behind. What cannot be written is left out, and the render goes on.
 */
export class TapKeeper implements Disposable {
  readonly #renderer: Renderer
  readonly #files: readonly TapFile[]
  readonly #underway = new Set<Promise<void>>()

  constructor(renderer: Renderer, paths: readonly string[]) {
    this.#renderer = renderer
    this.#files = paths.map(path => new TapFile(path, this.#underway))
    renderer.onBlock = frames => this.#take(frames)
  }

  /** Waits until the disk has kept up. */
  async drain(): Promise<void> {
    while (this.#underway.size > MOST_UNDERWAY) await Promise.race(this.#underway)
  }

  /** What was written whole. */
  async finish(): Promise<readonly KeptTap[]> {
    this.#renderer.onBlock = undefined
    for (const file of this.#files) file.flush()
    while (this.#underway.size > 0) await Promise.all(this.#underway)
    return this.#files.flatMap(file => file.kept() ?? [])
  }

  [Symbol.dispose](): void {
    this.#renderer.onBlock = undefined
    // A descriptor that a chunk still goes to must not become another file's.
    const closing = Promise.allSettled(this.#underway)
    void closing.then(() => this.#files.forEach(file => file.close()))
  }

  #take(frames: Frames): void {
    this.#files.forEach((file, index) => {
      const tap = this.#renderer.tap(index)
      const samples = this.#renderer.tapped(index, frames)
      if (tap === undefined || samples === undefined) return file.fail()
      file.add(samples, tap)
    })
  }
}

/** One tap's file. */
class TapFile {
  readonly #path: string
  readonly #underway: Set<Promise<void>>
  #file: number | undefined
  #failed = false
  #chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  #filled = 0
  #bytes = 0
  #crc = 0
  #channels = 0
  #lag: Frames = 0

  constructor(path: string, underway: Set<Promise<void>>) {
    this.#path = path
    this.#underway = underway
    try {
      this.#file = openSync(path, 'w')
    } catch {
      this.#file = undefined
    }
  }

  add(samples: Float32Array, tap: Tap): void {
    if (this.#file === undefined) return
    this.#channels = tap.bus.channels
    this.#lag = tap.lag
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    for (let done = 0; done < bytes.length;) {
      const part = bytes.subarray(done, done + CHUNK_BYTES - this.#filled)
      this.#chunk.set(part, this.#filled)
      this.#filled += part.length
      done += part.length
      if (this.#filled === CHUNK_BYTES) this.flush()
    }
  }

  /** Sends what is there on its way. */
  flush(): void {
    const chunk = this.#chunk.subarray(0, this.#filled)
    const at = this.#bytes
    if (chunk.length === 0 || this.#file === undefined) return
    this.#crc = crc32(chunk, this.#crc)
    this.#bytes += chunk.length
    this.#filled = 0
    this.#chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#underway.add(promise)
    write(this.#file, chunk, 0, chunk.length, at, (failure, written) => {
      if (failure !== null || written < chunk.length) this.fail()
      this.#underway.delete(promise)
      resolve()
    })
  }

  fail(): void {
    this.#failed = true
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Undefined where some of it is missing. */
  kept(): KeptTap | undefined {
    if (this.#failed || this.#file === undefined || this.#channels === 0) return undefined
    const frames = this.#bytes / (this.#channels * 4)
    const facts = { channels: this.#channels, frames, lag: this.#lag, crc: this.#crc }
    return { path: this.#path, ...facts }
  }
}
