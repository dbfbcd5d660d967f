import type { Io } from '../../io'
import { lineOf } from './list'
import { call, withJobs } from './open-jobs'

export interface SteerOptions {
  readonly id: string
  readonly wish: 'cancel' | 'pause' | 'resume' | 'retry'
  readonly json?: boolean
}

/** `wireharp jobs cancel|pause|resume|retry`: answers with the job as it is afterwards. */
export function steer(io: Io, { id, wish, json }: SteerOptions): Promise<number> {
  return withJobs(
    io,
    async jobs => jobs.service[wish]({ job: id }, call),
    job => io.out(json === true ? JSON.stringify(job, undefined, 2) : lineOf(job)),
  )
}
