import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { patchSchema, type ProjectPatch } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { guard } from './guard'
import type { EntryChanges, EntryHead, LogEntry, Snapshot } from './history-types'
import type { WalSync } from './wal-sync'

interface HeadRow {
  readonly revision: number
  readonly kind: EntryHead['kind']
  readonly count: number
  readonly label: string
  readonly gesture: string | null
  readonly transaction_id: string | null
}

type EntryRow = [
  number,
  number,
  string,
  number,
  string,
  string | null,
  string | null,
  string,
  string,
  number,
]

const patchesSchema = z.array(patchSchema)

/**
 * What was done to each project, in order. An entry is in the system’s hands when `append` returns, so that no death of
 * this process loses it, and on the disk when the next `synced` resolves.
 */
export function editLog(database: Database, ahead: WalSync | undefined) {
  const insert = database.prepare<EntryRow>(
    `INSERT INTO edit_log
     (history, revision, kind, count, label, gesture, transaction_id, patches, inverse, time)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertSnapshot = database.prepare<[number, number, string]>(
    'INSERT OR REPLACE INTO snapshot (history, revision, document) VALUES (?, ?, ?)',
  )
  // The beginning is kept beside the newest, as the last resort of a repair.
  const dropOlder = database.prepare<[number, number]>(
    'DELETE FROM snapshot WHERE history = ? AND revision > 0 AND revision < ?',
  )
  const heads = database.prepare<[number], HeadRow>(
    `SELECT revision, kind, count, label, gesture, transaction_id FROM edit_log
     WHERE history = ? ORDER BY revision`,
  )
  const changes = database.prepare<[number, number], { patches: string; inverse: string }>(
    'SELECT patches, inverse FROM edit_log WHERE history = ? AND revision = ?',
  )
  const after = database.prepare<[number, number], { patches: string }>(
    'SELECT patches FROM edit_log WHERE history = ? AND revision > ? ORDER BY revision',
  )
  const byTransaction = database.prepare<[number, string], { revision: number }>(
    'SELECT revision FROM edit_log WHERE history = ? AND transaction_id = ?',
  )
  const newest = database.prepare<[number], Snapshot>(
    'SELECT revision, document FROM snapshot WHERE history = ? ORDER BY revision DESC LIMIT 1',
  )

  const insertAll = database.transaction(
    (history: number, entry: LogEntry, snapshots: readonly Snapshot[]) => {
      for (const { revision, document } of snapshots) {
        insertSnapshot.run(history, revision, document)
        dropOlder.run(history, revision)
      }
      insert.run(
        history,
        entry.revision,
        entry.kind,
        entry.count,
        entry.label,
        entry.gesture ?? null,
        entry.transaction ?? null,
        JSON.stringify(entry.patches),
        JSON.stringify(entry.inverse),
        entry.time,
      )
    },
  )

  return {
    /** Adds an entry, and snapshots of the document with it. */
    append(history: number, entry: LogEntry, snapshots: readonly Snapshot[] = []): Result<void> {
      if (ahead === undefined) return guard(() => insertAll(history, entry, snapshots))
      // Committed without waiting for the disk, which `synced` does elsewhere. All else waits, as it did.
      database.pragma('synchronous = NORMAL')
      try {
        return guard(() => insertAll(history, entry, snapshots))
      } finally {
        database.pragma('synchronous = FULL')
      }
    },

    /** Resolves when every entry that was added before is on the disk; holds up nobody meanwhile. */
    synced: (): Promise<Result<void>> => ahead?.synced() ?? Promise.resolve(ok()),

    heads: (history: number): Result<EntryHead[]> => guard(() => heads.all(history).map(fromRow)),

    changes: (history: number, revision: number): Result<EntryChanges> => {
      const row = guard(() => changes.get(history, revision))
      if (!row.ok) return row
      const patches = readPatches(row.value?.patches)
      const inverse = readPatches(row.value?.inverse)
      return patches.ok && inverse.ok
        ? ok({ patches: patches.value, inverse: inverse.value })
        : err(fail('history-damaged', `Edit ${revision} of the log cannot be read.`))
    },

    /** All patches after a revision, in order. */
    patchesAfter: (history: number, revision: number): Result<ProjectPatch[]> => {
      const rows = guard(() => after.all(history, revision))
      if (!rows.ok) return rows
      const all: ProjectPatch[] = []
      for (const row of rows.value) {
        const patches = readPatches(row.patches)
        if (!patches.ok) return patches
        for (const patch of patches.value) all.push(patch)
      }
      return ok(all)
    },

    revisionOf: (history: number, transaction: string): Result<number | undefined> =>
      guard(() => byTransaction.get(history, transaction)?.revision),

    newestSnapshot: (history: number): Result<Snapshot | undefined> =>
      guard(() => newest.get(history)),
  }
}

export type EditLog = ReturnType<typeof editLog>

function fromRow(row: HeadRow): EntryHead {
  const { revision, kind, count, label, gesture, transaction_id: transaction } = row
  return {
    revision,
    kind,
    count,
    label,
    ...(gesture !== null && { gesture }),
    ...(transaction !== null && { transaction }),
  }
}

/** Parsed again, because the disk is a wall like any other. */
function readPatches(text: string | undefined): Result<ProjectPatch[]> {
  let value: unknown
  try {
    value = JSON.parse(text ?? '')
  } catch {
    return err(fail('history-damaged', 'An edit of the log is not JSON.'))
  }
  const parsed = patchesSchema.safeParse(value)
  return parsed.success
    ? ok(parsed.data)
    : err(fail('history-damaged', 'An edit of the log is damaged.'))
}
