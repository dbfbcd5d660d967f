import type { Database } from 'better-sqlite3'
import type { Result } from '#shared/kit'
import { guard } from './guard'
import type { History, SavePoint } from './history-types'

interface Row {
  readonly id: number
  readonly path: string
  readonly project_id: string
  readonly draft: number
  readonly open: number
  readonly opened_at: number
  readonly saved_hash: string
  readonly saved_revision: number
  readonly saved_top: number
  readonly pending_path: string | null
  readonly pending_hash: string | null
  readonly pending_revision: number | null
  readonly pending_top: number | null
}

export interface NewHistory {
  readonly path: string
  readonly projectId: string
  readonly draft: boolean
  readonly saved: SavePoint
  readonly now: number
}

/** Which files have a history, and which state of it each file holds. */
export function histories(database: Database) {
  const byPath = database.prepare<[string], Row>(
    'SELECT * FROM history WHERE active = 1 AND path = ?',
  )
  const byPending = database.prepare<[string], Row>(
    'SELECT * FROM history WHERE active = 1 AND pending_path = ? ORDER BY id DESC',
  )
  const open = database.prepare<[], Row>(
    'SELECT * FROM history WHERE active = 1 AND open = 1 ORDER BY opened_at DESC, id DESC',
  )
  const insert = database.prepare<[string, string, number, number, string, number, number], Row>(
    `INSERT INTO history (path, project_id, draft, opened_at, saved_hash, saved_revision, saved_top)
     VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  )
  const setOpen = database.prepare<[number, number, number]>(
    'UPDATE history SET open = ?, opened_at = ? WHERE id = ?',
  )
  const setPending = database.prepare<[string, string, number, number, number]>(
    `UPDATE history SET pending_path = ?, pending_hash = ?, pending_revision = ?, pending_top = ?
     WHERE id = ?`,
  )
  const settle = database.prepare<[string, number, string, number, number, number]>(
    `UPDATE history SET path = ?, draft = ?, saved_hash = ?, saved_revision = ?, saved_top = ?,
     pending_path = NULL, pending_hash = NULL, pending_revision = NULL, pending_top = NULL WHERE id = ?`,
  )
  const leave = database.prepare<[string, number]>(
    'UPDATE history SET active = 0, open = 0 WHERE active = 1 AND path = ? AND id <> ?',
  )
  const remove = database.prepare<[number]>('DELETE FROM history WHERE id = ?')

  return {
    ofPath: (path: string): Result<History | undefined> => guard(() => fromRow(byPath.get(path))),

    /** Histories with a save to this path of which nobody noted the end. */
    pendingAt: (path: string): Result<History[]> =>
      guard(() => byPending.all(path).flatMap(row => fromRow(row) ?? [])),

    /** What was open when Wireharp ended, the last first. */
    open: (): Result<History[]> => guard(() => open.all().flatMap(row => fromRow(row) ?? [])),

    /** A new history; an older one of the same path is kept, inactive. */
    begin: ({ path, projectId, draft, saved, now }: NewHistory): Result<History> =>
      guard(
        database.transaction(() => {
          leave.run(path, -1)
          const { hash, revision, top } = saved
          const row = insert.get(path, projectId, Number(draft), now, hash, revision, top)
          const history = fromRow(row)
          if (history === undefined) throw new Error('INSERT … RETURNING gave no row')
          return history
        }),
      ),

    setOpen: (id: number, isOpen: boolean, at: number): Result<void> =>
      guard(() => void setOpen.run(Number(isOpen), at, id)),

    /** To be called before a file is replaced, so that a crash leaves no doubt about what it holds. */
    intend: (id: number, path: string, { hash, revision, top }: SavePoint): Result<void> =>
      guard(() => void setPending.run(path, hash, revision, top, id)),

    /** The file at `path` holds this state now. Another history that had the path is kept, inactive. */
    settle: (id: number, path: string, draft: boolean, saved: SavePoint): Result<void> =>
      guard(
        database.transaction(() => {
          leave.run(path, id)
          settle.run(path, Number(draft), saved.hash, saved.revision, saved.top, id)
        }),
      ),

    /** Only for a draft in which nothing was ever done. */
    remove: (id: number): Result<void> => guard(() => void remove.run(id)),
  }
}

export type Histories = ReturnType<typeof histories>

function fromRow(row: Row | undefined): History | undefined {
  if (row === undefined) return undefined
  const { pending_path: path, pending_hash: hash } = row
  return {
    id: row.id,
    path: row.path,
    projectId: row.project_id,
    draft: row.draft === 1,
    open: row.open === 1,
    openedAt: row.opened_at,
    saved: { hash: row.saved_hash, revision: row.saved_revision, top: row.saved_top },
    ...(path !== null &&
      hash !== null && {
        pending: { path, hash, revision: row.pending_revision ?? 0, top: row.pending_top ?? 0 },
      }),
  }
}
