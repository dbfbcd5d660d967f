import { mkdir } from 'node:fs/promises'
import { fail, type Result } from '#shared/kit'
import type { JobRow, JobRows, StopWish } from '../store'
import type { Clock, Log, SoundPart } from '../kit'
import type { JobContext, JobFailure, PreparedJob } from './job-kind'

/** Why a run is to stop: somebody asked, or Wireharp ends. */
export type StopReason = StopWish | 'quit'

/** How long a job may go on after it was asked to stop, in milliseconds; then it is left behind. */
export const STOP_MS = 200

export interface Progress {
  readonly done: number
  readonly stage: string | undefined
  readonly secondsLeft: number | undefined
}

export type Outcome =
  | { readonly kind: 'stopped'; readonly reason: StopReason }
  | { readonly kind: 'ended'; readonly result: Result<unknown, JobFailure> }

export interface RunningJobParts {
  readonly row: JobRow
  readonly job: PreparedJob
  readonly folder: string
  readonly rows: JobRows
  readonly clock: Clock
  readonly log: Log
  readonly onProgress: () => void
  /** Left out where nobody listens. */
  readonly onParts?: (parts: readonly SoundPart[]) => void
}

/** One run of one job, from its start until it ends, stops, or is left behind because it would not stop. */
export class RunningJob {
  readonly row: JobRow
  readonly memory: number
  readonly ended: Promise<Outcome>
  readonly #parts: RunningJobParts
  readonly #abort = new AbortController()
  readonly #startedAt: number
  readonly #startedFrom: number
  #stop: { readonly reason: StopReason; readonly late: Promise<Outcome> } | undefined
  #isOver = false
  #done: number
  #stage: string | undefined

  constructor(parts: RunningJobParts) {
    this.#parts = parts
    this.row = parts.row
    this.memory = parts.job.memory
    this.#done = parts.row.progress
    this.#stage = parts.row.stage
    this.#startedAt = parts.clock.monotonic()
    this.#startedFrom = parts.row.progress
    this.ended = this.#run()
  }

  get progress(): Progress {
    return { done: this.#done, stage: this.#stage, secondsLeft: this.#secondsLeft() }
  }

  /** The first reason counts, save that cancelling beats all. */
  stop(reason: StopReason): void {
    if (this.#stop?.reason === 'cancel') return
    const late = this.#stop?.late ?? afterGrace(() => this.#stop?.reason ?? reason)
    this.#stop = { reason, late }
    this.#abort.abort()
    this.#stopped()
  }

  #stopped: () => void = () => undefined

  async #run(): Promise<Outcome> {
    const asked = new Promise<void>(resolve => (this.#stopped = resolve))
    const work = this.#work()
    const leftBehind = asked.then(() => this.#stop?.late ?? work)
    const outcome = await Promise.race([work, leftBehind])
    this.#isOver = true
    return outcome
  }

  async #work(): Promise<Outcome> {
    const { job, folder, log } = this.#parts
    try {
      await mkdir(folder, { recursive: true })
      const result = await job.run(this.#context())
      // What was done before the wish to stop arrived counts as done.
      if (this.#stop !== undefined && !result.ok) {
        return { kind: 'stopped', reason: this.#stop.reason }
      }
      return { kind: 'ended', result }
    } catch (error) {
      if (this.#stop !== undefined) return { kind: 'stopped', reason: this.#stop.reason }
      log.error({ err: error, job: this.row.id }, 'a job threw')
      const failure = fail('job-crashed', `“${this.row.title}” ended in an error of its own.`)
      return { kind: 'ended', result: { ok: false, error: { ...failure, retryable: true } } }
    }
  }

  #context(): JobContext<unknown> {
    const { row, folder, rows, clock, onParts } = this.#parts
    return {
      id: row.id,
      input: row.input,
      signal: this.#abort.signal,
      folder,
      checkpoint: row.checkpoint,
      save: checkpoint => {
        if (this.#isOver) return false
        const saved = rows.mark(row.id, checkpoint, this.#done, this.#stage)
        return saved.ok && saved.value
      },
      progress: (done, stage) => {
        if (this.#isOver) return
        this.#done = Math.min(1, Math.max(0, done))
        this.#stage = stage ?? this.#stage
        this.#parts.onProgress()
      },
      log: text => {
        if (!this.#isOver) rows.log(row.id, { time: clock.now(), text: text.slice(0, 2000) })
      },
      ...(onParts && {
        parts: (parts: readonly SoundPart[]) => {
          if (!this.#isOver) onParts(parts)
        },
      }),
    }
  }

  /** From what this run has done so far; nothing before a fiftieth is done. */
  #secondsLeft(): number | undefined {
    const done = this.#done - this.#startedFrom
    if (done < 0.02) return undefined
    const seconds = (this.#parts.clock.monotonic() - this.#startedAt) / 1000
    return (seconds / done) * (1 - this.#done)
  }
}

async function afterGrace(reason: () => StopReason): Promise<Outcome> {
  await new Promise(resolve => setTimeout(resolve, STOP_MS))
  return { kind: 'stopped', reason: reason() }
}
