import { ok, type Result } from '#shared/kit'
import { rewriteDecoder, type RewrittenDecoder } from '../graphs'
import { fileOf, readModel, type Files } from '../sessions'
import type { DecoderBytes, DecoderParts, MusicDecoder } from './music-decoder'
import type { MusicgenConfig } from './musicgen-config'
import { PlainDecoder } from './plain-decoder'
import { SteadyDecoder } from './steady-decoder'

/** Larger files are run as they are: there would have to be memory for both forms at once. */
const MOST_REWRITTEN = 1e9

/**
 * A decoder as `optimum` exports it: either one model with a switch (`decoder_model_merged`) or one that begins
 * (`decoder_model`) and one that goes on (`decoder_with_past_model`). It is rewritten where its form is known, and run as it is where it is not.
 */
export async function openDecoder(
  files: Files,
  parts: DecoderParts,
): Promise<Result<MusicDecoder>> {
  const rewritten = await readRewritten(files, parts.config)
  if (!rewritten.ok) return rewritten
  const steady = rewritten.value && (await SteadyDecoder.open(rewritten.value, parts))
  if (steady !== undefined) return ok(steady)
  // Read again: what is hundreds of megabytes is not kept while the other form is tried.
  const bytes = await readDecoder(files)
  return bytes.ok ? PlainDecoder.open(bytes.value, parts) : bytes
}

async function readRewritten(
  files: Files,
  { layers }: MusicgenConfig,
): Promise<Result<RewrittenDecoder | undefined>> {
  const bytes = await readDecoder(files)
  if (!bytes.ok) return bytes
  const isLarge = bytes.value.on.length > MOST_REWRITTEN
  return ok(isLarge ? undefined : rewriteDecoder(bytes.value, layers))
}

async function readDecoder(files: Files): Promise<Result<DecoderBytes>> {
  const isSplit = files['decoder_with_past_model.onnx'] !== undefined
  const name = isSplit ? 'decoder_model.onnx' : 'decoder_model_merged.onnx'
  const first = await readModel(fileOf(files, name))
  if (!first.ok) return first
  const on = isSplit ? await readModel(fileOf(files, 'decoder_with_past_model.onnx')) : first
  return on.ok ? ok({ first: first.value, on: on.value }) : on
}
