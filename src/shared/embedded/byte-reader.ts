import { err, fail, ok, type Bytes, type Result } from '../kit'
import { decodeEmbedded, MAX_EMBEDDED_BYTES } from './payload'

/** A file read by position: on the disk in the shell, a dropped `File` in the page. */
export interface ByteReader {
  readonly size: Bytes
  /** Up to `length` bytes from there; fewer at the end of the file. */
  read(position: Bytes, length: Bytes): Promise<Uint8Array>
}

/** The payload that a file claims to have there, once its size is found possible and all of it is there. */
export async function readPayload(
  reader: ByteReader,
  position: Bytes,
  length: Bytes,
): Promise<Result<string>> {
  if (length > MAX_EMBEDDED_BYTES) {
    return err(fail('project-too-large', `The project in the sound claims ${length} bytes.`))
  }
  if (position + length > reader.size) return err(fail('embedded-damaged', 'It is cut off.'))
  const bytes = await reader.read(position, length)
  if (bytes.length < length) return err(fail('embedded-damaged', 'It is cut off.'))
  return decodeEmbedded(bytes)
}

/** Nothing is embedded here: no failure. */
export const nothing: Result<undefined> = ok<undefined>(undefined)

export function letters(bytes: Uint8Array, from: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + count))
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
