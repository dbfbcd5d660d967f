import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { ownStamp, takeLockFile, type FilePort, type ProcessStamp } from '../kit'

/** Held as long as a project is open; nobody else opens it meanwhile. */
export interface ProjectLock extends AsyncDisposable {
  readonly path: string
  /** Whose lock it was before did not end in order. */
  readonly left: boolean
}

/**
 * Takes `<file>.lock`. The lock of a process that is gone is taken over; one of a living process refuses,
 * with who it is. Where the folder cannot be written there is no lock and nothing to protect: undefined.
 */
export async function takeLock(
  file: string,
  files: FilePort,
): Promise<Result<ProjectLock | undefined>> {
  const path = `${file}.lock`
  const lock = await takeLockFile(path, files)
  switch (lock.kind) {
    case 'taken':
      return ok({ path, left: lock.left, [Symbol.asyncDispose]: () => lock.release() })
    case 'unwritable':
      return ok(undefined)
    case 'failed':
      return err(lock.failure)
    case 'held':
      return err(
        lock.by === undefined
          ? fail('project-locked', `“${file}” is being opened elsewhere.`)
          : lockedBy(file, lock.by),
      )
  }
}

function lockedBy(file: string, { pid, host }: ProcessStamp): Failure {
  const where = host === ownStamp().host ? '' : ` on ${host}`
  return fail('project-locked', `“${file}” is open in another Wireharp (process ${pid}${where}).`)
}
