import type { ByteSource } from './byte-source'
import type { SoundFormat } from './sniff-format'

const PIECE_BYTES = 64 * 1024

type Boundary = (bytes: Uint8Array, at: number) => boolean

/**
 * A packed file in pieces that end where a frame or page ends. The parser under the FLAC and OGG decoders loses a
 * frame, silently, when the header of the next one is cut in two; a piece without a boundary is cut anywhere.
 */
export function* packedPieces(
  source: ByteSource,
  format: Exclude<SoundFormat, 'wav'>,
  start: number,
): Generator<Uint8Array> {
  const isBoundary = boundaries[format]
  for (let at = start; at < source.size;) {
    const bytes = source.read(at, PIECE_BYTES)
    if (bytes.length === 0) return
    const last = at + bytes.length >= source.size
    const end = last ? bytes.length : lastBoundary(bytes, isBoundary)
    // Of its own: the decoder may keep what it is given.
    yield end === bytes.length ? bytes : bytes.slice(0, end)
    at += end
  }
}

const boundaries: Readonly<Record<Exclude<SoundFormat, 'wav'>, Boundary>> = {
  flac: isFlacFrame,
  vorbis: isOggPage,
  opus: isOggPage,
  // Its decoder keeps the rest of a frame by itself.
  mp3: () => false,
}

function lastBoundary(bytes: Uint8Array, isBoundary: Boundary): number {
  for (let at = bytes.length - 1; at > 0; at--) if (isBoundary(bytes, at)) return at
  return bytes.length
}

function isOggPage(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53
  )
}

/** A frame header of FLAC: the sync code, no reserved value, and the checksum over it. */
function isFlacFrame(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xfe) !== 0xf8) return false
  const blockSize = (bytes[at + 2] ?? 0) >> 4
  const rate = (bytes[at + 2] ?? 0) & 15
  const channels = (bytes[at + 3] ?? 0) >> 4
  if (blockSize === 0 || rate === 15 || channels > 10) return false
  const blockBytes = blockSize === 6 ? 1 : blockSize === 7 ? 2 : 0
  const rateBytes = rate < 12 ? 0 : rate === 12 ? 1 : 2
  const length = 4 + numberBytes(bytes[at + 4] ?? 0) + blockBytes + rateBytes
  return at + length < bytes.length && crc8(bytes, at, at + length) === bytes[at + length]
}

/** Length of the frame number, written like a letter of UTF-8. */
function numberBytes(first: number): number {
  return first < 0x80 ? 1 : Math.max(1, Math.clz32(~(first << 24)))
}

function crc8(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) {
    sum ^= bytes[at] ?? 0
    for (let bit = 0; bit < 8; bit++) sum = (sum & 0x80 ? (sum << 1) ^ 7 : sum << 1) & 0xff
  }
  return sum
}
