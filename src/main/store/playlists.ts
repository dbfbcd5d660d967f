import type { Database } from 'better-sqlite3'
import type { PlaylistInfo } from '#shared/contract'
import type { Result } from '#shared/kit'
import { guard } from './guard'

const columns = `
  playlist.id, playlist.name, count(track.id) AS tracks, coalesce(sum(track.seconds), 0) AS seconds
  FROM playlist LEFT JOIN playlist_track ON playlist = playlist.id LEFT JOIN track ON track.id = track`

/** Lists of sounds, in order. A sound may be in one more than once. */
export function playlists(database: Database) {
  const list = database.prepare<[], PlaylistInfo>(
    `SELECT ${columns} GROUP BY playlist.id ORDER BY playlist.id DESC`,
  )
  const byId = database.prepare<[number], PlaylistInfo>(
    `SELECT ${columns} WHERE playlist.id = ? GROUP BY playlist.id`,
  )
  const insert = database.prepare<[string, number], { id: number }>(
    'INSERT INTO playlist (name, created_at) VALUES (?, ?) RETURNING id',
  )
  const rename = database.prepare<[string, number]>('UPDATE playlist SET name = ? WHERE id = ?')
  const remove = database.prepare<[number]>('DELETE FROM playlist WHERE id = ?')
  const clear = database.prepare<[number]>('DELETE FROM playlist_track WHERE playlist = ?')
  const put = database.prepare<[number, number, number]>(
    `INSERT INTO playlist_track (playlist, place, track)
     SELECT ?, ?, id FROM track WHERE id = ?`,
  )
  const tracks = database.prepare<[number], { track: number }>(
    'SELECT track FROM playlist_track WHERE playlist = ? ORDER BY place',
  )

  function fill(playlist: number, ids: readonly number[]): void {
    clear.run(playlist)
    for (const [place, id] of ids.entries()) put.run(playlist, place, id)
  }

  return {
    list: (): Result<PlaylistInfo[]> => guard(() => list.all()),
    get: (id: number): Result<PlaylistInfo | undefined> => guard(() => byId.get(id)),
    add: (name: string, ids: readonly number[], now: number): Result<PlaylistInfo | undefined> =>
      guard(
        database.transaction(() => {
          const row = insert.get(name, now)
          if (row === undefined) return undefined
          fill(row.id, ids)
          return byId.get(row.id)
        }),
      ),
    rename: (id: number, name: string): Result<boolean> =>
      guard(() => rename.run(name, id).changes === 1),
    remove: (id: number): Result<boolean> => guard(() => remove.run(id).changes === 1),
    set: (id: number, ids: readonly number[]): Result<void> =>
      guard(database.transaction(() => fill(id, ids))),
    tracks: (id: number): Result<number[]> => guard(() => tracks.all(id).map(({ track }) => track)),
  }
}

export type Playlists = ReturnType<typeof playlists>
