import { rmSync } from 'node:fs'
import { err, fail, type Result } from '#shared/kit'
import { errnoOf, readFailure, writeFailure } from '../kit'
import { openBytes } from './byte-source'
import { decodePacked } from './decode-packed'
import { decodeWav } from './decode-wav'
import { createSoundSink, type OpenSink } from './sound-sink'
import { SNIFF_BYTES, sniffFormat, type SoundFormat } from './sniff-format'

export interface DecodeJob {
  /** The sound file. */
  readonly source: string
  /** Where the raw samples go: interleaved little-endian f32, no header. */
  readonly target: string
}

/** What a decoded file is. */
export interface DecodedFacts {
  readonly format: SoundFormat
  readonly sampleRate: number
  readonly channels: number
  readonly frames: number
  /** Samples that were no sound and are silence now. */
  readonly mended: number
  /** What the user should know about the file, as sentences. */
  readonly warnings: readonly string[]
}

/** Decodes a sound file of any kind. What comes from a failed one is taken away. */
export async function decodeSound(job: DecodeJob): Promise<Result<DecodedFacts>> {
  const { source, target } = job
  const decoded = await decodeInto(source, layout => createSoundSink(target, layout))
  if (!decoded.ok) rmSync(target, { force: true })
  return decoded
}

/** Decodes a sound file into whatever takes its samples. */
export async function decodeInto(source: string, open: OpenSink): Promise<Result<DecodedFacts>> {
  const decoded = await caught(source, open)
  if (decoded.ok && decoded.value.frames === 0) {
    return err(fail('audio-empty', 'The file decodes to nothing.'))
  }
  return decoded
}

/** The decoders are other people's code over hostile bytes: whatever they throw means a damaged file. */
async function caught(source: string, open: OpenSink): Promise<Result<DecodedFacts>> {
  try {
    using bytes = openBytes(source)
    const format = sniffFormat(bytes.read(0, SNIFF_BYTES))
    if (!format.ok) return format
    if (format.value === 'wav') return decodeWav(bytes, open)
    return await decodePacked(bytes, format.value, open)
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'EROFS') {
      return err(writeFailure(errno, 'the decoded sound'))
    }
    if (errno !== undefined && /^E[A-Z0-9]+$/.test(errno) && !errno.startsWith('ERR')) {
      return err(readFailure(errno, 'sound file'))
    }
    return err(fail('audio-damaged', 'The sound could not be decoded.'))
  }
}
