import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { readJson, type Files } from '../sessions'

/** What is read of the `config.json` that lies with a MusicGen. */
const configSchema = z.object({
  text_encoder: z.object({ d_model: z.int().min(1).max(8192) }),
  audio_encoder: z.object({
    sampling_rate: z.int().min(8000).max(96_000).default(32_000),
    upsampling_ratios: z.array(z.int().min(1).max(64)).default([8, 5, 4, 4]),
  }),
  decoder: z.object({
    hidden_size: z.int().min(1).max(8192),
    num_attention_heads: z.int().min(1).max(128),
    num_hidden_layers: z.int().min(1).max(128),
    num_codebooks: z.literal(4).default(4),
    vocab_size: z.int().min(2).max(65_536).default(2048),
    pad_token_id: z.int().min(0).default(2048),
  }),
})

export interface MusicgenConfig {
  readonly textWidth: number
  readonly sampleRate: number
  /** Samples of a frame of codes. */
  readonly hop: number
  readonly heads: number
  /** Of a head. */
  readonly width: number
  readonly layers: number
  readonly codes: number
  readonly padding: number
}

export async function readConfig(files: Files): Promise<Result<MusicgenConfig>> {
  const json = await readJson(files, 'config.json')
  if (!json.ok) return json
  const parsed = configSchema.safeParse(json.value)
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('/') ?? ''
    return err(fail('model-refused', `Its config.json is no MusicGen’s (${at}).`))
  }
  const { text_encoder: text, audio_encoder: audio, decoder } = parsed.data
  return ok({
    textWidth: text.d_model,
    sampleRate: audio.sampling_rate,
    hop: audio.upsampling_ratios.reduce((product, ratio) => product * ratio, 1),
    heads: decoder.num_attention_heads,
    width: decoder.hidden_size / decoder.num_attention_heads,
    layers: decoder.num_hidden_layers,
    codes: decoder.vocab_size,
    padding: decoder.pad_token_id,
  })
}
