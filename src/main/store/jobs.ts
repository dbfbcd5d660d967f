import type { Database } from 'better-sqlite3'
import { isFailure, type Failure, type Result } from '#shared/kit'
import type { JobInfo, JobLogLine, JobState } from '#shared/contract'
import { guard } from './guard'

export type StopWish = 'cancel' | 'pause'

/** A job as it is kept. */
export interface JobRow extends JobInfo {
  readonly key?: string
  readonly checkpoint?: unknown
  /** What somebody in another process asked for. */
  readonly wanted?: StopWish
}

export interface NewJob extends Pick<
  JobRow,
  'id' | 'kind' | 'lane' | 'title' | 'priority' | 'input' | 'createdAt'
> {
  readonly key?: string
}

/**
 * What comes with a state. A failure is kept while it is `failed`, the time of the end while it has ended, and
 * the checkpoint until it is completed or cancelled.
 */
export interface JobChange {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly progress?: number
  readonly failure?: Failure
  readonly retryable?: boolean
  readonly result?: unknown
}

interface Row {
  readonly id: string
  readonly kind: string
  readonly lane: string
  readonly title: string
  readonly state: JobState
  readonly priority: number
  readonly key: string | null
  readonly input: string
  readonly checkpoint: string | null
  readonly progress: number
  readonly stage: string | null
  readonly failure: string | null
  readonly retryable: number | null
  readonly result: string | null
  readonly attempts: number
  readonly wanted: StopWish | null
  readonly created_at: number
  readonly started_at: number | null
  readonly ended_at: number | null
}

const priorities = ['low', 'normal', 'high'] as const
const ended = `('completed', 'failed', 'cancelled')`
/** Lines of a job's log that are kept. */
const LOG_LINES = 1000

/** The jobs, across restarts and processes. Everything here is on the disk when the call returns. */
export function jobs(database: Database) {
  const insert = database.prepare<
    [string, string, string, string, number, string | null, string, number]
  >(
    `INSERT INTO job (id, kind, lane, title, state, priority, key, input, created_at)
     VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, ?)`,
  )
  const byId = database.prepare<[string], Row>('SELECT * FROM job WHERE id = ?')
  const byKey = database.prepare<[string], Row>(
    `SELECT * FROM job WHERE key = ? AND state NOT IN ${ended}`,
  )
  const newest = database.prepare<[number], Row>(
    'SELECT * FROM job ORDER BY created_at DESC, rowid DESC LIMIT ?',
  )
  const inState = database.prepare<[string], Row>(
    'SELECT * FROM job WHERE state = ? ORDER BY priority DESC, created_at, rowid',
  )
  const waiting = database.prepare<[string], { count: number }>(
    `SELECT count(*) AS count FROM job WHERE lane = ? AND state = 'pending'`,
  )
  const wished = database.prepare<[], Row>(
    `SELECT * FROM job WHERE wanted IS NOT NULL AND state = 'processing'`,
  )
  const want = database.prepare<[string | null, string]>('UPDATE job SET wanted = ? WHERE id = ?')
  const mark = database.prepare<[string, number, string | null, string]>(
    // Who gets on is not given up, however often it is interrupted.
    `UPDATE job SET checkpoint = ?, progress = ?, stage = ?, attempts = 1
     WHERE id = ? AND state = 'processing'`,
  )
  const write = database.prepare<
    [
      string,
      number,
      string | null,
      string | null,
      number | null,
      string | null,
      string | null,
      number,
      number | null,
      number | null,
      string,
    ]
  >(
    `UPDATE job SET state = ?, progress = ?, stage = ?, failure = ?, retryable = ?, result = ?,
     checkpoint = ?, attempts = ?, started_at = ?, ended_at = ?, wanted = NULL
     WHERE id = ?`,
  )
  const remove = database.prepare<[string]>(`DELETE FROM job WHERE id = ? AND state IN ${ended}`)
  const addLine = database.prepare<[string, number, string]>(
    'INSERT INTO job_log (job, time, text) VALUES (?, ?, ?)',
  )
  const trim = database.prepare<[string, string, number]>(
    `DELETE FROM job_log WHERE job = ? AND id <=
     (SELECT id FROM job_log WHERE job = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
  )
  const lines = database.prepare<[string], JobLogLine>(
    'SELECT time, text FROM job_log WHERE job = ? ORDER BY id',
  )
  const runner = database.prepare<[], { stamp: string }>('SELECT stamp FROM job_runner')
  const setRunner = database.prepare<[string]>(
    'INSERT INTO job_runner (one, stamp) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET stamp = excluded.stamp',
  )
  const leave = database.prepare<[string]>('DELETE FROM job_runner WHERE stamp = ?')

  const turnOne = database.transaction(
    (id: string, from: readonly JobState[], to: JobState, change: JobChange) => {
      const job = fromRow(byId.get(id))
      if (job === undefined || !from.includes(job.state)) return undefined
      const isOver = to === 'completed' || to === 'cancelled'
      const failure = to === 'failed' ? change.failure : undefined
      write.run(
        to,
        change.progress ?? job.progress,
        isOver ? null : (job.stage ?? null),
        json(failure),
        failure === undefined ? null : Number(change.retryable === true),
        json(to === 'completed' ? (change.result ?? {}) : undefined),
        isOver ? null : json(job.checkpoint),
        job.attempts + (to === 'processing' ? 1 : 0),
        job.startedAt ?? (to === 'processing' ? change.at : null),
        isOver || to === 'failed' ? change.at : null,
        id,
      )
      return fromRow(byId.get(id))
    },
  )
  const take = database.transaction((stamp: string, isThere: (stamp: string) => boolean) => {
    const held = runner.get()?.stamp
    if (held !== undefined && held !== stamp && isThere(held)) return false
    setRunner.run(stamp)
    return true
  })

  return {
    add: ({ id, kind, lane, title, priority, key, input, createdAt }: NewJob): Result<void> =>
      guard(() => {
        const rank = priorities.indexOf(priority)
        insert.run(id, kind, lane, title, rank, key ?? null, JSON.stringify(input), createdAt)
      }),

    get: (id: string): Result<JobRow | undefined> => guard(() => fromRow(byId.get(id))),

    /** The one that is under way with this key. */
    underWay: (key: string): Result<JobRow | undefined> => guard(() => fromRow(byKey.get(key))),

    /** The newest first. */
    list: (limit: number): Result<JobRow[]> =>
      guard(() => newest.all(limit).flatMap(row => fromRow(row) ?? [])),

    /** In the order in which they are to be done. */
    inState: (state: JobState): Result<JobRow[]> =>
      guard(() => inState.all(state).flatMap(row => fromRow(row) ?? [])),

    waiting: (lane: string): Result<number> => guard(() => waiting.get(lane)?.count ?? 0),

    /** Jobs that run and that somebody wants to stop. */
    wished: (): Result<JobRow[]> => guard(() => wished.all().flatMap(row => fromRow(row) ?? [])),

    want: (id: string, wish: StopWish): Result<void> => guard(() => void want.run(wish, id)),

    /** How far a job is that runs. Tells whether it was there and running. */
    mark: (
      id: string,
      checkpoint: unknown,
      progress: number,
      stage: string | undefined,
    ): Result<boolean> =>
      guard(() => mark.run(JSON.stringify(checkpoint), progress, stage ?? null, id).changes === 1),

    /** From one of some states to another: the job as it is then, or nothing where it was in none of them. */
    turn: (
      id: string,
      from: readonly JobState[],
      to: JobState,
      change: JobChange,
    ): Result<JobRow | undefined> => guard(() => turnOne(id, from, to, change)),

    /** Ended ones only. */
    remove: (ids: readonly string[]): Result<string[]> =>
      guard(database.transaction(() => ids.filter(id => remove.run(id).changes === 1))),

    /** A line of the job's log; the oldest beyond a thousand go. */
    log: (job: string, line: JobLogLine): Result<void> =>
      guard(
        database.transaction(() => {
          if (byId.get(job) === undefined) return
          addLine.run(job, line.time, line.text)
          trim.run(job, job, LOG_LINES)
        }),
      ),

    lines: (job: string): Result<JobLogLine[]> => guard(() => lines.all(job)),

    /** Makes a process the runner, unless `isThere` says that the present one is. */
    takeRunner: (stamp: string, isThere: (stamp: string) => boolean): Result<boolean> =>
      guard(() => take.immediate(stamp, isThere)),

    leaveRunner: (stamp: string): Result<void> => guard(() => void leave.run(stamp)),

    /** Another number after every change that another process made. */
    version: (): number => Number(database.pragma('data_version', { simple: true })),
  }
}

export type JobRows = ReturnType<typeof jobs>

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function fromRow(row: Row | undefined): JobRow | undefined {
  if (row === undefined) return undefined
  const failure = parsed(row.failure)
  return {
    id: row.id,
    kind: row.kind,
    lane: row.lane,
    title: row.title,
    state: row.state,
    priority: priorities[row.priority] ?? 'normal',
    progress: row.progress,
    attempts: row.attempts,
    createdAt: row.created_at,
    input: parsed(row.input),
    ...(row.key !== null && { key: row.key }),
    ...(row.stage !== null && { stage: row.stage }),
    ...(isFailure(failure) && { failure }),
    ...(row.retryable !== null && { retryable: row.retryable === 1 }),
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.result !== null && { result: parsed(row.result) }),
    ...(row.checkpoint !== null && { checkpoint: parsed(row.checkpoint) }),
    ...(row.wanted !== null && { wanted: row.wanted }),
  }
}

function parsed(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text)
}
