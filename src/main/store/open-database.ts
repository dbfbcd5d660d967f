import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import { guard, isDamage } from './guard'
import { migrate, SCHEMA_VERSION, versionOf } from './schema'

/**
 * Pages of 4 kB. Long before, another thread has written the log into the database (see `WalKeeper`); where that cannot be,
 * a commit does it.
 */
const LONGEST_LOG = 16_000
/** Of the log’s file, when it begins anew: so its size says how much is in it. */
const KEPT_LOG: Bytes = 2 ** 20

export interface OpenedDatabase {
  readonly database: Database.Database
  /** Where a damaged one was put, if there was one. */
  readonly setAside?: string
}

/** Opens the database; a damaged one is moved aside, never deleted, and a new one is made. */
export function openDatabase(path: string, now: number): Result<OpenedDatabase> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const first = tryOpen(path)
  if (first.ok) return ok({ database: first.value })
  if (!isDamage(first.error)) return first
  const setAside = moveAside(path, now)
  const second = tryOpen(path)
  return second.ok ? ok({ database: second.value, setAside }) : second
}

function tryOpen(path: string): Result<Database.Database> {
  const opened = guard(() => new Database(path, { timeout: 5000 }))
  if (!opened.ok) return opened
  const database = opened.value
  const ready = guard(() => prepare(database))
  if (ready.ok && ready.value.ok) return ok(database)
  database.close()
  return ready.ok && !ready.value.ok ? err(ready.value.error) : err(failureOf(ready))
}

function failureOf(result: Result<unknown>) {
  return result.ok ? fail('internal', '') : result.error
}

/** FULL, because what was acknowledged must survive a power cut as well as a kill; edits have a way of their own to that. */
function prepare(database: Database.Database): Result<void> {
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma(`wal_autocheckpoint = ${LONGEST_LOG}`)
  database.pragma(`journal_size_limit = ${KEPT_LOG}`)
  const version = versionOf(database)
  if (version > SCHEMA_VERSION) {
    const detail = `The data folder is of version ${version}, this Wireharp knows ${SCHEMA_VERSION}.`
    return err(fail('data-version-newer', detail))
  }
  const check = String(database.pragma('quick_check(1)', { simple: true }))
  if (check !== 'ok') return err(fail('history-damaged', 'The edit log is damaged.'))
  migrate(database)
  return ok()
}

function moveAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  const target = `${path}.damaged-${stamp}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  }
  return target
}
