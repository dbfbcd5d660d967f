import { z } from 'zod'
import { jobPrioritySchema, jobStateSchema, type GeneratedSound } from '#shared/contract'
import { rpcCodes } from './rpc-errors'

const id = z.string().min(1).max(64)
const percent = z.int().min(0).max(100)
const empty = z.strictObject({}).optional()

const statusSchema = z.object({
  job_id: id,
  status: jobStateSchema,
  /** Whole percent; 100 only when it is done. */
  progress: percent,
  stage: z.string().optional(),
  eta_seconds: z.number().optional(),
  path: z.string().optional(),
  track_id: z.string().optional(),
  seed: z.int().optional(),
})
export type RpcStatus = z.infer<typeof statusSchema>

/** What each method takes and answers. */
export const rpcMethods = {
  generate: {
    params: z.strictObject({
      prompt: z.string().max(100_000),
      seconds: z.number().default(30),
      seed: z.int().min(0).max(0xff_ff_ff_ff).optional(),
      priority: jobPrioritySchema.default('normal'),
      model: id.optional(),
    }),
    result: z.object({
      job_id: id,
      track_id: z.string(),
      seed: z.int(),
      /** How many come before it. */
      position: z.int(),
    }),
  },
  get_status: { params: z.strictObject({ job_id: id }), result: statusSchema },
  cancel: { params: z.strictObject({ job_id: id }), result: statusSchema },
  queue: { params: empty, result: z.array(statusSchema) },
  backends: {
    params: empty,
    result: z.array(
      z.object({
        model: z.string(),
        title: z.string(),
        ready: z.boolean(),
        reason: z.string().optional(),
      }),
    ),
  },
  models: {
    params: empty,
    result: z.array(z.object({ id: z.string(), state: z.string() }).loose()),
  },
} as const
export type RpcMethod = keyof typeof rpcMethods

export const isRpcMethod = (name: string): name is RpcMethod => Object.hasOwn(rpcMethods, name)

/** What is told without being asked, of jobs that this session began. */
export const rpcEvents = {
  generation_start: z.object({ job_id: id }),
  /** Each 5 %, and never 100: `generation_complete` says that. */
  generation_progress: z.object({
    job_id: id,
    progress: z.int().min(0).max(99),
    stage: z.string().optional(),
    eta_seconds: z.number().optional(),
  }),
  generation_complete: z.object({
    job_id: id,
    track_id: z.string(),
    path: z.string(),
    seconds: z.number(),
    sample_rate: z.int(),
    seed: z.int(),
  }),
  generation_error: z.object({
    job_id: id,
    code: z.int(),
    message: z.string(),
    retryable: z.boolean(),
  }),
} as const
export type RpcEvent = keyof typeof rpcEvents

export function completeParams(job: string, sound: GeneratedSound) {
  const { track, path, seconds, sampleRate, seed } = sound
  return { job_id: job, track_id: track, path, seconds, sample_rate: sampleRate, seed }
}

/** The whole contract as JSON Schema, for other programs. */
export function rpcContract() {
  const json = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io })
  return {
    protocol: 'JSON-RPC 2.0, one message a line, over standard input and output',
    methods: Object.fromEntries(
      Object.entries(rpcMethods).map(([name, { params, result }]) => [
        name,
        { params: json(params, 'input'), result: json(result, 'output') },
      ]),
    ),
    events: Object.fromEntries(
      Object.entries(rpcEvents).map(([name, schema]) => [name, json(schema, 'output')]),
    ),
    errors: rpcCodes,
  }
}
