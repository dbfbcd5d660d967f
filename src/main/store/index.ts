export type { EditLog } from './edit-log'
export type { Histories, NewHistory } from './histories'
export type {
  EntryChanges,
  EntryHead,
  History,
  LogEntry,
  SavePoint,
  Snapshot,
} from './history-types'
export type { JobChange, JobRow, JobRows, NewJob, StopWish } from './jobs'
export { signsOf, type Embeddings, type Near } from './embeddings'
export type { VectorSupport } from './load-vectors'
export { openStore, type Store } from './open-store'
export type { Recent, Recents } from './recents'
export {
  openCatalogue,
  type Catalogue,
  type CatalogueEntry,
  type CatalogueSource,
} from './catalogue'
export {
  openReviewRows,
  type RatingRow,
  type ReportRow,
  type ReviewRow,
  type ReviewRows,
} from './review-rows'
export type { FolderCounts, SoundFolders } from './sound-folders'
export type { TrackQuery, Tracks } from './tracks'
export type {
  FileStamp,
  HeardFile,
  NewEmbedding,
  SoundFolder,
  TrackFacts,
  TrackFile,
} from './track-types'
export type { Playlists } from './playlists'
