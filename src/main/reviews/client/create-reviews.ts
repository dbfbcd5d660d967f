import { join } from 'node:path'
import { z } from 'zod'
import {
  MAX_REVIEW_LETTERS,
  type Rating,
  type RatingSummary,
  type ReviewsContract,
  type ReviewsServiceInfo,
  type ServiceOf,
} from '#shared/contract'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { AppPaths, Clock } from '../../kit'
import { authorOf, signStatement, type Signed } from '../signed-review'
import { callService } from './call-service'
import { ReviewCache } from './review-cache'
import { ensureReviewerKey, readReviewerKey } from './reviewer-key'
import { ReviewsReader, shown } from './reviews-reader'
import { serviceAddress } from './service-address'
import { ServiceList, type ReadService } from './service-list'

export interface Reviews {
  readonly service: ServiceOf<ReviewsContract>
  /** What is known of a plugin now, without asking anybody. */
  rating(plugin: string): Rating | undefined
  /** Of all plugins, as cards show it; `revision` counts the changes. */
  ratings(): {
    readonly revision: number
    readonly all: () => ReadonlyMap<string, RatingSummary>
  }
}

export interface ReviewsParts {
  readonly paths: Pick<AppPaths, 'data' | 'config' | 'cache'>
  readonly clock: Clock
}

const infoAnswer = z.object({
  service: z.literal('wireharp-reviews'),
  format: z.literal(1),
  name: z.string().max(100),
})
const takenAnswer = z.object({ id: z.string() })

/** Reviews of plugins: read at several services, also while they are away, and written with the user’s own key. */
export async function createReviews({ paths, clock }: ReviewsParts): Promise<Reviews> {
  const services = await ServiceList.open(join(paths.config, 'reviews.json'))
  const reader = new ReviewsReader(services, new ReviewCache(join(paths.cache, 'reviews')), clock)
  const keyFile = join(paths.data, 'reviewer.key')
  await reader.remember()

  const own = async () => {
    const key = await readReviewerKey(keyFile)
    return key.ok && key.value !== undefined ? authorOf(key.value) : undefined
  }
  const infos = (): readonly ReviewsServiceInfo[] => services.all.map(infoOf)

  /** Sends to every service; good enough where one took it. */
  async function send(signed: Signed): Promise<Result<{ taken: string[]; refused: Refusal[] }>> {
    if (services.all.length === 0) return err(fail('reviews-none', 'There is nowhere to send it.'))
    const refused: Refusal[] = []
    const taken: string[] = []
    await Promise.all(
      services.all.map(async ({ url }) => {
        const answer = await callService({ url, path: '/v1/reviews', body: signed }, takenAnswer)
        if (answer.ok) taken.push(url)
        else refused.push({ service: url, failure: answer.error })
      }),
    )
    const [first] = refused
    if (taken.length === 0 && first !== undefined) return err(first.failure)
    await reader.refresh(true)
    return ok({ taken, refused })
  }

  const service: ServiceOf<ReviewsContract> = {
    ratings({ plugins }) {
      void reader.refresh()
      const rated = plugins.map(plugin => [plugin, reader.rating(plugin)] as const)
      return ok(
        Object.fromEntries(rated.flatMap(([id, it]) => (it === undefined ? [] : [[id, it]]))),
      )
    },
    async of({ plugin }) {
      const [author] = await Promise.all([own(), reader.refresh()])
      return await reader.of(plugin, author)
    },
    async write({ plugin, version, stars, text, name }) {
      const written = text.trim().normalize('NFC')
      if (written.length > MAX_REVIEW_LETTERS) {
        return err(fail('review-too-large', `It has ${written.length} letters.`))
      }
      const key = await ensureReviewerKey(keyFile)
      if (!key.ok) return key
      const author = authorOf(key.value)
      const at = clock.now()
      const head = { format: 1, kind: 'review', plugin, version, author, at } as const
      const signed = signStatement({ ...head, stars, text: written, name: name.trim() }, key.value)
      const sent = await send(signed)
      if (!sent.ok) return sent
      const { taken, refused } = sent.value
      return ok({ review: shown(signed, taken, author), refused })
    },
    async withdraw({ plugin, version }) {
      const key = await readReviewerKey(keyFile)
      if (!key.ok) return key
      if (key.value === undefined) return err(fail('review-unknown', 'You have written no review.'))
      const head = { format: 1, kind: 'withdrawal', plugin, version } as const
      const statement = { ...head, author: authorOf(key.value), at: clock.now() }
      const sent = await send(signStatement(statement, key.value))
      return sent.ok ? ok() : sent
    },
    async report({ plugin, id, why }) {
      const key = await ensureReviewerKey(keyFile)
      if (!key.ok) return key
      const head = { format: 1, kind: 'report', plugin, version: '0.0.0', review: id, why } as const
      const statement = { ...head, author: authorOf(key.value), at: clock.now() }
      const sent = await send(signStatement(statement, key.value))
      return sent.ok ? ok() : sent
    },
    services: () => ok(infos()),
    async addService({ url: given }) {
      const url = serviceAddress(given)
      if (!url.ok) return url
      const info = await callService({ url: url.value, path: '/v1/info' }, infoAnswer)
      if (!info.ok) return info
      const added = await services.add({ url: url.value, name: info.value.name })
      if (!added.ok) return added
      await reader.refresh(true)
      return ok(infos())
    },
    async removeService({ url }) {
      const removed = await services.remove(url)
      return removed.ok ? ok(infos()) : removed
    },
  }
  return {
    service,
    rating: plugin => reader.rating(plugin),
    ratings: () => ({ revision: reader.revision, all: () => reader.summaries() }),
  }
}

interface Refusal {
  readonly service: string
  readonly failure: Failure
}

function infoOf({ url, name, reason, readAt }: ReadService): ReviewsServiceInfo {
  return {
    url,
    name,
    state: reason !== undefined ? 'offline' : readAt === undefined ? 'unread' : 'ready',
    ...(reason !== undefined && { reason }),
    ...(readAt !== undefined && { readAt }),
  }
}
