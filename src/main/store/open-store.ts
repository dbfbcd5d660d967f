import { ok, type Result } from '#shared/kit'
import type { Clock, Log } from '../kit'
import { editLog, type EditLog } from './edit-log'
import { histories, type Histories } from './histories'
import { embeddings, type Embeddings } from './embeddings'
import { jobs, type JobRows } from './jobs'
import { loadVectors, type VectorSupport } from './load-vectors'
import { openDatabase } from './open-database'
import { playlists, type Playlists } from './playlists'
import { recents, type Recents } from './recents'
import { soundFolders, type SoundFolders } from './sound-folders'
import { tracks, type Tracks } from './tracks'
import { keepWal } from './wal-keeper'
import { WalSync } from './wal-sync'

/** What Wireharp must not lose and does not keep in the user's own files. */
export interface Store extends Disposable {
  readonly histories: Histories
  readonly editLog: EditLog
  readonly recents: Recents
  readonly jobs: JobRows
  readonly soundFolders: SoundFolders
  readonly tracks: Tracks
  readonly embeddings: Embeddings
  readonly playlists: Playlists
  /** What computes the distances of vectors. */
  readonly vectors: VectorSupport
  /** Where a damaged database was put at this start; the present one is new. */
  readonly setAside?: string
}

/** Opens `<data>/wireharp.db`. A damaged file is moved aside, never deleted; `setAside` tells. */
export function openStore({
  path,
  clock,
  log,
}: {
  path: string
  clock: Clock
  log: Log
}): Result<Store> {
  const opened = openDatabase(path, clock.now())
  if (!opened.ok) return opened
  const { database, setAside } = opened.value
  if (setAside !== undefined) log.error({ setAside }, 'the database was damaged and is put aside')
  // Where the file system cannot have one, every commit waits for the disk.
  const writesAhead = database.pragma('journal_mode', { simple: true }) === 'wal'
  const ahead = writesAhead ? new WalSync(`${path}-wal`) : undefined
  const keeper = writesAhead ? keepWal(path, log) : undefined
  const vectors = loadVectors(database)
  const vectorRows = embeddings(database)
  return ok({
    histories: histories(database),
    editLog: editLog(database, ahead),
    recents: recents(database),
    jobs: jobs(database),
    soundFolders: soundFolders(database),
    tracks: tracks(database, vectorRows),
    embeddings: vectorRows,
    playlists: playlists(database),
    vectors,
    ...(setAside !== undefined && { setAside }),
    [Symbol.dispose]() {
      keeper?.[Symbol.dispose]()
      ahead?.[Symbol.dispose]()
      database.close()
    },
  })
}
