import type { ProjectPatch } from '#shared/graph'

/** A state of the file on disk, and which state of the history it is. */
export interface SavePoint {
  /** SHA-256 of the file's bytes. */
  readonly hash: string
  readonly revision: number
  /** Revision of the last edit that is in effect there; 0 is the beginning. Equal tops are equal documents. */
  readonly top: number
}

/** The editing of one file, across restarts. */
export interface History {
  readonly id: number
  readonly path: string
  readonly projectId: string
  readonly draft: boolean
  readonly open: boolean
  readonly openedAt: number
  readonly saved: SavePoint
  /** A save that was begun and of which we do not know whether it came through. */
  readonly pending?: SavePoint & { readonly path: string }
}

/** What is known of a log entry without reading its patches. */
export interface EntryHead {
  readonly revision: number
  readonly kind: 'edit' | 'undo' | 'redo'
  /** Edits that it took back or did again; 1 for an edit. */
  readonly count: number
  readonly label: string
  readonly gesture?: string
  readonly transaction?: string
}

export interface EntryChanges {
  readonly patches: readonly ProjectPatch[]
  readonly inverse: readonly ProjectPatch[]
}

export interface LogEntry extends EntryHead, EntryChanges {
  readonly time: number
}

export interface Snapshot {
  readonly revision: number
  /** JSON. */
  readonly document: string
}
