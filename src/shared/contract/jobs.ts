import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from '../kit'

/**
 * Where a job stands. `interrupted`: Wireharp ended while it ran; it goes on by itself. `failed` says in
 * `retryable` whether the same again could end well.
 */
export const jobStateSchema = z.enum([
  'pending',
  'processing',
  'paused',
  'interrupted',
  'completed',
  'failed',
  'cancelled',
])
export type JobState = z.infer<typeof jobStateSchema>

/** Jobs of a higher one come first; those of one priority in the order in which they came. */
export const jobPrioritySchema = z.enum(['low', 'normal', 'high'])
export type JobPriority = z.infer<typeof jobPrioritySchema>

export interface JobInfo {
  readonly id: string
  /** What kind of work, such as `stems/separate`. */
  readonly kind: string
  /** The queue that it waits in. */
  readonly lane: string
  /** What people read. */
  readonly title: string
  readonly state: JobState
  readonly priority: JobPriority
  /** What is done, from 0 to 1. */
  readonly progress: number
  /** What it is doing, in words. */
  readonly stage?: string
  /** An estimate, while it runs. */
  readonly secondsLeft?: number
  readonly failure?: Failure
  readonly retryable?: boolean
  /** How often it was begun since it last got on. */
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly startedAt?: number
  readonly endedAt?: number
  readonly input: unknown
  /** Of a completed job: what its kind promises. */
  readonly result?: unknown
}

export interface JobLogLine {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly text: string
}

export type JobEvent =
  /** First of all: what there is. */
  | { readonly kind: 'jobs'; readonly jobs: readonly JobInfo[] }
  | { readonly kind: 'job'; readonly job: JobInfo }
  | { readonly kind: 'forgotten'; readonly jobs: readonly string[] }

const jobRef = z.strictObject({ job: z.string().min(1).max(64) })
const id = type<{ readonly id: string }>()

/** Long work that is never lost: it waits in lanes, tells how far it is, and goes on after a crash. */
export const jobsContract = {
  /** Answers at once; equal work that is under way is not begun twice but handed out. */
  create: oc
    .route({ method: 'POST', path: '/v1/jobs' })
    .input(
      z.strictObject({
        kind: z.string().min(1).max(100),
        input: z.record(z.string().max(200), z.unknown()).default({}),
        priority: jobPrioritySchema.default('normal'),
      }),
    )
    .output(id),
  /** The newest first. */
  list: oc
    .route({ method: 'GET', path: '/v1/jobs' })
    .input(z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(200) }))
    .output(type<readonly JobInfo[]>()),
  show: oc.route({ method: 'GET', path: '/v1/jobs/{job}' }).input(jobRef).output(type<JobInfo>()),
  log: oc
    .route({ method: 'GET', path: '/v1/jobs/{job}/log' })
    .input(jobRef)
    .output(type<readonly JobLogLine[]>()),
  /** Partial files go; the next job of the lane is not touched. */
  cancel: oc
    .route({ method: 'DELETE', path: '/v1/jobs/{job}' })
    .input(jobRef)
    .output(type<JobInfo>()),
  pause: oc
    .route({ method: 'POST', path: '/v1/jobs/{job}/pause' })
    .input(jobRef)
    .output(type<JobInfo>()),
  /** Goes on from the last finished part. */
  resume: oc
    .route({ method: 'POST', path: '/v1/jobs/{job}/resume' })
    .input(jobRef)
    .output(type<JobInfo>()),
  /** Begins anew what failed or was cancelled. */
  retry: oc
    .route({ method: 'POST', path: '/v1/jobs/{job}/retry' })
    .input(jobRef)
    .output(type<JobInfo>()),
  /** Takes ended jobs off the list; their results stay where they are. */
  forget: oc
    .input(z.strictObject({ jobs: z.array(z.string().max(64)).max(1000) }))
    .output(type<void>()),
  watch: oc.output(eventIterator(type<JobEvent>())),
}
