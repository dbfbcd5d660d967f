import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import { providerKindSchema } from '../graph'
import { projectRefSchema } from './project'

const seconds = z.number().min(0)

/** The kind of job that writes down what is said; its result is a `Transcript`. */
export const TRANSCRIBE = 'stt/transcribe'
/** The kind of job that speaks a text; its result is a `SpokenText`. */
export const SPEAK = 'tts/speak'
/** Characters of a text that is spoken, at most. */
export const MOST_SPOKEN = 5000

export const spokenTextSchema = z.object({
  /** A WAV file that stays. */
  path: z.string(),
})
export type SpokenText = z.infer<typeof spokenTextSchema>

/** The kind of job that tells of an artist or an album; its input names them, its result is `Told`. */
export const ENRICH = 'knowledge/enrich'
export const enrichNamesSchema = z.object({ artist: z.string(), album: z.string().optional() })

const words = z.array(z.string().min(1).max(200)).max(12)
/** What is told of an artist or an album. A model may be wrong in all of it. */
export const knowledgeSchema = z.object({
  summary: z.string().min(1).max(2000),
  genres: words,
  moods: words,
  similar: words,
  year: z.int().min(1000).max(2200).optional(),
})

/** What was told, and by whom. */
export const toldSchema = knowledgeSchema.extend({ by: z.string().optional() })
export type Told = z.infer<typeof toldSchema>

/** What is said in a sound, and when. */
export const transcriptSchema = z.object({
  /** Such as `en`. */
  language: z.string().optional(),
  segments: z.array(z.object({ start: seconds, end: seconds, text: z.string() })),
  /** Who wrote it down, in words. */
  by: z.string().optional(),
  /** A text file with a line for each stretch. */
  path: z.string(),
})
export type Transcript = z.infer<typeof transcriptSchema>

/** A provider: who can do what on this machine, and whether it can now. */
export interface ProviderManifest {
  /** Kind and name: `vad/silero`. */
  readonly id: string
  readonly name: string
  /** Semantic. */
  readonly version: string
  /** Such as `stem-separation`, `embeddings`, `knowledge`, `generation` or `vad`. */
  readonly capability: string
  readonly about: string
  readonly licence: string
  readonly models: readonly string[]
  readonly limits: Readonly<Record<string, number>>
  /** The plugin that it is a part of. */
  readonly plugin: string
  readonly available: boolean
  /** Why not. */
  readonly reason?: string
}

const named = z.strictObject({ kind: providerKindSchema, name: z.string().min(1).max(100) })

/** Abilities by kind and name: speech to text, language models, stems … */
export const providersContract = {
  list: oc
    .route({ method: 'GET', path: '/v1/providers', summary: 'Who can do what on this machine.' })
    .output(type<readonly ProviderManifest[]>()),
  manifest: oc
    .route({ method: 'GET', path: '/v1/providers/{kind}/{name}', summary: 'Who one of them is.' })
    .input(named)
    .output(type<ProviderManifest>()),
  /** Begins a job that writes down what is said in a sound of a project; its result is a `Transcript`. */
  transcribe: oc
    .input(
      projectRefSchema.extend({
        asset: z.string().length(64),
        language: z
          .string()
          .regex(/^[a-z]{2,3}$/)
          .optional(),
      }),
    )
    .output(type<{ readonly id: string }>()),
}
