import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** A file that is written from its start on, and mended at places. Throws the system's errors. */
export class OutputFile implements Disposable {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  append(bytes: Uint8Array): void {
    let written = 0
    while (written < bytes.byteLength) written += writeSync(this.#file, bytes, written)
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
  }

  [Symbol.dispose](): void {
    closeSync(this.#file)
  }
}
