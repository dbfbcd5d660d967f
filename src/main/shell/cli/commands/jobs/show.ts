import { ok } from '#shared/kit'
import { oneLine, type Io } from '../../io'
import { lineOf } from './list'
import { call, withJobs } from './open-jobs'

/** `wireharp jobs show`: a job and its log; as JSON one object of both. */
export function show(
  io: Io,
  { id, json }: { readonly id: string; readonly json?: boolean },
): Promise<number> {
  return withJobs(
    io,
    async jobs => {
      const job = await jobs.service.show({ job: id }, call)
      const log = await jobs.service.log({ job: id }, call)
      if (!job.ok) return job
      return log.ok ? ok({ ...job.value, log: log.value }) : log
    },
    job => {
      if (json === true) {
        io.out(JSON.stringify(job, undefined, 2))
        return
      }
      io.out(lineOf(job))
      for (const { time, text } of job.log) {
        io.out(`${new Date(time).toISOString()}  ${oneLine(text)}`)
      }
    },
  )
}
