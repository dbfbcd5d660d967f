import { availableParallelism } from 'node:os'

/** More do not make a model of this size faster. */
const MOST = 8

/** Threads of one run: all cores up to eight, or as many as WIREHARP_THREADS says. */
export function usualThreads(
  wish = process.env['WIREHARP_THREADS'],
  cores = availableParallelism(),
): number {
  const wanted = Number(wish ?? '')
  return Number.isInteger(wanted) && wanted >= 1 && wanted <= 64 ? wanted : Math.min(MOST, cores)
}
