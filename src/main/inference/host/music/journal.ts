import { open, rm, type FileHandle } from 'node:fs/promises'

/**
 * A file beside the job's checkpoint to which the cache of the decoder goes, piece after piece. Whoever goes on reads it
 * back to the bit; computing it anew would take as long as it did, and all columns at once give other last digits.
 */
export class Journal implements AsyncDisposable {
  readonly #file: FileHandle
  #bytes: number

  private constructor(file: FileHandle, bytes: number) {
    this.#file = file
    this.#bytes = bytes
  }

  static async begin(path: string): Promise<Journal> {
    await rm(path, { force: true })
    return new Journal(await open(path, 'w+'), 0)
  }

  /** What was kept, if all of it is there: so many floats a piece. */
  static async resume(
    path: string,
    pieces: readonly number[],
  ): Promise<{ readonly journal: Journal; readonly floats: Float32Array[] } | undefined> {
    const file = await open(path, 'r+').catch(() => undefined)
    if (file === undefined) return undefined
    const floats: Float32Array[] = []
    let at = 0
    for (const count of pieces) {
      const piece = new Float32Array(count)
      const bytes = new Uint8Array(piece.buffer)
      const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
      if (bytesRead < bytes.length) {
        await file.close()
        return undefined
      }
      at += bytes.length
      floats.push(piece)
    }
    return { journal: new Journal(file, at), floats }
  }

  /** On the disk when it resolves. */
  async append(floats: Float32Array<ArrayBuffer>): Promise<void> {
    const bytes = new Uint8Array(floats.buffer)
    let done = 0
    while (done < bytes.length) {
      const { bytesWritten } = await this.#file.write(
        bytes,
        done,
        bytes.length - done,
        this.#bytes + done,
      )
      done += bytesWritten
    }
    await this.#file.datasync()
    this.#bytes += bytes.length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }
}
