import type { JobInfo, JobState } from '#shared/contract'
import type { Emitter } from '#shared/kit'
import type { JobChange, JobRow, Store } from '../store'
import type { Log } from '../kit'
import { sourcesOf } from './job-states'
import type { Progress } from './running-job'

/** Brings a job into a state, if it may follow the one it is in, and tells. */
export function turn(
  {
    store,
    changed,
    log,
  }: {
    readonly store: Pick<Store, 'jobs'>
    readonly changed: Pick<Emitter<JobInfo>, 'emit'>
    readonly log: Log
  },
  id: string,
  to: JobState,
  change: JobChange,
): JobRow | undefined {
  const turned = store.jobs.turn(id, sourcesOf(to), to, change)
  if (!turned.ok) {
    // It is found again in its old state at the next start, and goes on from its checkpoint.
    log.error({ job: id, to, failure: turned.error }, 'the state of a job could not be written')
    return undefined
  }
  if (turned.value !== undefined) changed.emit(infoOf(turned.value))
  return turned.value
}

/** A job as others see it: without what only its kind understands. */
export function infoOf(
  { checkpoint: _checkpoint, key: _key, wanted: _wanted, ...job }: JobRow,
  progress?: Progress,
): JobInfo {
  if (progress === undefined) return job
  const { done, stage, secondsLeft } = progress
  return {
    ...job,
    progress: done,
    ...(stage !== undefined && { stage }),
    ...(secondsLeft !== undefined && { secondsLeft }),
  }
}
