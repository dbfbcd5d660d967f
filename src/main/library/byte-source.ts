import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A file read by position, in constant memory, however long it is. */
export interface ByteSource extends Disposable {
  readonly size: number
  /** Up to `length` bytes from `position`: fewer at the end of the file. A buffer of their own, from its start. */
  read(position: number, length: number): Uint8Array<ArrayBuffer>
}

/** Synchronous, because decoding happens in a thread of its own. Throws the system's errors. */
export function openBytes(path: string): ByteSource {
  const file = openSync(path, 'r')
  return {
    size: fstatSync(file).size,
    read(position, length) {
      const bytes = new Uint8Array(length)
      let done = 0
      while (done < length) {
        const read = readSync(file, bytes, done, length - done, position + done)
        if (read === 0) return bytes.slice(0, done)
        done += read
      }
      return bytes
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}

/** The same over bytes in memory. */
export function bytesOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (position, length) => new Uint8Array(bytes.subarray(position, position + length)),
    [Symbol.dispose]: () => undefined,
  }
}
