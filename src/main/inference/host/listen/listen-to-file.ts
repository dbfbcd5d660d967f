import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../../kit'
import { decodeInto, shownName, type DecodedFacts } from '../../../library/decode'
import { pipeline, stopped } from '../pipeline'
import { describeFrames, DESCRIPTOR_VERSION, stretchesOf } from './descriptor'
import { countOnsets, fluxOf } from './features'
import { keyOf, tempoOf, typeOf } from './measure'
import { melFrames } from './mel-frames'
import { readTags } from './read-tags'
import { SoundEar } from './sound-ear'

const inputSchema = z.object({
  path: z.string(),
  /** Hashes of sounds that are known and have as many bytes: one of them is not heard again. */
  known: z.array(z.string()),
})

/** Pairs of the shape: a thumbnail of as many pixels. */
const SHAPE = 96
/** What files are read into, one at a time. */
const buffer = Buffer.allocUnsafe(1 << 19)

/**
 * All that the library wants to know of a sound file, in one reading of it: what it is (SHA-256), what it says of itself
 * (tags), its shape, loudness, tempo and key, and the vector of what it sounds like.
 */
export const listenToFile = pipeline(
  'library/listen',
  inputSchema,
  async ({ path, known }, { signal }) => {
    const hashed = await hashFile(path, signal)
    if (!hashed.ok) return hashed
    const { sha256, bytes } = hashed.value
    if (known.includes(sha256)) return ok({ sha256, isKnown: true })
    let ear: SoundEar | undefined
    const decoded = await decodeInto(path, layout => {
      ear = new SoundEar(layout)
      return ok(ear)
    })
    if (!decoded.ok) return decoded
    if (signal.aborted) return stopped()
    if (ear === undefined) return err(fail('audio-damaged', 'No sound could be decoded from it.'))
    await turn()
    const facts = factsOf(ear, decoded.value)
    const tags = await readTags(path)
    if (signal.aborted) return stopped()
    return ok({
      sha256,
      isKnown: false,
      bytes,
      ...tags,
      name: tags.title ?? nameOf(path),
      ...facts,
    })
  },
)

function factsOf(ear: SoundEar, decoded: DecodedFacts) {
  const { format, sampleRate, channels } = decoded
  const { mono, monoRate, shape } = ear
  const seconds = decoded.frames / sampleRate
  const frames = melFrames(mono, monoRate, stretchesOf(mono.length, monoRate))
  const vector = describeFrames(frames, mono, monoRate)
  const tempo = tempoOf(mono, monoRate, countOnsets(fluxOf(frames)))
  const key = keyOf(mono, monoRate)
  return {
    format,
    sampleRate,
    channels,
    frames: decoded.frames,
    seconds,
    type: typeOf(seconds, tempo),
    shape: Buffer.from(shape.pairs(SHAPE)).toString('base64'),
    ...(ear.loudness !== undefined && { loudness: ear.loudness }),
    ...(shape.peak > 0 && { peak: 20 * Math.log10(shape.peak) }),
    ...(tempo !== undefined && { tempo }),
    ...(key !== undefined && { key }),
    modelVersion: DESCRIPTOR_VERSION,
    vector: Buffer.from(vector.buffer).toString('base64'),
  }
}

function nameOf(path: string): string {
  return shownName(basename(path)).replace(/\.[^.]*$/, '') || basename(path)
}

async function hashFile(
  path: string,
  signal: AbortSignal,
): Promise<Result<{ sha256: string; bytes: number }>> {
  const result = await attempt(
    async (): Promise<Result<{ sha256: string; bytes: number }, Failure>> => {
      const info = await stat(path)
      if (!info.isFile()) return err(fail('file-unreadable', 'It is not a regular file.'))
      await using file = await open(path)
      const hash = createHash('sha256')
      let bytes = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length)
        if (bytesRead === 0) return ok({ sha256: hash.digest('hex'), bytes })
        hash.update(buffer.subarray(0, bytesRead))
        bytes += bytesRead
        if (signal.aborted) return stopped()
      }
    },
    errno => readFailure(errno, `file “${path}”`),
  )
  return result.ok ? result.value : result
}
