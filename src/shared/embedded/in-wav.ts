import type { Bytes, Result } from '../kit'
import { letters, nothing, readPayload, viewOf, type ByteReader } from './byte-reader'
import { EMBEDDED_ID } from './payload'

/** No honest file has more chunks before its project. */
const MAX_CHUNKS = 1000
const HEAD_BYTES = 8
/** A chunk of that size says its true one in `ds64`. */
const IN_DS64 = 0xffff_ffff

/** The project in the `wirh` chunk of a RIFF, RF64 or BW64 file, wherever among the chunks it stands. */
export async function readFromWav(reader: ByteReader): Promise<Result<string | undefined>> {
  let longData: Bytes | undefined
  let position = 12
  for (let count = 0; count < MAX_CHUNKS && position + HEAD_BYTES <= reader.size; count++) {
    const head = await reader.read(position, HEAD_BYTES)
    if (head.length < HEAD_BYTES) return nothing
    const id = letters(head, 0, 4)
    const told = viewOf(head).getUint32(4, true)
    const start = position + HEAD_BYTES
    if (id === EMBEDDED_ID) return readPayload(reader, start, told)
    if (id === 'ds64') longData = await dataSize(reader, start)
    const size = id === 'data' && told === IN_DS64 ? (longData ?? reader.size) : told
    position = start + size + (size % 2)
  }
  return nothing
}

async function dataSize(reader: ByteReader, start: Bytes): Promise<Bytes | undefined> {
  const bytes = await reader.read(start, 16)
  if (bytes.length < 16) return undefined
  const size = viewOf(bytes).getBigUint64(8, true)
  return size > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(size)
}
