import { z } from 'zod'
import { RATING_PRIOR, type Rating } from '#shared/contract'

type Stars = [number, number, number, number, number]

const count = z.int().min(0).max(1e9)

/** What a service tells of a plugin: enough to add up what several services tell. */
export const ratingSumsSchema = z.object({
  /** Authors. */
  count,
  /** What they weigh: at most one each. */
  weight: z.number().min(0).max(1e9),
  /** Σ weight · stars. */
  sum: z.number().min(0).max(5e9),
  stars: z.tuple([count, count, count, count, count]),
})
export type RatingSums = z.infer<typeof ratingSumsSchema>

/** An author’s newest review of a plugin. */
export interface Vote {
  readonly stars: number
  /** Where it came from, as a number nobody can turn back into an address. */
  readonly network: string
}

/** How many reviews of one plugin count whole that come from one network. */
const WHOLE_PER_NETWORK = 3

/**
 * Adds up votes, the oldest first. Keys cost nothing, addresses do: of those from one network the k-th counts
 * 3/k beyond the third, so that a thousand from there count like twenty.
 */
export function addUp(votes: readonly Vote[]): RatingSums {
  const seen = new Map<string, number>()
  const stars: Stars = [0, 0, 0, 0, 0]
  let weight = 0
  let sum = 0
  for (const vote of votes) {
    const before = (seen.get(vote.network) ?? 0) + 1
    seen.set(vote.network, before)
    const counts = Math.min(1, WHOLE_PER_NETWORK / before)
    weight += counts
    sum += counts * vote.stars
    stars[vote.stars - 1] = (stars[vote.stars - 1] ?? 0) + 1
  }
  return { count: votes.length, weight, sum, stars }
}

/** The sums of several services as one rating; nothing where nobody has rated. */
export function ratingOf(parts: readonly RatingSums[]): Rating | undefined {
  const stars: Stars = [0, 0, 0, 0, 0]
  let count = 0
  let weight: number = RATING_PRIOR.weight
  let sum: number = RATING_PRIOR.weight * RATING_PRIOR.mean
  for (const part of parts) {
    count += part.count
    weight += part.weight
    sum += part.sum
    part.stars.forEach((number, index) => (stars[index] = (stars[index] ?? 0) + number))
  }
  return count === 0 ? undefined : { average: sum / weight, count, stars }
}

/** Whether sums can come of votes at all: a service could tell anything. */
export function isPlausible({ count, weight, sum, stars }: RatingSums): boolean {
  const counted = stars.reduce((all, number) => all + number, 0)
  return (
    counted === count && weight <= count + 1e-6 && sum >= weight - 1e-6 && sum <= 5 * weight + 1e-6
  )
}
