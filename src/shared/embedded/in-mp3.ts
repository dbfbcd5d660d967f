import type { Result } from '../kit'
import { letters, nothing, readPayload, viewOf, type ByteReader } from './byte-reader'
import { EMBEDDED_ID } from './payload'

const MAX_FRAMES = 200
const HEAD_BYTES = 10
/** What stands before the payload in a PRIV frame: its owner, with a zero behind it. */
const OWNER = `${EMBEDDED_ID}\0`

/** The project in the PRIV frame `wirh` of an ID3v2.4 tag. */
export async function readFromMp3(reader: ByteReader): Promise<Result<string | undefined>> {
  const tag = await reader.read(0, HEAD_BYTES)
  if (tag.length < HEAD_BYTES || letters(tag, 0, 4) !== 'ID3\u0004') return nothing
  const end = HEAD_BYTES + synchsafe(tag, 6)
  let position = HEAD_BYTES
  for (let count = 0; count < MAX_FRAMES && position + HEAD_BYTES <= end; count++) {
    const head = await reader.read(position, HEAD_BYTES + OWNER.length)
    if (head.length < HEAD_BYTES + OWNER.length) return nothing
    const size = synchsafe(head, 4)
    const isOurs = letters(head, 0, 4) === 'PRIV' && letters(head, HEAD_BYTES, 5) === OWNER
    position += HEAD_BYTES
    if (isOurs && size >= OWNER.length) {
      return readPayload(reader, position + OWNER.length, size - OWNER.length)
    }
    if (size === 0) return nothing
    position += size
  }
  return nothing
}

/** Four times seven bits. */
function synchsafe(bytes: Uint8Array, at: number): number {
  const value = viewOf(bytes).getUint32(at)
  return [24, 16, 8, 0].reduce((sum, shift) => sum * 128 + ((value >>> shift) & 0x7f), 0)
}
