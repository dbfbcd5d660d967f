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
