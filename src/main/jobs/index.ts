export { createJobs, type Jobs, type JobsOptions } from './create-jobs'
export type { JobContext, JobFailure, JobKind, JobParts, Lane } from './job-kind'
export { lookAtJobs } from './look-at-jobs'
