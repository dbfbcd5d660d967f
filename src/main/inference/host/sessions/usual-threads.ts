import { availableParallelism } from 'node:os'

/** More do not make a model of this size faster. */
const MOST = 8

/**
 * Threads of one run: half of the cores that the system counts, up to eight, or as many as WIREHARP_THREADS says. Two of them are mostly one that
 * does two things: on such a pair the decoder of MusicGen is no slower with one thread (85 ms a token) than with two (104–126), and sound
 * has the other.
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
