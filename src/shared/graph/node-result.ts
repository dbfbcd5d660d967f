import { z } from 'zod'
import { idSchema, sha256Schema } from './ids'

const seconds = z.number().min(0).max(1e6)

/** A stretch of a sound, in seconds, and what is said in it. */
const spanSchema = z.strictObject({
  from: seconds,
  to: seconds,
  text: z.string().max(2000).optional(),
})
export type Span = z.infer<typeof spanSchema>

/** What a node that works as a job has made, and of what. */
export const resultSchema = z.strictObject({
  /** SHA-256 of all that it was made of; where the node would be made of something else now, it is stale. */
  key: sha256Schema,
  /** Who made it, in words: the model, or what works without one. */
  by: z.string().min(1).max(200),
  /** Its sounds by output; they are assets of the project. */
  clips: z.record(idSchema, sha256Schema).default({}),
  /** Clips of notes that it has put on the node. */
  notes: z.array(idSchema).max(16).optional(),
  /** Stretches that it has found in what came in. */
  spans: z.array(spanSchema).max(10_000).optional(),
  /** What random numbers began with, where it is not a parameter. */
  seed: z.int().min(0).optional(),
})
export type NodeResult = z.infer<typeof resultSchema>
