import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { attempt, readFailure, sha256, writeDurably, writeFailure } from '../../kit'
import { isPlausible, ratingSumsSchema } from '../rating'
import { signedReviewSchema } from '../signed-review'

/** A service may have more plugins than this; the rest goes unrated. */
const MOST_RATINGS = 50_000

const ratingsSchema = z.record(z.string().max(200), ratingSumsSchema)
export const ratingsAnswer = z.object({
  ratings: ratingsSchema.transform(all =>
    Object.fromEntries(
      Object.entries(all)
        .slice(0, MOST_RATINGS)
        .filter(([, sums]) => isPlausible(sums)),
    ),
  ),
})
export const reviewsAnswer = z.object({
  reviews: z.array(signedReviewSchema).max(50),
  next: z.int().optional(),
})
export type ReviewsPage = z.infer<typeof reviewsAnswer>

const keptRatings = z.object({ readAt: z.number(), ratings: ratingsSchema })
const keptReviews = z.object({ readAt: z.number(), reviews: z.array(signedReviewSchema) })
export type KeptRatings = z.infer<typeof keptRatings>
export type KeptReviews = z.infer<typeof keptReviews>

/** What each service said last, as files: what is read when it does not answer. Lost, it costs a call. */
export class ReviewCache {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  ratings(url: string): Promise<KeptRatings | undefined> {
    return read(join(this.#of(url), 'ratings.json'), keptRatings)
  }

  async keepRatings(url: string, kept: KeptRatings): Promise<void> {
    await this.#write(url, 'ratings.json', kept)
  }

  reviews(url: string, plugin: string): Promise<KeptReviews | undefined> {
    return read(join(this.#of(url), fileOf(plugin)), keptReviews)
  }

  async keepReviews(url: string, plugin: string, kept: KeptReviews): Promise<void> {
    await this.#write(url, fileOf(plugin), kept)
  }

  #of(url: string): string {
    return join(this.#folder, sha256(url).slice(0, 32))
  }

  async #write(url: string, name: string, value: unknown): Promise<void> {
    const folder = this.#of(url)
    await attempt(
      () => mkdir(folder, { recursive: true }),
      errno => writeFailure(errno, folder),
    )
    await writeDurably(join(folder, name), JSON.stringify(value))
  }
}

function fileOf(plugin: string): string {
  return `${sha256(plugin).slice(0, 32)}.json`
}

async function read<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!text.ok) return undefined
  try {
    const parsed = schema.safeParse(JSON.parse(text.value))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
