import type { Rating, RatingSummary, Review, ReviewsOf } from '#shared/contract'
import { ok, type Failure, type Result } from '#shared/kit'
import type { Clock } from '../../kit'
import { ratingOf, type RatingSums } from '../rating'
import { isSigned, reviewId, type SignedReview } from '../signed-review'
import { callService } from './call-service'
import {
  ratingsAnswer,
  reviewsAnswer,
  type KeptReviews,
  type ReviewCache,
  type ReviewsPage,
} from './review-cache'
import type { ReadService, ServiceList } from './service-list'

/** How old ratings may be before they are read anew. */
const FRESH_MS = 10 * 60_000
/** Of one plugin at one service; who wants more reads there. */
const MOST_REVIEWS = 500

/** Reads services: what they say now, and where they are silent what they said last. */
export class ReviewsReader {
  readonly #services: ServiceList
  readonly #cache: ReviewCache
  readonly #clock: Clock
  readonly #sums = new Map<string, Readonly<Record<string, RatingSums>>>()
  readonly #asked = new Map<string, number>()
  #reading: Promise<void> = Promise.resolve()
  #read = 0

  constructor(services: ServiceList, cache: ReviewCache, clock: Clock) {
    this.#services = services
    this.#cache = cache
    this.#clock = clock
  }

  /** Counts the changes of what is known of any plugin. */
  get revision(): number {
    return this.#read + this.#services.revision
  }

  /** Takes in what was read before this start. */
  async remember(): Promise<void> {
    for (const service of this.#services.all) {
      const kept = await this.#cache.ratings(service.url)
      if (kept === undefined) continue
      this.#take(service.url, kept.ratings)
      service.readAt = kept.readAt
    }
  }

  /** At once, from memory. */
  rating(plugin: string): Rating | undefined {
    const own = (sums: Readonly<Record<string, RatingSums>> | undefined) =>
      sums !== undefined && Object.hasOwn(sums, plugin) ? sums[plugin] : undefined
    const parts = this.#services.all.map(({ url }) => own(this.#sums.get(url)))
    return ratingOf(parts.filter(part => part !== undefined))
  }

  /** Of all plugins, as cards show it. */
  summaries(): ReadonlyMap<string, RatingSummary> {
    const ids = new Set([...this.#sums.values()].flatMap(sums => Object.keys(sums)))
    return new Map(
      [...ids].flatMap(id => {
        const rating = this.rating(id)
        if (rating === undefined) return []
        return [[id, { mean: rating.average, count: rating.count }] as const]
      }),
    )
  }

  /** Reads the ratings of all services whose are old; those that do not answer are not asked again for a while. */
  refresh(force = false): Promise<void> {
    const now = this.#clock.monotonic()
    const due = this.#services.all.filter(
      ({ url }) => force || now - (this.#asked.get(url) ?? -Infinity) > FRESH_MS,
    )
    if (due.length === 0) return this.#reading
    for (const { url } of due) this.#asked.set(url, now)
    const reading = Promise.all([this.#reading, ...due.map(service => this.#readRatings(service))])
    this.#reading = reading.then(() => undefined)
    return this.#reading
  }

  async of(plugin: string, author: string | undefined): Promise<Result<ReviewsOf>> {
    const services = this.#services.all
    const said = await Promise.all(services.map(service => this.#readReviews(service, plugin)))
    const reviews = new Map<string, { signed: SignedReview; services: string[] }>()
    const failures: { service: string; failure: Failure }[] = []
    const times: number[] = []
    said.forEach(({ kept, failure }, index) => {
      const url = services[index]?.url ?? ''
      if (failure !== undefined) failures.push({ service: url, failure })
      if (kept !== undefined) times.push(kept.readAt)
      for (const signed of kept?.reviews ?? []) {
        const id = reviewId(signed.plugin, signed.version, signed.author)
        const known = reviews.get(id)
        const shownBy = [...(known?.services ?? []), url]
        const newer = known === undefined || known.signed.at < signed.at ? signed : known.signed
        reviews.set(id, { signed: newer, services: shownBy })
      }
    })
    const listed = [...reviews.values()].map(({ signed, services: shownBy }) =>
      shown(signed, shownBy, author),
    )
    const rating = this.rating(plugin)
    return ok({
      plugin,
      ...(rating !== undefined && { rating }),
      reviews: listed.toSorted((a, b) => b.at - a.at),
      failures,
      writable: failures.length < services.length,
      ...(times.length > 0 && { asOf: Math.min(...times) }),
    })
  }

  #take(url: string, ratings: Readonly<Record<string, RatingSums>>): void {
    this.#sums.set(url, ratings)
    this.#read++
  }

  async #readRatings(service: ReadService): Promise<void> {
    const { url } = service
    const answer = await callService({ url, path: '/v1/ratings' }, ratingsAnswer)
    service.reason = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    const { ratings } = answer.value
    this.#take(url, ratings)
    service.readAt = this.#clock.now()
    await this.#cache.keepRatings(url, { readAt: service.readAt, ratings })
  }

  async #readReviews(
    service: ReadService,
    plugin: string,
  ): Promise<{ kept?: KeptReviews | undefined; failure?: Failure }> {
    const { url } = service
    const reviews: SignedReview[] = []
    let from: number | undefined = 0
    while (from !== undefined && reviews.length < MOST_REVIEWS) {
      const path: string = `/v1/reviews?plugin=${encodeURIComponent(plugin)}&from=${from}`
      const answer: Result<ReviewsPage> = await callService({ url, path }, reviewsAnswer)
      service.reason = answer.ok ? undefined : answer.error
      if (!answer.ok) {
        return { kept: await this.#cache.reviews(url, plugin), failure: answer.error }
      }
      // A service may hide reviews, but neither make nor change one.
      reviews.push(...answer.value.reviews.filter(each => each.plugin === plugin && isSigned(each)))
      from =
        answer.value.next === undefined || answer.value.next <= from ? undefined : answer.value.next
    }
    const kept = { readAt: this.#clock.now(), reviews }
    await this.#cache.keepReviews(url, plugin, kept)
    return { kept }
  }
}

/** A review as the page shows it. */
export function shown(
  { plugin, version, author, stars, text, name, at }: SignedReview,
  services: readonly string[],
  own: string | undefined,
): Review {
  return {
    id: reviewId(plugin, version, author),
    version,
    stars,
    text,
    name,
    author: author.slice(0, 8),
    at,
    mine: author === own,
    services,
  }
}
