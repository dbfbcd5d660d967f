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
  `
  CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
      ('pending', 'processing', 'paused', 'interrupted', 'completed', 'failed', 'cancelled')),
    priority INTEGER NOT NULL,
    -- Equal work has the same; only one of it is under way.
    key TEXT,
    input TEXT NOT NULL,
    -- How far it is, in the words of its kind: what a restart goes on from.
    checkpoint TEXT,
    progress REAL NOT NULL DEFAULT 0,
    stage TEXT,
    failure TEXT,
    retryable INTEGER,
    result TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- What somebody asked of a job that runs in another process: 'cancel' or 'pause'.
    wanted TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX job_waiting ON job (state, priority DESC, created_at);
  CREATE UNIQUE INDEX job_key ON job (key)
    WHERE key IS NOT NULL AND state IN ('pending', 'processing', 'paused', 'interrupted');

  CREATE TABLE job_log (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL REFERENCES job ON DELETE CASCADE,
    time INTEGER NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX job_log_job ON job_log (job);

  -- The one process that works on the jobs of this data folder.
  CREATE TABLE job_runner (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    stamp TEXT NOT NULL
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
