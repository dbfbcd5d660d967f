import type { Result } from '../kit'
import { letters, nothing, readPayload, viewOf, type ByteReader } from './byte-reader'
import { EMBEDDED_ID } from './payload'

const MAX_BLOCKS = 200
const APPLICATION = 2

/** The project in the APPLICATION block `wirh` of a FLAC file. */
export async function readFromFlac(reader: ByteReader): Promise<Result<string | undefined>> {
  let position = 4
  for (let count = 0; count < MAX_BLOCKS; count++) {
    const head = await reader.read(position, 8)
    if (head.length < 8) return nothing
    const kind = viewOf(head).getUint8(0)
    const size = viewOf(head).getUint32(0) & 0xff_ffff
    if ((kind & 0x7f) === APPLICATION && size >= 4 && letters(head, 4, 4) === EMBEDDED_ID) {
      return readPayload(reader, position + 8, size - 4)
    }
    if (kind >= 0x80) return nothing
    position += 4 + size
  }
  return nothing
}
