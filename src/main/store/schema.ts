import type { Database } from 'better-sqlite3'

/**
 * One step a version of the database; `user_version` counts those done. A step that was released never
 * changes: a new one is added.
 */
const steps: readonly string[] = [
  `
  -- The editing of one file, across restarts. Histories that the file has left behind are kept, inactive.
  CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    project_id TEXT NOT NULL,
    draft INTEGER NOT NULL,
    active INTEGER NOT NULL DEFAULT 1,
    open INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER NOT NULL,
    -- The file as it was last saved or opened: its SHA-256, and where in the history that is.
    saved_hash TEXT NOT NULL,
    saved_revision INTEGER NOT NULL,
    saved_top INTEGER NOT NULL,
    -- A save that was begun: after a crash the hash tells whether it reached the disk.
    pending_path TEXT,
    pending_hash TEXT,
    pending_revision INTEGER,
    pending_top INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX history_path ON history (path) WHERE active = 1;
  CREATE INDEX history_pending ON history (pending_path) WHERE active = 1;

  CREATE TABLE edit_log (
    history INTEGER NOT NULL REFERENCES history ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
    -- Of an undo or redo: how many edits it took back or did again.
    count INTEGER NOT NULL,
    label TEXT NOT NULL,
    gesture TEXT,
    transaction_id TEXT,
    patches TEXT NOT NULL,
    inverse TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (history, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX edit_log_transaction ON edit_log (history, transaction_id)
    WHERE transaction_id IS NOT NULL;

  CREATE TABLE snapshot (
    history INTEGER NOT NULL REFERENCES history ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (history, revision)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE recent (
    path TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    opened_at INTEGER NOT NULL
  ) STRICT;
  `,
]

export const SCHEMA_VERSION = steps.length

/** Brings a database to the present version, each step whole or not at all. */
export function migrate(database: Database): void {
  for (let version = versionOf(database); version < steps.length; version++) {
    database.transaction(() => {
      database.exec(steps[version] ?? '')
      database.pragma(`user_version = ${version + 1}`)
    })()
  }
}

export function versionOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }))
}
