import Database from 'better-sqlite3'
import type { Result } from '#shared/kit'
import { guard } from './guard'

/**
 * Writes as much of the log into the database as nobody reads, and waits for no one. A connection of its own, for as long
 * as that takes: so the last one that closes is the user’s.
 */
export function checkpoint(path: string): Result<void> {
  return guard(() => {
    const database = new Database(path, { fileMustExist: true })
    try {
      database.pragma('wal_checkpoint(PASSIVE)')
    } finally {
      database.close()
    }
  })
}
