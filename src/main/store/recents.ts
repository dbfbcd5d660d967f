import type { Database } from 'better-sqlite3'
import type { Result } from '#shared/kit'
import { guard } from './guard'

export interface Recent {
  readonly path: string
  readonly title: string
  readonly openedAt: number
}

const KEPT = 50

/** The projects that were open lately, the last first. */
export function recents(database: Database) {
  const list = database.prepare<[], Recent>(
    'SELECT path, title, opened_at AS openedAt FROM recent ORDER BY opened_at DESC, path',
  )
  const note = database.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO recent (path, title, opened_at) VALUES (?, ?, ?)',
  )
  const drop = database.prepare<[number]>(
    'DELETE FROM recent WHERE path NOT IN (SELECT path FROM recent ORDER BY opened_at DESC LIMIT ?)',
  )
  const forget = database.prepare<[string]>('DELETE FROM recent WHERE path = ?')

  return {
    list: (): Result<Recent[]> => guard(() => list.all()),
    note: ({ path, title, openedAt }: Recent): Result<void> =>
      guard(
        database.transaction(() => {
          note.run(path, title, openedAt)
          drop.run(KEPT)
        }),
      ),
    forget: (path: string): Result<void> => guard(() => void forget.run(path)),
  }
}

export type Recents = ReturnType<typeof recents>
