import { open, type FileHandle } from 'node:fs/promises'
import type { Frames, Hertz } from '#shared/kit'
import { createWavWriter, type WavWriter } from '../sound-files'

export interface TakeFormat {
  readonly channels: number
  readonly sampleRate: Hertz
}

/**
 * A WAV file (32 bit float) that is whole after every part: the samples are written first, then the head that counts them.
 * Whatever ends the process, what was answered for can be read.
 */
export class TakeFile implements AsyncDisposable {
  readonly #file: FileHandle
  readonly #wav: WavWriter
  readonly #frameBytes: number
  readonly #headBytes: number
  #frames: Frames = 0

  private constructor(file: FileHandle, { channels, sampleRate }: TakeFormat) {
    this.#file = file
    this.#wav = createWavWriter({ format: 'wav32f', channels, sampleRate })
    this.#frameBytes = 4 * channels
    this.#headBytes = this.#wav.header(0).byteLength
  }

  /** Throws the system's errors. */
  static async create(path: string, format: TakeFormat): Promise<TakeFile> {
    const take = new TakeFile(await open(path, 'wx', 0o644), format)
    await take.#write(take.#wav.header(0), 0)
    return take
  }

  get frames(): Frames {
    return this.#frames
  }

  /** Interleaved f32; part of a frame at the end is left out. */
  async append(bytes: Uint8Array): Promise<void> {
    const frames = Math.floor(bytes.byteLength / this.#frameBytes)
    const at = this.#headBytes + this.#frames * this.#frameBytes
    await this.#write(bytes.subarray(0, frames * this.#frameBytes), at)
    this.#frames += frames
    await this.#write(this.#wav.header(this.#frames), 0)
  }

  /** On the disk itself when it returns. */
  async finish(): Promise<void> {
    await this.#file.sync()
    await this.#file.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close().catch(() => {})
  }

  async #write(bytes: Uint8Array, at: number): Promise<void> {
    let done = 0
    while (done < bytes.byteLength) {
      const { bytesWritten } = await this.#file.write(
        bytes,
        done,
        bytes.byteLength - done,
        at + done,
      )
      done += bytesWritten
    }
  }
}
