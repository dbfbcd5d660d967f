import type { z } from 'zod'
import type { Failure, Result } from '#shared/kit'
import type { SoundPart } from '../kit'

/** A queue of jobs that want the same thing of the machine. */
export interface Lane {
  readonly id: string
  /** How many of its jobs run at once. */
  readonly running: number
  /** How many may wait. */
  readonly waiting: number
}

export const defaultLane = { running: 1, waiting: 10 } as const

/** What a running job has made so far. */
export interface JobParts {
  readonly job: string
  readonly folder: string
  readonly parts: readonly SoundPart[]
}

/** What a job has while it runs. */
export interface JobContext<Input> {
  readonly id: string
  readonly input: Input
  /** Aborts when the job is to stop, whatever the reason; it has 250 ms to return. */
  readonly signal: AbortSignal
  /** A folder of its own for unfinished files; it stays over pauses and crashes and goes when the job ends. */
  readonly folder: string
  /** What it saved last, in this run or one before; its kind parses it. */
  readonly checkpoint: unknown
  /** Keeps how far it is: on the disk when the call returns. False: the job is not its own any more, stop. */
  readonly save: (checkpoint: unknown) => boolean
  /** @param done from 0 to 1 */
  readonly progress: (done: number, stage?: string) => void
  readonly log: (text: string) => void
  /** Tells what of its sounds can be heard before it is done; left out where nobody listens. */
  readonly parts?: (parts: readonly SoundPart[]) => void
}

/** A failure of a job, and whether the same again could end well. */
export interface JobFailure extends Failure {
  readonly retryable?: boolean
}

/**
 * A kind of work. `run` may be called again for the same job after a pause or a crash: whatever it delivers
 * outside its folder it delivers in one step that is harmless when done twice (a rename, a row with a key).
 */
export interface JobKind<Input = unknown, Output = unknown> {
  readonly kind: string
  readonly lane: string
  readonly input: z.ZodType<Input>
  title(input: Input): string
  /** Equal work has an equal key; without one every job is its own. */
  key?(input: Input): string
  /** Bytes that it will need at most; jobs wait until there is room. */
  memory?(input: Input): number
  run(context: JobContext<Input>): Promise<Result<Output, JobFailure>>
}

/** A kind whose input is not known by type any more, for the table of all kinds. */
export interface AnyKind {
  readonly kind: string
  readonly lane: string
  /** The job that an input asks for, or what is wrong with it. */
  prepare(input: unknown): Result<PreparedJob>
}

export interface PreparedJob {
  readonly title: string
  readonly key: string | undefined
  readonly memory: number
  run(context: JobContext<unknown>): Promise<Result<unknown, JobFailure>>
}
