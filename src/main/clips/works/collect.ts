import { err, fail, ok, type Result } from '#shared/kit'
import type { Made } from '../clip-work'
import { madeSchema } from '../made-cache'

/** The result of a job that says it in our own form. */
export function collectMade(result: unknown): Result<Made> {
  const made = madeSchema.safeParse(result)
  return made.success
    ? ok(made.data)
    : err(fail('internal', 'A job told its result in an unknown form.'))
}
