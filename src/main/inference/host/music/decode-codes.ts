import { err, fail, ok, type Result } from '#shared/kit'
import { stopped } from '../pipeline'
import { fileOf, openModel, type Files, type OpenModel } from '../sessions'
import { BOOKS, type Codes } from './delay-pattern'
import type { MusicgenConfig } from './musicgen-config'

/** Frames that are decoded at once: more takes more memory, some 8 MB a frame. */
const MOST = 750
const PIECE = 500
/** Frames that are decoded with a piece and thrown away: two seconds before it and half a second after it. */
const BEFORE = 100
const AFTER = 25

/**
 * Turns codes into samples with EnCodec's decoder (Défossez et al. 2022). Up to 15 s go at once; what is longer goes in
 * pieces of 10 s with their surroundings, so that memory stays what it is.
 */
export async function decodeCodes(
  codes: readonly Codes[],
  files: Files,
  config: MusicgenConfig,
  context: {
    readonly threads: number
    readonly signal: AbortSignal
    readonly write: (from: number, samples: Float32Array) => Promise<void>
    readonly most?: number
  },
): Promise<Result<void>> {
  const { threads, signal, write, most = MOST } = context
  const opened = await openCodec(files, threads)
  if (!opened.ok) return opened
  await using model = opened.value
  const piece = codes.length <= most ? codes.length : Math.min(PIECE, most)
  for (let from = 0; from < codes.length; from += piece) {
    if (signal.aborted) return stopped()
    const to = Math.min(codes.length, from + piece)
    const around = { first: Math.max(0, from - BEFORE), last: to + AFTER }
    const samples = await decodeSpan(model, codes, { from, to, ...around }, config)
    if (!samples.ok) return samples
    await write(from * config.hop, samples.value)
  }
  return ok()
}

export function openCodec(files: Files, threads: number): Promise<Result<OpenModel>> {
  return openModel({ ...fileOf(files, 'encodec_decode.onnx'), threads, spec })
}

/** The samples of the frames `from` to `to`, decoded with what is around them from `first` to `last`. */
export async function decodeSpan(
  model: OpenModel,
  codes: readonly Codes[],
  { from, to, first, last }: Readonly<Record<'from' | 'to' | 'first' | 'last', number>>,
  { hop }: MusicgenConfig,
): Promise<Result<Float32Array>> {
  const span = codes.slice(first, Math.min(codes.length, last))
  const rows = Array.from({ length: BOOKS }, (_, book) =>
    span.map(frame => BigInt(frame[book] ?? 0)),
  )
  const given = model.integers(BigInt64Array.from(rows.flat()), [1, 1, BOOKS, span.length])
  const { audio_values: sound } = await model.run({ audio_codes: given })
  if (!(sound?.data instanceof Float32Array) || sound.data.length < span.length * hop) {
    return err(fail('model-refused', 'EnCodec’s decoder made less sound than it was asked for.'))
  }
  const samples = sound.data.subarray((from - first) * hop, (to - first) * hop)
  return samples.every(sample => Number.isFinite(sample))
    ? ok(samples)
    : err(fail('model-refused', 'EnCodec’s decoder made what is no sound.'))
}

const spec = {
  inputs: { audio_codes: { type: 'int64', shape: [1, 'batch', BOOKS, 'frames'] } },
  outputs: { audio_values: { type: 'float32', shape: ['batch', 1, 'samples'] } },
} as const
