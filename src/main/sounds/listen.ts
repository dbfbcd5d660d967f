import { z } from 'zod'
import { err, fail, isFailure, ok, type Failure, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { FileStamp, HeardFile } from '../store'

const FIXED_MS = 30_000
const BYTES_PER_MS = 500

const text = z.string().max(400).optional()
const heardSchema = z.discriminatedUnion('isKnown', [
  z.object({ isKnown: z.literal(true), sha256: z.string().length(64) }),
  z.object({
    isKnown: z.literal(false),
    sha256: z.string().length(64),
    bytes: z.int(),
    name: z.string(),
    artist: text,
    album: text,
    genre: text,
    comment: text,
    format: z.enum(['wav', 'flac', 'mp3', 'vorbis', 'opus']),
    type: z.enum(['one-shot', 'loop', 'track', 'sound']),
    sampleRate: z.number(),
    channels: z.int(),
    frames: z.int(),
    seconds: z.number(),
    loudness: z.number().optional(),
    peak: z.number().optional(),
    tempo: z.number().optional(),
    key: z.int().optional(),
    shape: z.string(),
    modelVersion: z.string(),
    vector: z.string(),
  }),
])

/** Why a file was not heard: because of itself, or because its process died or was stopped meanwhile. */
export type NotHeard = 'stopped' | 'died'

/** Hears a file in the process for sounds; `late` may be tried again, alone. */
export async function listen(
  inference: Pick<Inference, 'run'>,
  file: FileStamp,
  known: readonly string[],
  { signal, folder, log }: ListenContext,
): Promise<Result<HeardFile, NotHeard>> {
  const late = AbortSignal.timeout(Math.ceil(FIXED_MS + file.bytes / BYTES_PER_MS))
  const answer = await inference.run({
    pipeline: 'library/listen',
    input: { path: file.path, known },
    folder,
    signal: AbortSignal.any([signal, late]),
    save: () => true,
    progress: () => undefined,
    log,
  })
  if (signal.aborted) return err('stopped')
  if (late.aborted) {
    return bad(file, fail('audio-damaged', 'Listening to it took too long and was stopped.'))
  }
  if (!answer.ok) {
    return answer.error.code === 'inference-died' ? err('died') : bad(file, answer.error)
  }
  const parsed = heardSchema.safeParse(answer.value)
  if (!parsed.success) {
    return bad(file, fail('internal', 'What was heard was told in an unknown form.'))
  }
  if (parsed.data.isKnown) return ok({ ...file, kind: 'known', sha256: parsed.data.sha256 })
  const { isKnown: _isKnown, shape, vector, modelVersion, ...facts } = parsed.data
  return ok({
    ...file,
    kind: 'new',
    facts: { ...facts, shape: Buffer.from(shape, 'base64') },
    embeddings: [{ modelVersion, start: 0, vector: floatsOf(vector) }],
  })
}

export interface ListenContext {
  readonly signal: AbortSignal
  readonly folder: string
  readonly log: (text: string) => void
}

export function bad<E>(file: FileStamp, failure: Failure): Result<HeardFile, E> {
  return ok({ ...file, kind: 'bad', failure: isFailure(failure) ? failure : fail('internal', '') })
}

/** A vector as pipelines tell it: base64 of little-endian f32. */
export function floatsOf(base64: string): Float32Array<ArrayBuffer> {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer)
}
