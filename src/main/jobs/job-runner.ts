import { totalmem } from 'node:os'
import { join } from 'node:path'
import { readdir } from 'node:fs/promises'
import { nanoid } from 'nanoid'
import type { JobInfo } from '#shared/contract'
import { fail, ok, type Emitter, type Result } from '#shared/kit'
import type { JobChange, JobRow, Store } from '../store'
import { mayLive, ownStamp, type Clock, type Log, type SoundPart } from '../kit'
import type { AnyKind, JobParts, Lane } from './job-kind'
import { clearFolder } from './clear-folder'
import { RunningJob, type Outcome } from './running-job'
import { parseStamp } from './parse-stamp'
import { infoOf, turn } from './turn'

/** How often the runner looks for jobs and wishes of other processes, in milliseconds. */
const LOOK_MS = 100
/** A job that was interrupted so often without getting on is given up. */
const MAX_ATTEMPTS = 5

const stoppedStates = { cancel: 'cancelled', pause: 'paused', quit: 'interrupted' } as const

export interface JobRunnerParts {
  readonly store: Pick<Store, 'jobs'>
  readonly kinds: ReadonlyMap<string, AnyKind>
  readonly lane: (id: string) => Lane
  /** Where jobs keep their unfinished files. */
  readonly folder: string
  readonly clock: Clock
  readonly log: Log
  readonly changed: Emitter<JobInfo>
  readonly parts: Emitter<JobParts>
  /** False in a process that only looks and asks. */
  readonly works?: boolean
  /** Bytes that all running jobs may need together; one alone may need more. */
  readonly memory?: number
}

/**
 * Works on the jobs of a data folder: one process at a time, chosen by the database. Jobs and wishes of other
 * processes reach it through there.
 */
export class JobRunner implements AsyncDisposable {
  readonly #parts: JobRunnerParts
  readonly #memory: number
  readonly #works: boolean
  readonly #running = new Map<string, RunningJob>()
  readonly #stamp = JSON.stringify({ ...ownStamp(), nonce: nanoid(8) })
  readonly #timer: NodeJS.Timeout
  #isRunner = false
  #isOver = false
  #version = -1

  constructor(parts: JobRunnerParts) {
    this.#parts = parts
    this.#memory = parts.memory ?? totalmem() / 2
    this.#works = parts.works ?? true
    this.#timer = setInterval(() => this.#watch(), LOOK_MS)
    this.#timer.unref()
    this.#watch()
  }

  /** Whether this process works on the jobs, not another. */
  get isRunner(): boolean {
    return this.#isRunner
  }

  /** How far a job of this process is. */
  progressOf(id: string): RunningJob['progress'] | undefined {
    return this.#running.get(id)?.progress
  }

  /** Stops a job that runs, here or by way of the database. */
  async stop(row: JobRow, wish: 'cancel' | 'pause'): Promise<Result<void>> {
    const running = this.#running.get(row.id)
    if (running === undefined) return this.#parts.store.jobs.want(row.id, wish)
    running.stop(wish)
    await running.ended
    return ok()
  }

  /** Begins what can begin now. */
  look(): void {
    if (this.#isRunner && !this.#isOver) this.#begin()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    clearInterval(this.#timer)
    const all = [...this.#running.values()]
    for (const running of all) running.stop('quit')
    await Promise.all(all.map(running => running.ended))
    // The settling of each run comes after its end.
    await new Promise(resolve => setImmediate(resolve))
    if (this.#isRunner) this.#parts.store.jobs.leaveRunner(this.#stamp)
  }

  #watch(): void {
    const { jobs } = this.#parts.store
    if (!this.#works) return
    if (!this.#isRunner) return this.#take()
    const version = jobs.version()
    if (version === this.#version) return
    this.#version = version
    const wished = jobs.wished()
    if (wished.ok) {
      for (const row of wished.value) {
        if (row.wanted !== undefined) this.#running.get(row.id)?.stop(row.wanted)
      }
    }
    this.#begin()
  }

  /** Becomes the runner if there is none. What ran when the last one ended was interrupted, and goes on. */
  #take(): void {
    const { store, log } = this.#parts
    const taken = store.jobs.takeRunner(this.#stamp, held => {
      const stamp = parseStamp(held)
      return stamp !== undefined && mayLive(stamp)
    })
    if (!taken.ok || !taken.value) return
    this.#isRunner = true
    for (const state of ['processing', 'interrupted'] as const) {
      const rows = store.jobs.inState(state)
      if (!rows.ok) continue
      for (const row of rows.value) this.#recover(row)
    }
    void this.#sweep().catch((error: unknown) => log.warn({ err: error }, 'sweeping jobs failed'))
    this.#begin()
  }

  #recover(row: JobRow): void {
    if (row.wanted === 'cancel') {
      this.#turn(row.id, 'cancelled')
      return
    }
    if (row.state === 'processing') this.#turn(row.id, 'interrupted')
    if (row.wanted === 'pause') this.#turn(row.id, 'paused')
    else if (row.attempts < MAX_ATTEMPTS) this.#turn(row.id, 'pending')
    else {
      const failure = fail('job-crashed', `“${row.title}” was interrupted ${row.attempts} times.`)
      this.#turn(row.id, 'failed', { failure, retryable: true })
    }
  }

  #begin(): void {
    const pending = this.#parts.store.jobs.inState('pending')
    if (!pending.ok) return
    for (const row of pending.value) {
      if (this.#hasRoom(row.lane)) this.#start(row)
    }
  }

  #hasRoom(lane: string): boolean {
    const inLane = [...this.#running.values()].filter(running => running.row.lane === lane).length
    return inLane < this.#parts.lane(lane).running
  }

  #start(row: JobRow): void {
    const { kinds, store, clock, log, folder, changed, parts: heard } = this.#parts
    const kind = kinds.get(row.kind)
    // Its plugin may come back; until then it waits.
    if (kind === undefined) return
    const prepared = kind.prepare(row.input)
    const used = [...this.#running.values()].reduce((sum, running) => sum + running.memory, 0)
    if (prepared.ok && used > 0 && used + prepared.value.memory > this.#memory) return
    const started = this.#turn(row.id, 'processing')
    if (started === undefined) return
    if (!prepared.ok) {
      this.#turn(row.id, 'failed', { failure: prepared.error })
      return
    }
    const running = new RunningJob({
      row: started,
      job: prepared.value,
      folder: join(folder, row.id),
      rows: store.jobs,
      clock,
      log,
      ...(heard.size > 0 && {
        onParts: (parts: readonly SoundPart[]) =>
          heard.emit({ job: row.id, folder: join(folder, row.id), parts }),
      }),
      onProgress: () => {
        const present = this.#running.get(row.id)
        if (present !== undefined) changed.emit(infoOf(started, present.progress))
      },
    })
    this.#running.set(row.id, running)
    void running.ended.then(outcome => this.#settle(running, outcome))
  }

  #settle(running: RunningJob, outcome: Outcome): void {
    const { id } = running.row
    const { progress } = running
    this.#running.delete(id)
    const { done } = progress
    const state = stateAfter(outcome)
    if (outcome.kind === 'stopped') {
      this.#turn(id, state, { progress: done })
    } else if (outcome.result.ok) {
      this.#turn(id, state, { progress: 1, result: outcome.result.value })
    } else {
      const { retryable = false, ...failure } = outcome.result.error
      this.#turn(id, state, { progress: done, failure, retryable })
    }
    // What failed goes on from its checkpoint when it is tried again.
    const isOver = state === 'completed' || state === 'cancelled'
    if (isOver) void clearFolder(join(this.#parts.folder, id), this.#parts.log)
    this.look()
  }

  #turn(id: string, to: JobRow['state'], change: Omit<JobChange, 'at'> = {}): JobRow | undefined {
    return turn(this.#parts, id, to, { ...change, at: this.#parts.clock.now() })
  }

  /** Folders of jobs that have ended go, whatever kept them from going at the time. */
  async #sweep(): Promise<void> {
    const { folder, store, log } = this.#parts
    const names = await readdir(folder).catch(() => [])
    for (const id of names) {
      const found = store.jobs.get(id)
      if (!found.ok) continue
      const state = found.value?.state
      if (state === undefined || state === 'completed' || state === 'cancelled') {
        await clearFolder(join(folder, id), log)
      }
    }
  }
}

function stateAfter(outcome: Outcome): JobRow['state'] {
  if (outcome.kind === 'stopped') return stoppedStates[outcome.reason]
  return outcome.result.ok ? 'completed' : 'failed'
}
