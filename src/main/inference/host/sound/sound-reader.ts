import { open, type FileHandle } from 'node:fs/promises'
import type { RawSound } from './read-sound'

/** Any span of a decoded sound. What lies before its beginning or after its end is silence. */
export class SoundReader implements AsyncDisposable {
  readonly #file: FileHandle
  readonly #sound: RawSound

  private constructor(file: FileHandle, sound: RawSound) {
    this.#file = file
    this.#sound = sound
  }

  static async open(sound: RawSound): Promise<SoundReader> {
    return new SoundReader(await open(sound.path), sound)
  }

  /** Interleaved samples of `count` frames from frame `from` on. */
  async read(from: number, count: number): Promise<Float32Array<ArrayBuffer>> {
    const { channels, frames } = this.#sound
    const samples = new Float32Array(count * channels)
    const first = Math.max(0, from)
    const last = Math.min(frames, from + count)
    if (last <= first) return samples
    const bytes = new Uint8Array(
      samples.buffer,
      (first - from) * channels * 4,
      (last - first) * channels * 4,
    )
    let got = 0
    while (got < bytes.length) {
      const place = first * channels * 4 + got
      const { bytesRead } = await this.#file.read(bytes, got, bytes.length - got, place)
      if (bytesRead === 0) throw new Error(`${this.#sound.path} is shorter than it was`)
      got += bytesRead
    }
    return samples
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close()
  }
}
