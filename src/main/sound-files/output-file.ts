import { closeSync, fdatasync, fsyncSync, openSync, writeSync } from 'node:fs'

/** So much goes to the disk while more is made, and is not waited for at the end. */
const AHEAD = 2 ** 24

/** A file that is written from its start on, and mended at places. Throws the system's errors. */
export class OutputFile implements Disposable {
  readonly #file: number
  #fresh = 0
  #isLeaving = false
  #isClosed = false
  #failure: Error | undefined

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  append(bytes: Uint8Array): void {
    let written = 0
    while (written < bytes.byteLength) written += writeSync(this.#file, bytes, written)
    this.#fresh += written
    if (this.#fresh >= AHEAD && !this.#isLeaving) this.#sendAhead()
  }

  patch(position: number, bytes: Uint8Array): void {
    let written = 0
    while (written < bytes.byteLength) {
      const rest = bytes.byteLength - written
      written += writeSync(this.#file, bytes, written, rest, position + written)
    }
  }

  sync(): void {
    fsyncSync(this.#file)
    if (this.#failure !== undefined) throw this.#failure
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    if (!this.#isLeaving) closeSync(this.#file)
  }

  /** In the threads that Node has for files. What goes wrong is told once by the system, and by `sync`. */
  #sendAhead(): void {
    this.#fresh = 0
    this.#isLeaving = true
    fdatasync(this.#file, failure => {
      this.#isLeaving = false
      this.#failure ??= failure ?? undefined
      if (this.#isClosed) closeSync(this.#file)
    })
  }
}
