import type { JobState } from '#shared/contract'

/**
 * Which state may follow which. Nothing follows `completed`: a result is delivered once. What was interrupted
 * waits again as soon as somebody works on the jobs; what failed or was cancelled only when it is tried again.
 */
export const followers: Readonly<Record<JobState, readonly JobState[]>> = {
  pending: ['processing', 'paused', 'cancelled'],
  processing: ['completed', 'failed', 'cancelled', 'paused', 'interrupted'],
  paused: ['pending', 'cancelled'],
  interrupted: ['pending', 'paused', 'failed', 'cancelled'],
  failed: ['pending'],
  cancelled: ['pending'],
  completed: [],
}

export const hasEnded = (state: JobState): boolean =>
  state === 'completed' || state === 'failed' || state === 'cancelled'

/** The states from which one may come to `to`. */
export function sourcesOf(to: JobState): readonly JobState[] {
  return states.filter(from => followers[from].includes(to))
}

const states: readonly JobState[] = [
  'pending',
  'processing',
  'paused',
  'interrupted',
  'completed',
  'failed',
  'cancelled',
]
