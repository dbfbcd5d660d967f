import { closeSync, openSync, readSync } from 'node:fs'
import type { Frames } from '#shared/kit'
import type { Sound } from '../graph'

/** Reads spans of decoded audio from disk, whatever its length. */
export class SoundReader implements Disposable {
  readonly sound: Sound
  #file: number | undefined
  #bytes = Buffer.alloc(0)
  /** The file ended early or could not be read: what is missing plays as silence. */
  broken = false

  constructor(sound: Sound) {
    this.sound = sound
    try {
      this.#file = openSync(sound.path, 'r')
    } catch {
      this.broken = true
    }
  }

  /** Frames `from` … `from + frames` into planar channels at `into`; zeros outside the sound. */
  read(from: Frames, frames: Frames, floats: Float32Array, into: number, stride: Frames): void {
    const { channels } = this.sound
    for (let c = 0; c < channels; c++) floats.fill(0, into + c * stride, into + c * stride + frames)
    const first = Math.max(from, 0)
    const count = Math.min(from + frames, this.sound.frames) - first
    if (count <= 0) return
    const samples = this.#load(first, count)
    const whole = Math.floor(samples.length / channels)
    for (let c = 0; c < channels; c++) {
      const at = into + c * stride + (first - from)
      for (let i = 0; i < whole; i++) floats[at + i] = samples[i * channels + c] ?? 0
    }
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  #load(first: Frames, count: Frames): Float32Array {
    const frameBytes = this.sound.channels * 4
    const bytes = count * frameBytes
    if (this.#bytes.length < bytes) this.#bytes = Buffer.alloc(bytes)
    let read = 0
    try {
      while (this.#file !== undefined && read < bytes) {
        const got = readSync(this.#file, this.#bytes, read, bytes - read, first * frameBytes + read)
        if (got === 0) break
        read += got
      }
    } catch {
      read = 0
    }
    if (read < bytes) this.broken = true
    return new Float32Array(this.#bytes.buffer, this.#bytes.byteOffset, read >>> 2)
  }
}
