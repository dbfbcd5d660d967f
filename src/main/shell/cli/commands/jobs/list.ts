import type { JobInfo } from '#shared/contract'
import { oneLine, type Io } from '../../io'
import { call, withJobs } from './open-jobs'

/** `wireharp jobs list`: a line a job; as JSON an array. */
export function list(io: Io, { json }: { readonly json?: boolean }): Promise<number> {
  return withJobs(
    io,
    async jobs => jobs.service.list({ limit: 200 }, call),
    all => {
      if (json === true) io.out(JSON.stringify(all, undefined, 2))
      else if (all.length === 0) io.out('No jobs.')
      else for (const job of all) io.out(lineOf(job))
    },
  )
}

export function lineOf({ id, state, progress, title, stage, failure }: JobInfo): string {
  const done = `${Math.round(progress * 100)} %`.padStart(5)
  const more = failure?.message ?? stage ?? ''
  return oneLine(`${id}  ${state.padEnd(11)} ${done}  ${title}  ${more}`.trimEnd())
}
