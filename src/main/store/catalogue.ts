import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { ok, type Result } from '#shared/kit'
import { guard } from './guard'

/** A plugin of a registry, as it is kept. */
export interface CatalogueEntry {
  readonly registry: string
  readonly id: string
  readonly name: string
  readonly summary: string
  readonly author: string
  readonly category: string
  /** More words that find it. */
  readonly words: string
  /** All that the registry says of it, JSON. */
  readonly document: string
}

/** What is known of a registry. */
export interface CatalogueSource {
  readonly registry: string
  /** Milliseconds since 1970 of the last time that it answered. */
  readonly asOf: number
  /** What it said then of how new it is; whatever it was, as text. */
  readonly stamp: string
}

/** What registries have, kept so that it can be searched without them. It can be fetched again at any time. */
export interface Catalogue extends Disposable {
  /** Puts all that a registry has into the place of what it had, or nothing. */
  replace(source: CatalogueSource, entries: readonly CatalogueEntry[]): Result<void>
  forget(registry: string): Result<void>
  sources(): Result<readonly CatalogueSource[]>
  /** In no order. */
  all(): Result<readonly Pick<CatalogueEntry, 'registry' | 'id' | 'document'>[]>
  get(id: string): Result<readonly Pick<CatalogueEntry, 'registry' | 'id' | 'document'>[]>
  /** Ids of those in which every word begins some word, the best first. */
  find(text: string): Result<readonly string[]>
  readonly count: number
}

const SCHEMA_VERSION = 1

const schema = `
  CREATE TABLE source (
    registry TEXT PRIMARY KEY,
    as_of INTEGER NOT NULL,
    stamp TEXT NOT NULL
  ) STRICT;
  CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    registry TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (registry, id)
  ) STRICT;
  CREATE INDEX entry_id ON entry (id);
  CREATE VIRTUAL TABLE entry_text USING fts5 (
    name, id, category, words, author, summary,
    tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
  );
`

const rows = z.array(z.object({ registry: z.string(), id: z.string(), document: z.string() }))
const sources = z.array(z.object({ registry: z.string(), asOf: z.number(), stamp: z.string() }))

/** Opens the catalogue; one that is damaged or of another form is made anew. */
export function openCatalogue(path: string): Result<Catalogue> {
  const first = open(path)
  if (first.ok) return first
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  return open(path)
}

function open(path: string): Result<Catalogue> {
  const opened = guard(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const database = new Database(path, { timeout: 5000 })
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma('foreign_keys = ON')
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version === 0) {
      database.exec(schema)
      database.pragma(`user_version = ${SCHEMA_VERSION}`)
    } else if (version !== SCHEMA_VERSION) {
      database.close()
      throw new Database.SqliteError('another form', 'SQLITE_FORMAT')
    }
    return database
  })
  return opened.ok ? ok(catalogueOf(opened.value)) : opened
}

function catalogueOf(database: Database.Database): Catalogue {
  const put = database.prepare<[string, string, string]>(
    'INSERT INTO entry (registry, id, document) VALUES (?, ?, ?)',
  )
  const putText = database.prepare(
    'INSERT INTO entry_text (rowid, name, id, category, words, author, summary) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const putSource = database.prepare<[string, number, string]>(
    'INSERT INTO source (registry, as_of, stamp) VALUES (?, ?, ?)',
  )
  const dropText = database.prepare<[string]>(
    'DELETE FROM entry_text WHERE rowid IN (SELECT number FROM entry WHERE registry = ?)',
  )
  const drop = database.prepare<[string]>('DELETE FROM source WHERE registry = ?')
  const all = database.prepare('SELECT registry, id, document FROM entry')
  const some = database.prepare('SELECT registry, id, document FROM entry WHERE id = ?')
  const known = database.prepare('SELECT registry, as_of AS asOf, stamp FROM source')
  const count = database.prepare<[], { n: number }>('SELECT count(DISTINCT id) AS n FROM entry')
  // Name and id weigh most, then what it is for.
  const find = database.prepare<[string], string>(
    `SELECT entry.id FROM entry_text JOIN entry ON entry.number = entry_text.rowid
     WHERE entry_text MATCH ? ORDER BY bm25(entry_text, 10, 8, 4, 3, 2, 1) LIMIT 20000`,
  )
  find.pluck()
  const forget = (registry: string) => {
    dropText.run(registry)
    drop.run(registry)
  }
  const replace = database.transaction(
    ({ registry, asOf, stamp }: CatalogueSource, entries: readonly CatalogueEntry[]) => {
      forget(registry)
      putSource.run(registry, asOf, stamp)
      for (const { id, name, category, words, author, summary, document } of entries) {
        const { lastInsertRowid } = put.run(registry, id, document)
        putText.run(lastInsertRowid, name, id, category, words, author, summary)
      }
    },
  )
  return {
    replace: (source, entries) => guard(() => replace(source, entries)),
    forget: registry => guard(database.transaction(() => forget(registry))),
    sources: () => guard(() => sources.parse(known.all())),
    all: () => guard(() => rows.parse(all.all())),
    get: id => guard(() => rows.parse(some.all(id))),
    find(text) {
      const query = queryOf(text)
      if (query === undefined) return ok([])
      return guard(() => [...new Set(find.all(query))])
    },
    get count() {
      return count.get()?.n ?? 0
    },
    [Symbol.dispose]: () => void database.close(),
  }
}

/** Words as FTS5 wants them: each quoted, so that none is an operator, and each the beginning of a word. */
function queryOf(text: string): string | undefined {
  const words = text
    .normalize('NFC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
    .slice(0, 12)
  return words.length === 0 ? undefined : words.map(word => `"${word}"*`).join(' ')
}
