import Database from 'better-sqlite3'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'

/** Runs database work. A full disk or a damaged file is a failure; a wrong query is a bug and goes through. */
export function guard<T>(work: () => T): Result<T> {
  try {
    return ok(work())
  } catch (error) {
    const failure = error instanceof Database.SqliteError ? sqliteFailure(error.code) : undefined
    if (failure === undefined) throw error
    return err(failure)
  }
}

/** Whether the file itself is no (whole) database, as against a disk that is full or slow. */
export function isDamage({ code }: Failure): boolean {
  return code === 'history-damaged'
}

function sqliteFailure(code: string): Failure | undefined {
  if (code === 'SQLITE_FULL') return fail('disk-full', 'The edit log could not be written.')
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/.test(code)) {
    return fail('folder-read-only', `Wireharp’s data folder cannot be written (${code}).`)
  }
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code)) {
    return fail('history-damaged', `The edit log is damaged (${code}).`)
  }
  if (/^SQLITE_(IOERR|BUSY|LOCKED|PROTOCOL|NOMEM|TOOBIG)/.test(code)) {
    return fail('write-failed', `The edit log could not be written (${code}).`)
  }
  return undefined
}
