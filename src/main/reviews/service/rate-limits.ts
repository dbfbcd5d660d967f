import type { Clock } from '../../kit'

interface Bucket {
  left: number
  at: number
}

/** At most so many callers are remembered; the one that was quiet for longest is forgotten. */
const MOST_CALLERS = 10_000

/** So many calls at once, and as many again spread over so long, each caller for itself. */
export function rateLimit(calls: number, perMs: number, clock: Clock): (caller: string) => boolean {
  const buckets = new Map<string, Bucket>()
  return caller => {
    const now = clock.monotonic()
    const old = buckets.get(caller)
    buckets.delete(caller)
    const grown = old === undefined ? calls : old.left + ((now - old.at) * calls) / perMs
    const bucket = { left: Math.min(calls, grown), at: now }
    buckets.set(caller, bucket)
    const [quietest] = buckets.keys()
    if (buckets.size > MOST_CALLERS && quietest !== undefined) buckets.delete(quietest)
    if (bucket.left < 1) return false
    bucket.left -= 1
    return true
  }
}
