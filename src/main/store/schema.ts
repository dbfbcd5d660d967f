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
  `
  -- Folders of sounds that are watched, and what is in them.
  CREATE TABLE sound_folder (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL
  ) STRICT;

  -- A sound by its content, whatever files hold it.
  CREATE TABLE track (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    artist TEXT,
    album TEXT,
    genre TEXT,
    comment TEXT,
    format TEXT NOT NULL,
    type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sample_rate INTEGER NOT NULL,
    channels INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    seconds REAL NOT NULL,
    -- LUFS, and dBFS; of silence they are not known.
    loudness REAL,
    peak REAL,
    tempo REAL,
    -- 0 C major … 11 B major, 12 C minor … 23 B minor.
    key INTEGER,
    shape BLOB NOT NULL,
    added_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX track_name ON track (name COLLATE NOCASE, id);
  CREATE INDEX track_bytes ON track (bytes);

  CREATE TABLE track_file (
    path TEXT PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES sound_folder ON DELETE CASCADE,
    track INTEGER REFERENCES track ON DELETE CASCADE,
    bytes INTEGER NOT NULL,
    modified_at REAL NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0,
    -- Why it could not be read.
    failure TEXT
  ) STRICT;
  CREATE INDEX track_file_track ON track_file (track);
  CREATE INDEX track_file_folder ON track_file (folder);

  CREATE VIRTUAL TABLE track_text USING fts5(
    name, tags, folder, comment, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
  );

  CREATE TABLE track_embeddings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    track_id INTEGER NOT NULL REFERENCES track ON DELETE CASCADE,
    model_version TEXT NOT NULL,
    -- Of the sound itself, it is empty.
    stem TEXT NOT NULL DEFAULT '',
    segment_start REAL NOT NULL DEFAULT 0,
    -- 512 little-endian f32 of length 1.
    vector BLOB NOT NULL CHECK (length(vector) = 2048),
    UNIQUE (track_id, model_version, stem, segment_start)
  ) STRICT;
  -- The signs of its components, for a first look over many.
  CREATE TABLE embedding_bits (
    model_version TEXT NOT NULL,
    id INTEGER NOT NULL REFERENCES track_embeddings ON DELETE CASCADE,
    bits BLOB NOT NULL CHECK (length(bits) = 64),
    PRIMARY KEY (model_version, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX embedding_bits_id ON embedding_bits (id);

  CREATE TABLE playlist (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE playlist_track (
    playlist INTEGER NOT NULL REFERENCES playlist ON DELETE CASCADE,
    place INTEGER NOT NULL,
    track INTEGER NOT NULL REFERENCES track ON DELETE CASCADE,
    PRIMARY KEY (playlist, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX playlist_track_track ON playlist_track (track);
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
