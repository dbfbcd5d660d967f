import { availableParallelism } from 'node:os'

/** As many as have scratch memory of their own; see `kernels/lib/scratch.as.ts`. */
const MOST = 16

/** Threads that render: one a core, unless WIREHARP_THREADS says how many. */
export function renderThreads(): number {
  const wanted = Number(process.env['WIREHARP_THREADS'])
  return Math.min(MOST, wanted >= 1 ? wanted : availableParallelism())
}
