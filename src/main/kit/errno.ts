import { err, fail, ok, type Failure, type Result } from '#shared/kit'

/** The system's own name of an error (ENOSPC, EACCES …), or undefined where the error is no system error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/**
 * Runs file-system work and turns the system's errors into a failure. Node's file API throws for what is
 * expected (a full disk, a missing file), so this is the one place that catches it; bugs go through.
 */
export async function attempt<T>(
  work: () => Promise<T>,
  toFailure: (errno: string) => Failure,
): Promise<Result<T>> {
  try {
    return ok(await work())
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    return err(toFailure(errno))
  }
}

/** Why something could not be written, for the user. */
export function writeFailure(errno: string, what: string): Failure {
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('disk-full', `There is no space left to write ${what}.`)
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return fail('folder-read-only', `You may not write ${what}.`)
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('write-failed', `There is no such folder to write ${what} to.`)
    default:
      return fail('write-failed', `Writing ${what} failed (${errno}).`)
  }
}

/** Why something could not be read, for the user. */
export function readFailure(errno: string, what: string): Failure {
  return errno === 'ENOENT' || errno === 'ENOTDIR'
    ? fail('file-not-found', `There is no ${what}.`)
    : fail('file-unreadable', `Reading ${what} failed (${errno}).`)
}

/** `attempt` for the few places that must not wait. */
export function attemptSync<T>(work: () => T, toFailure: (errno: string) => Failure): Result<T> {
  try {
    return ok(work())
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    return err(toFailure(errno))
  }
}
