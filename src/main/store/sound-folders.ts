import type { Database } from 'better-sqlite3'
import type { FailedFile } from '#shared/contract'
import type { Result } from '#shared/kit'
import { guard } from './guard'
import { failureOf } from './track-rows'
import type { SoundFolder, TrackFile } from './track-types'

interface FileRow {
  readonly path: string
  readonly folder: number
  readonly track: number | null
  readonly bytes: number
  readonly modified_at: number
  readonly missing: number
  readonly failure: string | null
}

export interface FolderCounts extends SoundFolder {
  readonly files: number
  readonly missing: number
  readonly failed: number
}

/** Folders of sounds and the files in them. */
export function soundFolders(database: Database) {
  const list = database.prepare<[], FolderCounts>(
    `SELECT id, path, added_at AS addedAt,
       (SELECT count(*) FROM track_file WHERE folder = sound_folder.id) AS files,
       (SELECT count(*) FROM track_file WHERE folder = sound_folder.id AND missing) AS missing,
       (SELECT count(*) FROM track_file WHERE folder = sound_folder.id AND failure IS NOT NULL) AS failed
     FROM sound_folder ORDER BY path`,
  )
  const byId = database.prepare<[number], SoundFolder>(
    'SELECT id, path, added_at AS addedAt FROM sound_folder WHERE id = ?',
  )
  const add = database.prepare<[string, number], SoundFolder>(
    `INSERT INTO sound_folder (path, added_at) VALUES (?, ?)
     ON CONFLICT (path) DO UPDATE SET path = path RETURNING id, path, added_at AS addedAt`,
  )
  const remove = database.prepare<[number]>('DELETE FROM sound_folder WHERE id = ?')
  const rename = database.prepare<[string, number]>('UPDATE sound_folder SET path = ? WHERE id = ?')
  const moveFiles = database.prepare<[string, number, number]>(
    'UPDATE OR REPLACE track_file SET path = ? || substr(path, ?) WHERE folder = ?',
  )
  const files = database.prepare<[number], FileRow>('SELECT * FROM track_file WHERE folder = ?')
  const miss = database.prepare<[number, string]>(
    'UPDATE track_file SET missing = ? WHERE path = ?',
  )
  const drop = database.prepare<[string]>('DELETE FROM track_file WHERE path = ? AND track IS NULL')
  const failed = database.prepare<[number | null, number | null], FileRow>(
    `SELECT * FROM track_file WHERE failure IS NOT NULL AND (? IS NULL OR folder = ?)
     ORDER BY path LIMIT 10000`,
  )
  const relink = database.prepare<[string, number, number, string]>(
    'UPDATE OR REPLACE track_file SET path = ?, bytes = ?, modified_at = ?, missing = 0 WHERE path = ?',
  )

  return {
    list: (): Result<FolderCounts[]> => guard(() => list.all()),

    get: (id: number): Result<SoundFolder | undefined> => guard(() => byId.get(id)),

    /** The one that is there, where it is known. */
    add: (path: string, now: number): Result<SoundFolder | undefined> =>
      guard(() => add.get(path, now)),

    /** With its files. */
    remove: (id: number): Result<void> => guard(() => void remove.run(id)),

    move: (folder: SoundFolder, path: string): Result<void> =>
      guard(
        database.transaction(() => {
          rename.run(path, folder.id)
          moveFiles.run(path, folder.path.length + 1, folder.id)
        }),
      ),

    files: (folder: number): Result<TrackFile[]> => guard(() => files.all(folder).map(fileOf)),

    /** Files that are gone, and such that are there again. A file that never held a sound is forgotten. */
    missing: (paths: readonly string[], isMissing: boolean): Result<void> =>
      guard(
        database.transaction(() => {
          for (const path of paths) {
            if (isMissing) drop.run(path)
            miss.run(isMissing ? 1 : 0, path)
          }
        }),
      ),

    relink: (old: string, to: { path: string; bytes: number; modifiedAt: number }): Result<void> =>
      guard(() => void relink.run(to.path, to.bytes, to.modifiedAt, old)),

    failed: (folder: number | undefined): Result<FailedFile[]> =>
      guard(() =>
        failed.all(folder ?? null, folder ?? null).flatMap(({ path, failure }) => {
          const why = failureOf(failure)
          return why === undefined ? [] : [{ path, failure: why }]
        }),
      ),
  }
}

export type SoundFolders = ReturnType<typeof soundFolders>

function fileOf(row: FileRow): TrackFile {
  const failure = failureOf(row.failure)
  return {
    path: row.path,
    folder: row.folder,
    bytes: row.bytes,
    modifiedAt: row.modified_at,
    isMissing: row.missing === 1,
    ...(row.track !== null && { track: row.track }),
    ...(failure !== undefined && { failure }),
  }
}
