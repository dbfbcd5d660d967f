import { randomBytes, timingSafeEqual } from 'node:crypto'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Clock } from '../../kit'
import type { ReviewRow, ReviewRows } from '../../store'
import { addUp, ratingSumsSchema, type RatingSums } from '../rating'
import {
  parseSigned,
  reviewId,
  signedReviewSchema,
  type Signed,
  type SignedReview,
} from '../signed-review'
import { networkOf } from './network-of'

/** How far a clock may go ahead of ours. */
const AHEAD_MS = 10 * 60_000
const PAGE = 50

/** A review as its operator sees it. */
export interface Moderated {
  readonly id: string
  readonly hidden?: string
  readonly statement: unknown
}
/** One that readers reported: what the last of them wrote, and how many they are. */
export interface Reported extends Moderated {
  readonly why: string
  readonly at: number
  readonly times: number
}

/** As the operator sees it; `hidden`: why. */
export interface Listed {
  readonly id: string
  readonly review: SignedReview
  readonly hidden?: string
}

/** What a reviews service does, whoever asks it. */
export class ReviewDesk {
  readonly #rows: ReviewRows
  readonly #clock: Clock
  readonly #salt: string
  /** The word by which the operator is known. */
  readonly token: string

  private constructor(rows: ReviewRows, clock: Clock, salt: string, token: string) {
    this.#rows = rows
    this.#clock = clock
    this.#salt = salt
    this.token = token
  }

  static open(rows: ReviewRows, clock: Clock): Result<ReviewDesk> {
    const word = () => randomBytes(32).toString('base64url')
    const salt = rows.secret('salt', word)
    if (!salt.ok) return salt
    const token = rows.secret('operator-token', word)
    return token.ok ? ok(new ReviewDesk(rows, clock, salt.value, token.value)) : token
  }

  isOperator(token: string): boolean {
    const given = Buffer.from(token)
    const own = Buffer.from(this.token)
    return given.length === own.length && timingSafeEqual(given, own)
  }

  networkOf(address: string): string {
    return networkOf(address, this.#salt)
  }

  /** Takes a signed review, withdrawal or report; says of which review. */
  take(body: unknown, network: string): Result<{ readonly id: string }> {
    const read = parseSigned(body)
    if (!read.ok) return read
    const signed = read.value
    if (signed.at > this.#clock.now() + AHEAD_MS) {
      return err(fail('review-from-future', 'It is dated in the future.'))
    }
    return signed.kind === 'report' ? this.#report(signed) : this.#put(signed, network)
  }

  ratings(): Result<Record<string, RatingSums>> {
    const rows = this.#rows.ratings()
    if (!rows.ok) return rows
    const read = (sums: string) => ratingSumsSchema.parse(JSON.parse(sums))
    return ok(Object.fromEntries(rows.value.map(({ plugin, sums }) => [plugin, read(sums)])))
  }

  /** A page of the reviews of a plugin, as they were signed. */
  page(plugin: string, from: number): Result<{ reviews: readonly unknown[]; next?: number }> {
    const rows = this.#rows.page(plugin, from, PAGE + 1)
    if (!rows.ok) return rows
    const reviews = rows.value.slice(0, PAGE).map(statementOf)
    return ok(rows.value.length > PAGE ? { reviews, next: from + PAGE } : { reviews })
  }

  /** What was reported, the most often first; with the review itself. */
  reports(): Result<readonly Reported[]> {
    const reports = this.#rows.reports()
    if (!reports.ok) return reports
    const listed: Reported[] = []
    for (const { review, why, at, times } of reports.value) {
      const row = this.#rows.get(review)
      if (!row.ok) return row
      if (row.value !== undefined) listed.push({ ...moderated(row.value), why, at, times })
    }
    return ok(listed)
  }

  /** Hides a review, or shows it again without a reason. It stays so when its author writes it anew. */
  hide(id: string, reason: string): Result<void> {
    const row = this.#rows.get(id)
    if (!row.ok) return row
    if (row.value === undefined || row.value.withdrawn === 1) return err(unknownReview())
    const hidden = this.#rows.hide(id, reason)
    return hidden.ok ? this.#count(row.value.plugin) : hidden
  }

  /** For whoever looks after the service: every review, or those of a plugin, hidden ones too. */
  *list(plugin?: string): Generator<Listed, void, void> {
    const all = this.#rows.all(true)
    if (!all.ok) return
    for (const row of all.value) {
      const review = signedReviewSchema.safeParse(statementOf(row)).data
      if (review === undefined || (plugin !== undefined && review.plugin !== plugin)) continue
      yield { id: row.id, review, ...(row.hidden !== '' && { hidden: row.hidden }) }
    }
  }

  /** Every review as a line of JSON: those shown, or for the operator the hidden ones too. */
  *lines(hiddenToo: boolean): Generator<string, void, void> {
    const all = this.#rows.all(hiddenToo)
    if (!all.ok) return
    for (const row of all.value) {
      yield `${JSON.stringify(hiddenToo ? moderated(row) : statementOf(row))}\n`
    }
  }

  #put(signed: Exclude<Signed, { kind: 'report' }>, network: string): Result<{ id: string }> {
    const { plugin, version, author, at } = signed
    const id = reviewId(plugin, version, author)
    const old = this.#rows.get(id)
    if (!old.ok) return old
    // Whatever was signed before may be sent again by anybody.
    if (old.value !== undefined && at <= old.value.at) {
      return err(fail('review-stale', 'The service has this review or a newer one.'))
    }
    const isReview = signed.kind === 'review'
    if (!isReview && old.value === undefined) return err(unknownReview())
    const row: ReviewRow = {
      id,
      plugin,
      version,
      author,
      at,
      stars: isReview ? signed.stars : 0,
      statement: JSON.stringify(signed),
      withdrawn: isReview ? 0 : 1,
      hidden: old.value?.hidden ?? '',
      network: old.value?.network ?? network,
    }
    const put = this.#rows.put(row)
    if (!put.ok) return put
    const counted = this.#count(plugin)
    return counted.ok ? ok({ id }) : counted
  }

  #report({ review, author, why, at }: Extract<Signed, { kind: 'report' }>): Result<{
    id: string
  }> {
    const row = this.#rows.get(review)
    if (!row.ok) return row
    if (row.value === undefined || row.value.withdrawn === 1 || row.value.hidden !== '') {
      return err(unknownReview())
    }
    const kept = this.#rows.report({ review, reporter: author, why, at })
    return kept.ok ? ok({ id: review }) : kept
  }

  #count(plugin: string): Result<void> {
    const votes = this.#rows.votes(plugin)
    if (!votes.ok) return votes
    const sums = votes.value.length === 0 ? undefined : JSON.stringify(addUp(votes.value))
    return this.#rows.setRating(plugin, sums)
  }
}

function statementOf({ statement }: ReviewRow): unknown {
  return JSON.parse(statement)
}

function moderated(row: ReviewRow): Moderated {
  const { id, hidden } = row
  return { id, ...(hidden !== '' && { hidden }), statement: statementOf(row) }
}

function unknownReview() {
  return fail('review-unknown', 'The service has no such review.')
}
