import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import { readJson, type Files } from '../sessions'

const token = z.int().min(0).max(1_000_000)

const configSchema = z.object({
  d_model: z.int().min(1).max(8192),
  decoder_layers: z.int().min(1).max(128),
  decoder_attention_heads: z.int().min(1).max(128),
  num_mel_bins: z.union([z.literal(80), z.literal(128)]).default(80),
  vocab_size: z.int().min(2).max(1_000_000),
  max_target_positions: z.int().min(8).max(8192).default(448),
})

const tokensSchema = z.object({
  decoder_start_token_id: token,
  eos_token_id: z.union([
    token,
    z
      .array(token)
      .min(1)
      .transform(all => all[0] ?? 0),
  ]),
  no_timestamps_token_id: token,
  is_multilingual: z.boolean().default(true),
  lang_to_id: z.record(z.string(), token).default({}),
  task_to_id: z.record(z.string(), token).default({}),
  suppress_tokens: z.array(token).default([]),
  begin_suppress_tokens: z.array(token).default([]),
  max_initial_timestamp_index: z.int().min(0).optional(),
})

export interface WhisperConfig {
  readonly width: number
  readonly layers: number
  readonly heads: number
  readonly bands: number
  readonly vocabulary: number
  /** Tokens that fit into one window, with those that begin it. */
  readonly positions: number
  readonly tokens: WhisperTokens
}

/** What some of its tokens stand for. */
export interface WhisperTokens {
  readonly start: number
  readonly end: number
  readonly noTimestamps: number
  /** 0.00 s; each one after it stands for 20 ms more. */
  readonly firstTime: number
  /** That nobody speaks. */
  readonly silence: number
  /** By their codes, such as `en`; none where the model knows one language only. */
  readonly languages: ReadonlyMap<string, number>
  readonly tasks: ReadonlyMap<string, number>
  readonly never: readonly number[]
  readonly notAtFirst: readonly number[]
  /** Steps of 20 ms by which the first words of a window may be late; any if not set. */
  readonly mostDelay?: number | undefined
}

/** Reads `config.json` and `generation_config.json` as they lie with every Whisper for transformers. */
export async function readWhisperConfig(files: Files): Promise<Result<WhisperConfig>> {
  const shape = await readJson(files, 'config.json')
  if (!shape.ok) return shape
  const rules = await readJson(files, 'generation_config.json')
  if (!rules.ok) return rules
  const config = configSchema.safeParse(shape.value)
  const tokens = tokensSchema.safeParse(rules.value)
  if (!config.success || !tokens.success) {
    const issues = [...(config.error?.issues ?? []), ...(tokens.error?.issues ?? [])]
    const at = issues[0]?.path.join('/') ?? ''
    return err(fail('model-refused', `Its configuration is no Whisper’s (${at}).`))
  }
  const { data } = tokens
  const many = data.is_multilingual
  const languages = Object.entries(data.lang_to_id).map(
    ([name, id]) => [name.replace(/^<\|(.*)\|>$/, '$1'), id] as const,
  )
  return ok({
    width: config.data.d_model,
    layers: config.data.decoder_layers,
    heads: config.data.decoder_attention_heads,
    bands: config.data.num_mel_bins,
    vocabulary: config.data.vocab_size,
    positions: config.data.max_target_positions,
    tokens: {
      start: data.decoder_start_token_id,
      end: data.eos_token_id,
      noTimestamps: data.no_timestamps_token_id,
      firstTime: data.no_timestamps_token_id + 1,
      silence: data.no_timestamps_token_id - 1,
      languages: new Map(many ? languages : []),
      tasks: new Map(many ? Object.entries(data.task_to_id) : []),
      never: data.suppress_tokens,
      notAtFirst: data.begin_suppress_tokens,
      mostDelay: data.max_initial_timestamp_index,
    },
  })
}
