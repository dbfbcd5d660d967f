import { open, type FileHandle } from 'node:fs/promises'
import { createWavWriter } from '../../../sound-files'

/**
 * A WAV file of 32-bit float whose length is known from the beginning and whose parts are written in any order, each as
 * often as it takes: what a job that was killed has written already stays.
 */
export class WavParts implements AsyncDisposable {
  readonly #file: FileHandle
  readonly #channels: number
  readonly #start: number

  private constructor(file: FileHandle, channels: number, start: number) {
    this.#file = file
    this.#channels = channels
    this.#start = start
  }

  /** `isNew` begins anew; else the file is the one of an earlier run. */
  static async open(
    path: string,
    shape: { readonly sampleRate: number; readonly channels: number; readonly frames: number },
    isNew: boolean,
  ): Promise<WavParts> {
    const head = createWavWriter({ format: 'wav32f', ...shape }).header(shape.frames)
    const file = await open(path, isNew ? 'w+' : 'r+')
    await file.write(head, 0, head.length, 0)
    return new WavParts(file, shape.channels, head.length)
  }

  /** Bytes before the samples. */
  get start(): number {
    return this.#start
  }

  /** Interleaved samples from frame `from` on. On the disk when it resolves. */
  async write(from: number, samples: Float32Array): Promise<void> {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    await this.#file.write(bytes, 0, bytes.length, this.#start + from * this.#channels * 4)
    await this.#file.datasync()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close()
  }
}
