import type { JobInfo } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Jobs } from '../../../../jobs'
import { call } from '../jobs/open-jobs'
import type { Io } from '../../io'

/** Waits for a job, telling a terminal how far it is. What it failed with is the failure. */
export async function watchJob(io: Io, jobs: Jobs, id: string): Promise<Result<JobInfo>> {
  const timer = setInterval(() => void tell(io, jobs, id), 200)
  const ended = await jobs.ended(id)
  clearInterval(timer)
  io.status('')
  if (!ended.ok) return ended
  const { state, failure, title } = ended.value
  if (state === 'completed') return ok(ended.value)
  return err(failure ?? fail('job-stopped', `${title} was ${state}.`))
}

async function tell(io: Io, jobs: Jobs, id: string): Promise<void> {
  const job = await jobs.service.show({ job: id }, call)
  if (!job.ok || job.value.state !== 'processing') return
  const { progress, stage = '', secondsLeft } = job.value
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`
  io.status(`${Math.min(99, Math.floor(progress * 100))} %  ${stage}${left}`)
}
