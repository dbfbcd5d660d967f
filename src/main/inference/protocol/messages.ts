import { z } from 'zod'
import { isFailure, type Failure } from '#shared/kit'
import type { SoundPart } from '../../kit'

/** From the shell to the process that runs models. */
export type InferenceRequest =
  | {
      readonly kind: 'run'
      readonly task: number
      readonly pipeline: string
      readonly input: unknown
      readonly checkpoint?: unknown
      /** Folder for unfinished files. */
      readonly folder: string
      /** Whether anybody listens to what is not whole yet. */
      readonly heard?: boolean | undefined
    }
  | { readonly kind: 'stop'; readonly task: number }
  /** A checkpoint of the task is on the disk, one for each in their order. */
  | { readonly kind: 'kept'; readonly task: number }

/** What comes back. */
export type InferenceReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'progress'
      readonly task: number
      readonly done: number
      readonly stage?: string | undefined
    }
  | { readonly kind: 'checkpoint'; readonly task: number; readonly checkpoint: unknown }
  | { readonly kind: 'parts'; readonly task: number; readonly parts: readonly SoundPart[] }
  | { readonly kind: 'log'; readonly task: number; readonly text: string }
  | { readonly kind: 'done'; readonly task: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly task: number; readonly failure: Failure }

const task = z.int().min(0)
const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    task,
    pipeline: z.string(),
    input: z.unknown(),
    checkpoint: z.unknown().optional(),
    folder: z.string(),
    heard: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('stop'), task }),
  z.object({ kind: z.literal('kept'), task }),
])

const count = z.int().min(0)
const partSchema = z.object({
  name: z.string().max(64),
  file: z.string().max(200),
  start: count,
  sampleRate: z.int().min(1),
  channels: z.int().min(1).max(64),
  frames: count,
  of: count,
})

const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('progress'),
    task,
    done: z.number().min(0).max(1),
    stage: z.string().max(200).optional(),
  }),
  z.object({ kind: z.literal('checkpoint'), task, checkpoint: z.unknown() }),
  z.object({ kind: z.literal('parts'), task, parts: z.array(partSchema).max(16) }),
  z.object({ kind: z.literal('log'), task, text: z.string().max(4000) }),
  z.object({ kind: z.literal('done'), task, result: z.unknown() }),
  z.object({ kind: z.literal('failed'), task, failure: z.custom<Failure>(isFailure) }),
])

export function parseRequest(message: unknown): InferenceRequest | undefined {
  return requestSchema.safeParse(message).data
}

/** Undefined for what our own code never says. */
export function parseReply(message: unknown): InferenceReply | undefined {
  return replySchema.safeParse(message).data
}
