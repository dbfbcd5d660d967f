import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import type { Clock } from '../../kit'
import { openReviewRows } from '../../store'
import { ReviewDesk } from './review-desk'

/** Opens, or makes, what a service has in a folder. */
export function openReviews(
  folder: string,
  clock: Clock,
): Result<{ readonly desk: ReviewDesk } & Disposable> {
  const rows = openReviewRows(join(folder, 'reviews.db'))
  if (!rows.ok) return rows
  using opening = new DisposableStack()
  opening.use(rows.value)
  const desk = ReviewDesk.open(rows.value, clock)
  if (!desk.ok) return desk
  const kept = opening.move()
  return ok({ desk: desk.value, [Symbol.dispose]: () => kept.dispose() })
}
