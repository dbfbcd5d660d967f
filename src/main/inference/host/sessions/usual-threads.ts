import { availableParallelism } from 'node:os'

/** More do not make a model of this size faster. */
const MOST = 8

/**
 * Threads of one run: half of the cores that the system counts, up to eight, or as many as WIREHARP_THREADS says. Two of them are mostly one that
 * does two things: on such a pair a token of MusicGen takes 38 ms with one thread and 32 with two, and sound has the other.
 */
export function usualThreads(
  wish = process.env['WIREHARP_THREADS'],
  cores = availableParallelism(),
): number {
  const wanted = Number(wish ?? '')
  return Number.isInteger(wanted) && wanted >= 1 && wanted <= 64
    ? wanted
    : Math.min(MOST, Math.max(1, Math.floor(cores / 2)))
}

/** For a log. */
export const threadsSaid = (threads: number): string =>
  threads === 1 ? '1 thread' : `${threads} threads`
