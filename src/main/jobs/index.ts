export { createJobs, type Jobs, type JobsParts } from './create-jobs'
export type { JobContext, JobFailure, JobKind, Lane } from './job-kind'
export { lookAtJobs } from './look-at-jobs'
