import { ORPCError } from '@orpc/client'
import { err, fail, isFailure, ok, type Failure, type Result } from '#shared/kit'

/**
 * The answer of a call to the shell as a value: what the shell refused, and a connection that broke, are
 * failures alike.
 */
export async function attempt<T>(call: Promise<T>): Promise<Result<T>> {
  try {
    return ok(await call)
  } catch (error) {
    return err(toFailure(error))
  }
}

/** The failure that an error from the wire stands for. */
export function toFailure(error: unknown): Failure {
  if (isFailure(error)) return error
  if (error instanceof ORPCError) {
    const data: unknown = error.data
    if (isFailure(data)) return data
    if (error.code === 'BAD_REQUEST') return fail('request-invalid', error.message)
    return fail('internal', error.message)
  }
  return connectionLost
}

/** What a call fails with while the shell cannot be reached. It is tried again as soon as it can. */
export const connectionLost: Failure = {
  code: 'engine-unavailable',
  message: 'Wireharp does not answer. Reconnecting…',
}

export function isConnectionLost(failure: Failure): boolean {
  return failure === connectionLost
}
