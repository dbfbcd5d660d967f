import { basename, dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { SoundFilters, SoundSort, TrackRow } from '#shared/contract'
import type { Result } from '#shared/kit'
import type { Embeddings } from './embeddings'
import { guard } from './guard'
import { trackColumns, trackOf, type StoredTrack } from './track-rows'
import type { HeardFile, TrackFacts } from './track-types'
import { filterSql, textQuery } from './track-filters'

export interface TrackQuery {
  readonly text: string
  readonly filters: SoundFilters
  readonly sort: SoundSort
  readonly descending: boolean
  readonly offset: number
  readonly limit: number
}

/** What is not known of every sound. */
const unknown = {
  artist: null,
  album: null,
  genre: null,
  comment: null,
  loudness: null,
  peak: null,
  tempo: null,
  key: null,
}

const sorts: Readonly<Record<SoundSort, string>> = {
  name: 'track.name COLLATE NOCASE',
  added: 'track.added_at',
  tempo: 'track.tempo',
  key: 'track.key',
  loudness: 'track.loudness',
  seconds: 'track.seconds',
}

/** The sounds of the library, by their content. */
export function tracks(database: Database, embeddings: Embeddings) {
  const insert = database.prepare<[Readonly<Record<string, unknown>>], { id: number }>(
    `INSERT INTO track (sha256, name, artist, album, genre, comment, format, type, bytes, sample_rate,
       channels, frames, seconds, loudness, peak, tempo, key, shape, added_at)
     VALUES (@sha256, @name, @artist, @album, @genre, @comment, @format, @type, @bytes, @sampleRate,
       @channels, @frames, @seconds, @loudness, @peak, @tempo, @key, @shape, @now) RETURNING id`,
  )
  const byHash = database.prepare<[string], { id: number }>('SELECT id FROM track WHERE sha256 = ?')
  const hashes = database.prepare<[number], { sha256: string }>(
    'SELECT sha256 FROM track WHERE bytes = ? LIMIT 500',
  )
  const hashOf = database.prepare<[number], { sha256: string }>(
    'SELECT sha256 FROM track WHERE id = ?',
  )
  const putFile = database.prepare<[string, number, number | null, number, number, string | null]>(
    `INSERT INTO track_file (path, folder, track, bytes, modified_at, failure) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET folder = excluded.folder, track = excluded.track,
       bytes = excluded.bytes, modified_at = excluded.modified_at, missing = 0, failure = excluded.failure`,
  )
  // The same elsewhere: what was missing has moved.
  const dropMissing = database.prepare<[number]>(
    'DELETE FROM track_file WHERE track = ? AND missing',
  )
  const index = database.prepare<[number, string, string, string, string]>(
    'INSERT INTO track_text (rowid, name, tags, folder, comment) VALUES (?, ?, ?, ?, ?)',
  )
  const orphans = database.prepare<[], { id: number }>(
    'SELECT id FROM track WHERE NOT EXISTS (SELECT 1 FROM track_file WHERE track = track.id)',
  )
  const unindex = database.prepare<[number]>('DELETE FROM track_text WHERE rowid = ?')
  const remove = database.prepare<[number]>('DELETE FROM track WHERE id = ?')
  const byId = database.prepare<[number], StoredTrack>(
    `SELECT ${trackColumns} FROM track WHERE track.id = ?`,
  )
  const byIds = database.prepare<[string], StoredTrack>(
    `SELECT ${trackColumns} FROM json_each(?) AS wanted JOIN track ON track.id = wanted.value
     ORDER BY wanted.key`,
  )
  const pathsOf = database.prepare<[number], { path: string }>(
    'SELECT path FROM track_file WHERE track = ? ORDER BY missing, path',
  )
  const count = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM track')
  const several = database.prepare<[], { id: number }>(
    `SELECT track AS id FROM track_file WHERE track IS NOT NULL AND NOT missing
     GROUP BY track HAVING count(*) > 1 LIMIT 5000`,
  )

  function addTrack(facts: TrackFacts, path: string, now: number): number {
    const present = byHash.get(facts.sha256)
    if (present !== undefined) return present.id
    const row = insert.get({ ...unknown, ...facts, now })
    if (row === undefined) throw new Error('SQLite gave a new sound no number')
    const { artist = '', album = '', genre = '', comment = '' } = facts
    const names = `${facts.name} ${basename(path)}`
    index.run(row.id, names, `${artist} ${album} ${genre}`, dirname(path), comment)
    return row.id
  }

  function addFile(folder: number, file: HeardFile, now: number): void {
    const { path, bytes, modifiedAt } = file
    if (file.kind === 'bad') {
      putFile.run(path, folder, null, bytes, modifiedAt, JSON.stringify(file.failure))
      return
    }
    const isNew = file.kind === 'new'
    const sha256 = isNew ? file.facts.sha256 : file.sha256
    const id = isNew ? addTrack(file.facts, path, now) : byHash.get(sha256)?.id
    if (id === undefined) return
    putFile.run(path, folder, id, bytes, modifiedAt, null)
    dropMissing.run(id)
    if (isNew) for (const embedding of file.embeddings) embeddings.put(id, embedding)
  }

  return {
    /** What was found out about files, all of it or nothing. The same twice does no more. */
    add: (folder: number, files: readonly HeardFile[], now: number): Result<void> =>
      guard(
        database.transaction(() => {
          for (const file of files) addFile(folder, file, now)
        }),
      ),

    /** Sounds that no file holds any more go. */
    removeOrphans: (): Result<number> =>
      guard(
        database.transaction(() => {
          const gone = orphans.all()
          for (const { id } of gone) {
            unindex.run(id)
            remove.run(id)
          }
          return gone.length
        }),
      ),

    /** Hashes of sounds whose files have so many bytes. */
    hashesOfSize: (bytes: number): Result<string[]> =>
      guard(() => hashes.all(bytes).map(({ sha256 }) => sha256)),

    hash: (id: number): Result<string | undefined> => guard(() => hashOf.get(id)?.sha256),

    get: (id: number): Result<TrackRow | undefined> =>
      guard(() => {
        const row = byId.get(id)
        return row === undefined ? undefined : trackOf(row)
      }),

    /** In the order of the numbers; those that are not there are left out. */
    getAll: (ids: readonly number[]): Result<TrackRow[]> =>
      guard(() => byIds.all(JSON.stringify(ids)).map(trackOf)),

    paths: (id: number): Result<string[]> => guard(() => pathsOf.all(id).map(({ path }) => path)),

    count: (): Result<number> => guard(() => count.get()?.count ?? 0),

    /** Sounds that several files hold. */
    several: (): Result<number[]> => guard(() => several.all().map(({ id }) => id)),

    search: (query: TrackQuery): Result<{ total: number; rows: TrackRow[] }> =>
      guard(() => {
        const words = textQuery(query.text)
        const { where, values } = filterSql(query.filters)
        const from =
          words === undefined
            ? 'track'
            : '(SELECT rowid AS found FROM track_text WHERE track_text MATCH ?) JOIN track ON track.id = found'
        const all = words === undefined ? values : [words, ...values]
        const way = query.descending ? 'DESC' : 'ASC'
        const by = sorts[query.sort]
        const total = database
          .prepare<unknown[], { count: number }>(`SELECT count(*) AS count FROM ${from} ${where}`)
          .get(...all)
        const ids = database
          .prepare<unknown[], { id: number }>(
            `SELECT track.id FROM ${from} ${where}
             ORDER BY ${by} ${way} ${query.sort === 'name' ? '' : 'NULLS LAST'}, track.id ${way} LIMIT ? OFFSET ?`,
          )
          .all(...all, query.limit, query.offset)
        const rows = byIds.all(JSON.stringify(ids.map(({ id }) => id))).map(trackOf)
        return { total: total?.count ?? 0, rows }
      }),

    /** Those of some sounds that pass the filters. */
    passing: (ids: readonly number[], filters: SoundFilters): Result<Set<number>> =>
      guard(() => {
        const { where, values } = filterSql(filters)
        const and = where === '' ? 'WHERE' : `${where} AND`
        const rows = database
          .prepare<unknown[], { id: number }>(
            `SELECT track.id FROM track ${and} track.id IN (SELECT value FROM json_each(?))`,
          )
          .all(...values, JSON.stringify(ids))
        return new Set(rows.map(({ id }) => id))
      }),
  }
}

export type Tracks = ReturnType<typeof tracks>
