import { err, fail, ok, type Result } from '#shared/kit'
import type { ByteSource } from './byte-source'
import { parseWavFormat, type WavEncoding } from './wav-format'

/** Where in a WAV file the samples lie and what they are. */
export interface WavLayout extends WavEncoding {
  readonly dataStart: number
  /** Whole frames alone. */
  readonly dataBytes: number
  /** The header promises more than the file has, or nothing at all. */
  readonly truncated: boolean
}

/** No honest file has more chunks; a hostile one has a million. */
const MAX_CHUNKS = 10_000
const WINDOW = 64 * 1024
const UNKNOWN_SIZE = 0xffff_ffff

interface Chunk {
  readonly id: string
  readonly start: number
  readonly size: number
}

/** Reads the chunks of a RIFF, RF64 or BW64 file up to its samples. Nothing that a header says is believed. */
export function parseWavLayout(source: ByteSource): Result<WavLayout> {
  let encoding: WavEncoding | undefined
  let data: Chunk | undefined
  let longSize: number | undefined
  for (const chunk of chunks(source)) {
    if (chunk === 'too-many') {
      return err(fail('audio-damaged', `The file has over ${MAX_CHUNKS} chunks.`))
    }
    if (chunk.id === 'ds64') longSize = longDataSize(source.read(chunk.start, 28))
    if (chunk.id === 'fmt ') {
      if (encoding !== undefined) {
        return err(fail('audio-damaged', 'The file has two format chunks.'))
      }
      const format = parseWavFormat(source.read(chunk.start, Math.min(chunk.size, 40)))
      if (!format.ok) return format
      encoding = format.value
    }
    if (chunk.id === 'data') data ??= sized(chunk, longSize, source.size)
    if (encoding !== undefined && data !== undefined) break
  }
  if (encoding === undefined) {
    return err(fail('audio-damaged', 'The file does not say what its samples are.'))
  }
  if (data === undefined) {
    return err(fail('audio-damaged', 'The file ends before its samples begin.'))
  }
  const present = Math.max(0, Math.min(data.size, source.size - data.start))
  const frames = Math.floor(present / encoding.frameBytes)
  if (frames === 0) return err(fail('audio-empty', 'The file has no samples.'))
  const dataBytes = frames * encoding.frameBytes
  return ok({ ...encoding, dataStart: data.start, dataBytes, truncated: data.size > present })
}

/** Recorders that were interrupted, and pipes, leave a size of 0 or −1: then the samples go on to the end. */
function sized(chunk: Chunk, longSize: number | undefined, fileSize: number): Chunk {
  const rest = fileSize - chunk.start
  if (chunk.size === UNKNOWN_SIZE) return { ...chunk, size: longSize ?? rest }
  if (chunk.size === 0 && rest > 0) return { ...chunk, size: rest }
  return chunk
}

function* chunks(source: ByteSource): Generator<Chunk | 'too-many'> {
  let window = source.read(0, WINDOW)
  let windowStart = 0
  let position = 12
  for (let count = 0; position + 8 <= source.size; count++) {
    if (count === MAX_CHUNKS) {
      yield 'too-many'
      return
    }
    if (position < windowStart || position + 8 > windowStart + window.length) {
      windowStart = position
      window = source.read(position, WINDOW)
    }
    const head = window.subarray(position - windowStart, position - windowStart + 8)
    const size = new DataView(head.buffer, head.byteOffset, 8).getUint32(4, true)
    const id = String.fromCharCode(...head.subarray(0, 4))
    yield { id, start: position + 8, size }
    position += 8 + size + (size % 2)
  }
}

/** Of `ds64`: the size of the samples beyond 32 bits, if it is one that a file can have. */
function longDataSize(bytes: Uint8Array<ArrayBuffer>): number | undefined {
  if (bytes.length < 24) return undefined
  const size = new DataView(bytes.buffer).getBigUint64(8, true)
  return size > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(size)
}
