import { err, ok, type Failure, type Result } from '#shared/kit'
import { attempt, nodeFiles, placeFile, writeFailure } from '../kit'

/** A finished file and the name that it shall have. */
export interface Placing {
  readonly part: string
  readonly out: string
}

/**
 * Gives finished files their names. One that was made in the meantime is not replaced unasked; then those
 * that were placed before it are taken away again.
 */
export async function placeAll(
  all: readonly Placing[],
  replace: boolean,
  exists: (path: string) => Failure,
): Promise<Result<void>> {
  const placed: string[] = []
  for (const { part, out } of all) {
    const done = await attempt(
      () => (replace ? nodeFiles.rename(part, out) : placeFile(part, out, nodeFiles)),
      errno => (errno === 'EEXIST' ? exists(out) : writeFailure(errno, out)),
    )
    if (done.ok) placed.push(out)
    else {
      if (!replace) for (const path of placed) await nodeFiles.remove(path)
      return err(done.error)
    }
  }
  return ok()
}
