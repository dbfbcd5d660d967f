import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import { jobPrioritySchema } from './jobs'

/** The kind of job that makes music from words; its input is `generationInputSchema`, its result `GeneratedSound`. */
export const GENERATE_MUSIC = 'generate/music'

/** Characters of a prompt, and seconds of a piece, at most. */
export const MOST_PROMPT = 1000
export const MOST_SECONDS = 120

export const seedSchema = z.int().min(0).max(0xff_ff_ff_ff)

export const generationInputSchema = z.strictObject({
  prompt: z.string().trim().min(1).max(MOST_PROMPT),
  seconds: z.number().min(1).max(MOST_SECONDS).default(10),
  /** The same gives the same sound on the same machine; one is chosen where it is left out. */
  seed: seedSchema.optional(),
  model: z.string().min(1).max(64).default('musicgen-small'),
  /** SHA-256 of the file of a piece that was generated here: it comes first, and `seconds` are added to it. */
  continues: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})
export type GenerationInput = z.infer<typeof generationInputSchema>

/** What a completed job `generate/music` has made. */
export const generatedSoundSchema = z.object({
  /** A WAV file that stays; equal wishes share it. */
  path: z.string(),
  sampleRate: z.int(),
  seconds: z.number(),
  seed: z.int(),
  /** The first 16 hex digits of the SHA-256 of prompt, seed, duration and model version. */
  track: z.string().length(16),
  model: z.string(),
  /** Whether it was made before. */
  reused: z.boolean(),
})
export type GeneratedSound = z.infer<typeof generatedSoundSchema>

/** A job of `generate/music`, and what it will be called. */
export interface BegunGeneration {
  readonly id: string
  readonly seed: number
  readonly track: string
}

/** What can make music here, and why it can or cannot. */
export interface GenerationBackend {
  readonly model: string
  readonly title: string
  readonly ready: boolean
  /** What to do where it is not ready. */
  readonly reason?: string
}

/** Music from words, as jobs. */
export const generationContract = {
  /**
   * Answers at once. Fails with `download-consent-required` or `model-missing` where there is no model, and with
   * `prompt-invalid` and `duration-invalid` where the wish is out of bounds; the job itself with `continue-unknown` where
   * the piece to continue was not generated here.
   */
  generate: oc
    .route({ method: 'POST', path: '/v1/generate' })
    .input(
      z.strictObject({
        prompt: z.string().max(100_000),
        seconds: z.number().default(10),
        seed: seedSchema.optional(),
        /** That is here, where it is left out: `musicgen-small` before others. */
        model: z.string().min(1).max(64).optional(),
        priority: jobPrioritySchema.default('normal'),
        continues: generationInputSchema.shape.continues,
      }),
    )
    .output(type<BegunGeneration>()),
  backends: oc
    .route({ method: 'GET', path: '/v1/backends' })
    .output(type<readonly GenerationBackend[]>()),
}
