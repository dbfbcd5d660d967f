import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import { pluginIdSchema } from '../graph'
import type { Failure } from '../kit'

export const MAX_REVIEW_LETTERS = 4000

/**
 * What a plugin without reviews counts as, and how many reviews that opinion is worth: a rating is
 * `(weight · mean + Σ stars) / (weight + reviews)`, so that a few votes move it little.
 */
export const RATING_PRIOR = { mean: 3.5, weight: 10 } as const

/** What the authors of reviews think of a plugin, all services together. */
export interface Rating {
  /** The Bayesian average, 1 to 5. */
  readonly average: number
  /** How many authors have rated it, each by the newest review. */
  readonly count: number
  /** How many of them gave one star, two stars, … five. */
  readonly stars: readonly [number, number, number, number, number]
}

export interface Review {
  /** The same on every service: it follows from plugin, version and author. */
  readonly id: string
  readonly version: string
  readonly stars: number
  readonly text: string
  /** How its author wants to be called; the key tells authors apart. */
  readonly name: string
  /** The author’s public key, short enough to read out. */
  readonly author: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly mine: boolean
  /** The services that show it. */
  readonly services: readonly string[]
}

export interface ReviewsOf {
  readonly plugin: string
  readonly rating?: Rating
  /** Whose signature is right, the newest first. */
  readonly reviews: readonly Review[]
  /** Services that did not answer: what they said before is shown. */
  readonly failures: readonly { readonly service: string; readonly failure: Failure }[]
  /** Whether one of them answers, so that a review can be sent. */
  readonly writable: boolean
  /** When the oldest part of it was read, in ms since 1970; absent where nothing was ever read. */
  readonly asOf?: number
}

export interface ReviewsServiceInfo {
  readonly url: string
  readonly name: string
  /** `unread` until it was asked for the first time. */
  readonly state: 'ready' | 'offline' | 'unread'
  readonly reason?: Failure
  /** When it was last read, in ms since 1970. */
  readonly readAt?: number
}

/** What became of a review at each service. */
export interface SentReview {
  readonly review: Review
  readonly refused: readonly { readonly service: string; readonly failure: Failure }[]
}

const version = z.string().min(1).max(100)
const url = z.string().min(1).max(500)
const reviewId = z.string().regex(/^[\w-]{22}$/)

export const reviewsContract = {
  /** Ratings of those plugins that have any, at once and from what was read last; asks for newer ones behind it. */
  ratings: oc
    .route({ method: 'POST', path: '/reviews/ratings', summary: 'Ratings of plugins.' })
    .input(z.strictObject({ plugins: z.array(pluginIdSchema).max(500) }))
    .output(type<Readonly<Record<string, Rating>>>()),
  of: oc
    .route({ method: 'GET', path: '/reviews/of', summary: 'The reviews of a plugin.' })
    .input(z.strictObject({ plugin: pluginIdSchema }))
    .output(type<ReviewsOf>()),
  /** Signs a review with the user’s own key, made on the first one, and sends it to every service. */
  write: oc
    .route({ method: 'POST', path: '/reviews', summary: 'Writes or replaces a review.' })
    .input(
      z.strictObject({
        plugin: pluginIdSchema,
        version,
        stars: z.int().min(1).max(5),
        // Longer than may be sent: what is too long is refused in words.
        text: z.string().max(2_000_000),
        name: z.string().max(60),
      }),
    )
    .output(type<SentReview>()),
  withdraw: oc
    .route({ method: 'POST', path: '/reviews/withdraw', summary: 'Takes one’s own review back.' })
    .input(z.strictObject({ plugin: pluginIdSchema, version }))
    .output(type<void>()),
  /** Tells the operators of the services that show it. */
  report: oc
    .route({ method: 'POST', path: '/reviews/report', summary: 'Reports a review.' })
    .input(
      z.strictObject({
        plugin: pluginIdSchema,
        id: reviewId,
        why: z.string().min(1).max(500),
      }),
    )
    .output(type<void>()),
  services: oc
    .route({ method: 'GET', path: '/reviews/services', summary: 'The services that are read.' })
    .output(type<readonly ReviewsServiceInfo[]>()),
  addService: oc
    .route({ method: 'POST', path: '/reviews/services', summary: 'Reads one more service.' })
    .input(z.strictObject({ url }))
    .output(type<readonly ReviewsServiceInfo[]>()),
  removeService: oc
    .route({ method: 'POST', path: '/reviews/services/remove', summary: 'Reads it no more.' })
    .input(z.strictObject({ url }))
    .output(type<readonly ReviewsServiceInfo[]>()),
}
