import { err, fail, ok, type Bytes, type Result } from '../kit'

/** What the chunk, block or frame with the project is called in a file. */
export const EMBEDDED_ID = 'wirh'
/** Of the payload, not of the project within, which says its own. */
const PAYLOAD_VERSION = 1
const VERSION_BYTES = 4

/** No file with a larger payload is read: a project of that size was never written. */
export const MAX_EMBEDDED_BYTES: Bytes = 64 * 1024 * 1024

/** A project in a sound file: the version of this form as a little-endian u32, then the document as in its own file. */
export function encodeEmbedded(project: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(project)
  const bytes = new Uint8Array(VERSION_BYTES + text.length)
  new DataView(bytes.buffer).setUint32(0, PAYLOAD_VERSION, true)
  bytes.set(text, VERSION_BYTES)
  return bytes
}

/** The document's text; it is for `parseProject` to say whether it is a project. */
export function decodeEmbedded(bytes: Uint8Array): Result<string> {
  if (bytes.length < VERSION_BYTES) return err(fail('embedded-damaged', 'It is cut off.'))
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (version !== PAYLOAD_VERSION) {
    return version > PAYLOAD_VERSION && version < 1000
      ? err(fail('project-version-newer', `The project in the sound has form ${version}.`))
      : err(fail('embedded-damaged', 'It does not begin as it should.'))
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(VERSION_BYTES))
    return ok(text)
  } catch {
    return err(fail('embedded-damaged', 'It is not UTF-8 text.'))
  }
}
