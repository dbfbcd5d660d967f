import { create } from 'zustand'
import type { JobEvent, JobInfo } from '#shared/contract'
import { unreachable } from '#shared/kit'
import { attempt } from '../kit'
import { isShownWhileAsked } from './about-music'
import { client } from './connection'
import { notifyEnd } from './notify'
import { stemsEnded } from './stems'
import { transcriptEnded } from './transcripts'
import { toast, toastFailure } from './toasts'
import { watch } from './watch'

interface JobsState {
  /** The newest first. */
  readonly jobs: readonly JobInfo[]
}

export const useJobs = create<JobsState>(() => ({ jobs: [] }))

export function followJobs(): void {
  void watch(() => client().jobs.watch(), receiveJobEvent)
}

export function receiveJobEvent(event: JobEvent): void {
  switch (event.kind) {
    case 'jobs':
      useJobs.setState({ jobs: event.jobs })
      break
    case 'job':
      tellEnd(event.job)
      void stemsEnded(event.job)
      transcriptEnded(event.job)
      useJobs.setState(({ jobs }) => ({ jobs: withJob(jobs, event.job) }))
      break
    case 'forgotten': {
      const gone = new Set(event.jobs)
      useJobs.setState(({ jobs }) => ({ jobs: jobs.filter(job => !gone.has(job.id)) }))
      break
    }
    default:
      unreachable(event)
  }
}

export const isUnderWay = ({ state }: JobInfo): boolean =>
  state === 'processing' || state === 'pending' || state === 'interrupted' || state === 'paused'

export type JobWish = 'cancel' | 'pause' | 'resume' | 'retry'

/** What comes of it is told by the events. */
export async function steerJob(job: string, wish: JobWish): Promise<void> {
  const done = await attempt(client().jobs[wish]({ job }))
  if (!done.ok) toastFailure(done.error)
}

/** Takes all that has ended off the list; results stay. */
export async function forgetEnded(): Promise<void> {
  const jobs = useJobs.getState().jobs.filter(job => !isUnderWay(job))
  const done = await attempt(client().jobs.forget({ jobs: jobs.map(job => job.id) }))
  if (!done.ok) toastFailure(done.error)
}

function withJob(jobs: readonly JobInfo[], job: JobInfo): readonly JobInfo[] {
  const at = jobs.findIndex(({ id }) => id === job.id)
  return at === -1 ? [job, ...jobs] : jobs.with(at, job)
}

/** Work that took a while ends out of sight: it is told where people look. */
function tellEnd(job: JobInfo): void {
  const before = useJobs.getState().jobs.find(({ id }) => id === job.id)
  if (before === undefined || before.state === job.state) return
  if (job.state === 'completed' || job.state === 'failed') notifyEnd(job)
  if (isShownWhileAsked(job)) return
  if (job.state === 'completed') toast({ tone: 'done', text: `${job.title}: done.` })
  else if (job.state === 'failed' && job.failure !== undefined) toastFailure(job.failure)
}
