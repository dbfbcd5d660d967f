import type { ByteSource } from './byte-source'
import { isMpegAudio, tagSize, type SoundFormat } from './sniff-format'

/** What the file says about itself, as far as we make use of it. */
export interface DeclaredSound {
  /** Where the sound begins: behind the tags, whose pictures no decoder needs to see. */
  readonly start: number
  readonly channels?: number
  readonly frames?: number
  /** Width of a whole step. */
  readonly bits?: number
}

const SEARCHED = 64 * 1024

export function declaredSound(source: ByteSource, format: SoundFormat): DeclaredSound {
  const start = behindTags(source)
  const bytes = source.read(start, SEARCHED)
  if (format === 'flac') return { start, ...flacSound(bytes) }
  if (format === 'mp3') return { start, ...mpegSound(bytes) }
  return { start }
}

function behindTags(source: ByteSource): number {
  let start = 0
  for (let tags = 0; tags < 8; tags++) {
    const head = source.read(start, 10)
    if (!isTag(head)) break
    start += 10 + tagSize(head)
  }
  return start
}

function isTag(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 3)) === 'ID3'
}

/** STREAMINFO comes first; its number of samples has 36 bits, 0 for unknown. */
function flacSound(bytes: Uint8Array<ArrayBuffer>): Omit<DeclaredSound, 'start'> {
  if (bytes.length < 26) return {}
  const view = new DataView(bytes.buffer)
  const frames = (view.getUint8(21) & 0x0f) * 2 ** 32 + view.getUint32(22)
  const bits = (((view.getUint8(20) & 1) << 4) | (view.getUint8(21) >> 4)) + 1
  return { bits, ...(frames > 0 && { frames }) }
}

/** The channel mode of the first frame: 3 is mono. */
function mpegSound(bytes: Uint8Array): Omit<DeclaredSound, 'start'> {
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (isMpegAudio(bytes, at)) return { channels: (bytes[at + 3] ?? 0) >> 6 === 3 ? 1 : 2 }
  }
  return {}
}
