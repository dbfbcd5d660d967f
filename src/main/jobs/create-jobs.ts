import { join } from 'node:path'
import type { JobEvent, JobInfo, JobPriority, JobsContract, ServiceOf } from '#shared/contract'
import { Emitter, err, eventStream, fail, newId, ok, type Result } from '#shared/kit'
import type { AppPaths, Clock, Log } from '../kit'
import type { JobRow, Store } from '../store'
import { anyKind } from './any-kind'
import { defaultLane, type AnyKind, type JobKind, type JobParts, type Lane } from './job-kind'
import { JobRunner } from './job-runner'
import { hasEnded } from './job-states'
import { infoOf, turn } from './turn'

/** Jobs that a list shows; older ones that have ended are forgotten at the start. */
const KEPT = 1000

export interface Jobs extends AsyncDisposable {
  readonly service: ServiceOf<JobsContract>
  /** Every change of every job. */
  readonly changed: Pick<Emitter<JobInfo>, 'on'>
  /** What jobs of this process can let hear before they are done. */
  readonly parts: Pick<Emitter<JobParts>, 'on'>
  /** Makes a kind of work known; jobs of it that wait begin. */
  register<Input, Output>(kind: JobKind<Input, Output>): Disposable
  create(kind: string, input: unknown, priority?: JobPriority): Result<JobInfo>
  /** A job as it stands. */
  shown(id: string): Result<JobInfo>
  /** The job once it has ended, whichever process does it. */
  ended(id: string, signal?: AbortSignal): Promise<Result<JobInfo>>
}

export interface JobsOptions {
  readonly store: Pick<Store, 'jobs'>
  readonly paths: Pick<AppPaths, 'data'>
  readonly clock: Clock
  readonly log: Log
  readonly lanes?: readonly Lane[]
  /** False in a process that only looks and asks. */
  readonly works?: boolean
  /** Bytes that running jobs may need together. */
  readonly memory?: number
}

/** The queue of long work; see `jobsContract` for what it promises. */
export function createJobs({
  store,
  paths,
  clock,
  log,
  lanes = [],
  works,
  memory,
}: JobsOptions): Jobs {
  const kinds = new Map<string, AnyKind>()
  const changed = new Emitter<JobInfo>()
  const parts = new Emitter<JobParts>()
  const forgotten = new Emitter<readonly string[]>()
  const laneOf = (id: string): Lane => lanes.find(lane => lane.id === id) ?? { id, ...defaultLane }
  const runner = new JobRunner({
    store,
    kinds,
    lane: laneOf,
    folder: join(paths.data, 'jobs'),
    clock,
    log,
    changed,
    parts,
    ...(works !== undefined && { works }),
    ...(memory !== undefined && { memory }),
  })
  const rows = store.jobs
  forgetOld()

  function forgetOld(): void {
    const all = rows.list(KEPT * 2)
    if (!all.ok) return
    rows.remove(all.value.slice(KEPT).map(job => job.id))
  }

  function find(id: string): Result<JobRow> {
    const found = rows.get(id)
    if (!found.ok) return found
    if (found.value === undefined) return err(fail('job-unknown', `There is no job “${id}”.`))
    return ok(found.value)
  }

  const shown = (job: JobRow): JobInfo => infoOf(job, runner.progressOf(job.id))

  function shownOf(id: string): Result<JobInfo> {
    const found = find(id)
    return found.ok ? ok(shown(found.value)) : found
  }

  function create(kind: string, input: unknown, priority: JobPriority = 'normal'): Result<JobInfo> {
    const known = kinds.get(kind)
    if (known === undefined) return err(fail('job-kind-unknown', `There is no work “${kind}”.`))
    const prepared = known.prepare(input)
    if (!prepared.ok) return prepared
    const { title, key } = prepared.value
    const same = key === undefined ? ok(undefined) : rows.underWay(key)
    if (!same.ok) return same
    if (same.value !== undefined) return ok(shown(same.value))
    const lane = laneOf(known.lane)
    const waiting = rows.waiting(lane.id)
    if (!waiting.ok) return waiting
    if (waiting.value >= lane.waiting) {
      return err(fail('queue-full', `${waiting.value} jobs wait in “${lane.id}” already.`))
    }
    const id = newId()
    const added = rows.add({
      id,
      kind,
      lane: lane.id,
      title,
      priority,
      input,
      createdAt: clock.now(),
      ...(key !== undefined && { key }),
    })
    if (!added.ok) return added
    const waits = find(id)
    if (!waits.ok) return waits
    changed.emit(infoOf(waits.value))
    runner.look()
    const row = find(id)
    return row.ok ? ok(shown(row.value)) : row
  }

  /** Into a state in which nothing runs, at once or after the run has stopped. */
  async function halt(id: string, wish: 'cancel' | 'pause'): Promise<Result<JobInfo>> {
    const job = find(id)
    if (!job.ok) return job
    const to = wish === 'cancel' ? 'cancelled' : 'paused'
    if (job.value.state === 'processing') {
      const stopped = await runner.stop(job.value, wish)
      if (!stopped.ok) return stopped
      const after = await settled(id)
      return after.ok && after.value.state === 'completed' ? err(ended(after.value)) : after
    }
    const halted = turn({ store, changed, log }, id, to, { at: clock.now() })
    return halted === undefined ? err(ended(job.value)) : ok(infoOf(halted))
  }

  /** A job once it does not run any more; another process may take a moment. */
  async function settled(id: string): Promise<Result<JobInfo>> {
    for (let tries = 0; tries < 100; tries++) {
      const job = find(id)
      if (!job.ok || job.value.state !== 'processing') return job.ok ? ok(infoOf(job.value)) : job
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    const job = find(id)
    return job.ok ? ok(shown(job.value)) : job
  }

  function again(id: string, from: readonly JobRow['state'][]): Result<JobInfo> {
    const job = find(id)
    if (!job.ok) return job
    if (!from.includes(job.value.state)) return err(ended(job.value))
    const waits = turn({ store, changed, log }, id, 'pending', { at: clock.now() })
    if (waits === undefined) return err(ended(job.value))
    runner.look()
    const present = find(id)
    return present.ok ? ok(shown(present.value)) : present
  }

  async function untilEnded(id: string, signal?: AbortSignal): Promise<Result<JobInfo>> {
    while (signal?.aborted !== true) {
      const job = find(id)
      if (!job.ok) return job
      if (hasEnded(job.value.state)) return ok(infoOf(job.value))
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    return err(fail('job-stopped', 'Nobody waits for the job any more.'))
  }

  function list(limit: number): Result<readonly JobInfo[]> {
    const all = rows.list(limit)
    return all.ok ? ok(all.value.map(shown)) : all
  }

  const service: ServiceOf<JobsContract> = {
    create: ({ kind, input, priority }) => {
      const made = create(kind, input, priority)
      return made.ok ? ok({ id: made.value.id }) : made
    },
    list: ({ limit }) => list(limit),
    show: ({ job }) => shownOf(job),
    log: ({ job }) => {
      const found = find(job)
      return found.ok ? rows.lines(job) : found
    },
    cancel: ({ job }) => halt(job, 'cancel'),
    pause: ({ job }) => halt(job, 'pause'),
    resume: ({ job }) => again(job, ['paused']),
    retry: ({ job }) => again(job, ['failed', 'cancelled']),
    forget: ({ jobs }) => {
      const gone = rows.remove(jobs)
      if (!gone.ok) return gone
      forgotten.emit(gone.value)
      return ok()
    },
    async *watch(_input, { signal }) {
      const events = new Emitter<JobEvent>()
      using _changes = changed.on(job => events.emit({ kind: 'job', job }))
      using _gone = forgotten.on(jobs => events.emit({ kind: 'forgotten', jobs }))
      yield* eventStream(events, signal, {
        first: () => {
          const all = list(200)
          return [{ kind: 'jobs', jobs: all.ok ? all.value : [] }]
        },
      })
    },
  }

  return {
    service,
    changed,
    parts,
    register(kind) {
      kinds.set(kind.kind, anyKind(kind))
      runner.look()
      return { [Symbol.dispose]: () => void kinds.delete(kind.kind) }
    },
    create,
    shown: shownOf,
    ended: untilEnded,
    [Symbol.asyncDispose]: () => runner[Symbol.asyncDispose](),
  }
}

function ended({ title, state }: Pick<JobInfo, 'title' | 'state'>) {
  return fail('job-state', `“${title}” is ${state}.`)
}
