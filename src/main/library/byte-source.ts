import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A file read by position, in constant memory, however long it is. */
export interface ByteSource extends Disposable {
  readonly size: number
  /** Up to `length` bytes from `position`: fewer at the end of the file. A buffer of their own, from its start. */
  read(position: number, length: number): Uint8Array<ArrayBuffer>
  /** Fills a buffer from `position` on, and says how far: less of it at the end of the file. */
  fill(position: number, buffer: Uint8Array): number
}

/** Synchronous, because decoding happens in a thread of its own. Throws the system's errors. */
export function openBytes(path: string): ByteSource {
  const file = openSync(path, 'r')
  function fill(position: number, buffer: Uint8Array): number {
    let done = 0
    while (done < buffer.length) {
      const read = readSync(file, buffer, done, buffer.length - done, position + done)
      if (read === 0) return done
      done += read
    }
    return done
  }
  return {
    size: fstatSync(file).size,
    read(position, length) {
      const bytes = new Uint8Array(length)
      const read = fill(position, bytes)
      return read === length ? bytes : bytes.slice(0, read)
    },
    fill,
    [Symbol.dispose]: () => closeSync(file),
  }
}

/** The same over bytes in memory. */
export function bytesOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (position, length) => new Uint8Array(bytes.subarray(position, position + length)),
    fill(position, buffer) {
      const part = bytes.subarray(position, position + buffer.length)
      buffer.set(part)
      return part.length
    },
    [Symbol.dispose]: () => undefined,
  }
}
