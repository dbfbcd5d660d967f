import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { err, fail, ok, type Result } from '#shared/kit'
import { guard, isDamage } from './guard'

/** A review as a service keeps it; one that was withdrawn stays as a trace, so that it cannot be sent again. */
export interface ReviewRow {
  readonly id: string
  readonly plugin: string
  readonly version: string
  readonly author: string
  readonly at: number
  readonly stars: number
  /** What was signed, as JSON with its signature. */
  readonly statement: string
  readonly withdrawn: 0 | 1
  /** Why the operator hides it; empty while it is shown. */
  readonly hidden: string
  readonly network: string
}

export interface ReportRow {
  readonly review: string
  readonly reporter: string
  readonly why: string
  readonly at: number
}

export interface RatingRow {
  readonly plugin: string
  readonly sums: string
}

/** The rows of a reviews service, in a database of its own. */
export interface ReviewRows extends Disposable {
  /** A word of this database: made by `make` the first time. */
  secret(name: string, make: () => string): Result<string>
  get(id: string): Result<ReviewRow | undefined>
  /** Puts a review in the place of the author’s older one of that version. */
  put(row: ReviewRow): Result<void>
  hide(id: string, reason: string): Result<void>
  /** Those shown, the newest first. */
  page(plugin: string, from: number, count: number): Result<readonly ReviewRow[]>
  /** The newest review of each author that is shown, the oldest author first. */
  votes(plugin: string): Result<readonly Pick<ReviewRow, 'stars' | 'network'>[]>
  setRating(plugin: string, sums: string | undefined): Result<void>
  ratings(): Result<readonly RatingRow[]>
  rating(plugin: string): Result<RatingRow | undefined>
  report(row: ReportRow): Result<void>
  reports(): Result<readonly (ReportRow & { readonly times: number })[]>
  all(hiddenToo: boolean): Result<IterableIterator<ReviewRow>>
}

const schema = `
  CREATE TABLE IF NOT EXISTS review (
    id TEXT PRIMARY KEY,
    plugin TEXT NOT NULL,
    version TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    stars INTEGER NOT NULL,
    statement TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    hidden TEXT NOT NULL,
    network TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS review_plugin ON review (plugin, at DESC);
  CREATE TABLE IF NOT EXISTS report (
    review TEXT NOT NULL,
    reporter TEXT NOT NULL,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (review, reporter)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rating (plugin TEXT PRIMARY KEY, sums TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  PRAGMA user_version = 1;
`

export function openReviewRows(path: string): Result<ReviewRows> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const opened = guard(() => {
    const database = new Database(path, { timeout: 5000 })
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version <= 1) database.exec(schema)
    return { database, version }
  })
  if (!opened.ok) {
    const damaged = fail('reviews-damaged', `${path} is no whole database.`)
    return isDamage(opened.error) ? err(damaged) : opened
  }
  const { database, version } = opened.value
  if (version <= 1) return ok(rows(database))
  database.close()
  return err(fail('data-version-newer', `The reviews are of version ${version}, this knows 1.`))
}

const shown = "withdrawn = 0 AND hidden = ''"

function rows(database: Database.Database): ReviewRows {
  const get = database.prepare<[string], ReviewRow>('SELECT * FROM review WHERE id = ?')
  const put = database.prepare<[ReviewRow]>(`INSERT OR REPLACE INTO review
    VALUES (@id, @plugin, @version, @author, @at, @stars, @statement, @withdrawn, @hidden, @network)`)
  const hide = database.prepare<[string, string]>('UPDATE review SET hidden = ? WHERE id = ?')
  const settle = database.prepare<[string]>('DELETE FROM report WHERE review = ?')
  const page = database.prepare<[string, number, number], ReviewRow>(
    `SELECT * FROM review WHERE plugin = ? AND ${shown} ORDER BY at DESC, id LIMIT ? OFFSET ?`,
  )
  const votes = database.prepare<[string], Pick<ReviewRow, 'stars' | 'network'>>(
    // SQLite takes the other columns of a group from the row that has the maximum.
    `SELECT stars, network FROM (SELECT stars, network, max(at) AS at FROM review
       WHERE plugin = ? AND ${shown} GROUP BY author) ORDER BY at`,
  )
  const setRating = database.prepare<[string, string]>(
    'INSERT OR REPLACE INTO rating VALUES (?, ?)',
  )
  const dropRating = database.prepare<[string]>('DELETE FROM rating WHERE plugin = ?')
  const ratings = database.prepare<[], RatingRow>('SELECT plugin, sums FROM rating ORDER BY plugin')
  const rating = database.prepare<[string], RatingRow>(
    'SELECT plugin, sums FROM rating WHERE plugin = ?',
  )
  const report = database.prepare<[ReportRow]>(
    'INSERT OR REPLACE INTO report VALUES (@review, @reporter, @why, @at)',
  )
  const reports = database.prepare<[], ReportRow & { times: number }>(
    // The newest word on each, and how many have spoken.
    `SELECT review, reporter, why, max(at) AS at, count(*) AS times FROM report
       GROUP BY review ORDER BY times DESC, at`,
  )
  const all = database.prepare<[], ReviewRow>(`SELECT * FROM review WHERE ${shown} ORDER BY at, id`)
  const allToo = database.prepare<[], ReviewRow>(
    'SELECT * FROM review WHERE withdrawn = 0 ORDER BY at, id',
  )
  const secret = database.prepare<[string], { value: string }>(
    'SELECT value FROM secret WHERE name = ?',
  )
  const keep = database.prepare<[string, string]>('INSERT OR IGNORE INTO secret VALUES (?, ?)')

  return {
    secret: (name, make) =>
      guard(() => {
        if (secret.get(name) === undefined) keep.run(name, make())
        return secret.get(name)?.value ?? ''
      }),
    get: id => guard(() => get.get(id)),
    put: row => guard(() => void put.run(row)),
    hide: (id, reason) =>
      guard(
        database.transaction(() => {
          hide.run(reason, id)
          settle.run(id)
        }),
      ),
    page: (plugin, from, count) => guard(() => page.all(plugin, count, from)),
    votes: plugin => guard(() => votes.all(plugin)),
    setRating: (plugin, sums) =>
      guard(() => void (sums === undefined ? dropRating.run(plugin) : setRating.run(plugin, sums))),
    ratings: () => guard(() => ratings.all()),
    rating: plugin => guard(() => rating.get(plugin)),
    report: row => guard(() => void report.run(row)),
    reports: () => guard(() => reports.all()),
    all: hiddenToo => guard(() => (hiddenToo ? allToo : all).iterate()),
    [Symbol.dispose]: () => void database.close(),
  }
}
