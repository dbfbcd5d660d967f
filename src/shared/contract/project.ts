import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'

import {
  MAX_PROJECT_BYTES,
  transactionSchema,
  type Project,
  type ProjectPatch,
  type ProjectProblem,
} from '../graph'

/** An open project, for as long as the shell runs. */
export const projectRefSchema = z.strictObject({ project: z.string().max(64) })
const pathSchema = z.string().min(1).max(4096)

/** All that a mirror of a project needs to begin with. */
export interface ProjectState {
  /** Handle for further calls. */
  readonly project: string
  readonly document: Project
  /** Counts accepted transactions, undos and redos. */
  readonly revision: number
  /** Absolute path of the file; a draft lies in the app's own data folder until it is saved under a name. */
  readonly path: string
  readonly draft: boolean
  /** The file says what the document says. */
  readonly saved: boolean
  /** Label of what undo would take back, if anything; redo likewise. */
  readonly undo?: string
  readonly redo?: string
  /** What cannot be played as it stands; the project opened all the same. */
  readonly problems: readonly ProjectProblem[]
  /** How many edits were found in the edit log that the file does not have. */
  readonly recoveredEdits: number
  /** Wireharp did not end in order while it was open: whoever shows it asks which state is wanted. */
  readonly crashed?: boolean
}

/** What happens to an open project. Mirrors apply `patched` in order of revision. */
export type ProjectEvent =
  | {
      readonly kind: 'patched'
      readonly revision: number
      readonly patches: readonly ProjectPatch[]
      /** Id of the transaction that caused it, absent for undo and redo. */
      readonly transaction?: string
      readonly undo?: string
      readonly redo?: string
      readonly saved: boolean
      readonly problems: readonly ProjectProblem[]
    }
  | {
      readonly kind: 'saved'
      readonly path: string
      readonly draft: boolean
      readonly revision: number
    }
  /** The document is as it was, and plugins came or went. */
  | { readonly kind: 'problems'; readonly problems: readonly ProjectProblem[] }
  /** The mirror missed something: it starts anew from this state. */
  | { readonly kind: 'reset'; readonly state: ProjectState }
  | { readonly kind: 'closed' }

export interface HistoryEntry {
  readonly revision: number
  readonly label: string
  /** Still in effect, or undone. */
  readonly done: boolean
}

/** What a MIDI file has brought. */
export interface ImportedMidi {
  readonly revision: number
  /** The note tracks that were made, one a track and channel that has notes. */
  readonly nodes: readonly string[]
  readonly notes: number
  /** Whether tempo, signatures and markers are now those of the file. */
  readonly timeline: boolean
}

/** A project that nobody has closed: it is open, or was when Wireharp ended. */
export interface OpenProject {
  readonly path: string
  readonly title: string
  readonly draft: boolean
  /** Absent where it is not open in this run yet. */
  readonly project?: string
}

/** A project that was written as a bundle. */
export interface SharedBundle {
  readonly path: string
  readonly bytes: number
  /** Names of sounds that were not there to be packed. */
  readonly missing: readonly string[]
}

export interface RecentProject {
  readonly path: string
  readonly title: string
  /** Milliseconds since 1970. */
  readonly openedAt: number
  readonly exists: boolean
}

export const projectContract = {
  /**
   * Opens a file, or hands out the state of one that is open already. A bundle (`.wireharpz`) is unpacked into a new
   * draft.
   */
  open: oc.input(z.strictObject({ path: pathSchema })).output(type<ProjectState>()),
  /** A new draft, empty or from a template or demo. */
  create: oc
    .input(z.strictObject({ template: z.string().max(100).optional() }))
    .output(type<ProjectState>()),
  /**
   * A new draft of the project that a sound file carries (see `readEmbeddedProject`). Its sounds are taken from
   * beside the file, where its path is known, and from the project that is open; what is not there is missing.
   */
  openEmbedded: oc
    .input(
      z.strictObject({
        text: z.string().max(MAX_PROJECT_BYTES),
        path: pathSchema.optional(),
        beside: z.string().max(64).optional(),
      }),
    )
    .output(type<ProjectState>()),
  /** What the app shows at start: the project that was open last, else the demo. */
  start: oc.output(type<ProjectState>()),
  state: oc.input(projectRefSchema).output(type<ProjectState>()),
  /** Accepted means written to the edit log. `base` is the revision that the editor saw. */
  edit: oc
    .input(projectRefSchema.extend({ base: z.int(), transaction: transactionSchema }))
    .output(type<{ readonly revision: number }>()),
  undo: oc.input(projectRefSchema).output(type<{ readonly revision: number }>()),
  redo: oc.input(projectRefSchema).output(type<{ readonly revision: number }>()),
  history: oc.input(projectRefSchema).output(type<readonly HistoryEntry[]>()),
  /**
   * Adds the notes of a MIDI file on the disk, in one transaction: a note track with its clip for each track and
   * channel. `timeline` takes over the file's tempo, signatures and markers; if left out, it does where the
   * project has no clips yet.
   */
  importMidi: oc
    .input(projectRefSchema.extend({ path: pathSchema, timeline: z.boolean().optional() }))
    .output(type<ImportedMidi>()),
  /** Writes the project and its sounds as one file, a bundle (`.wireharpz`), to be sent to somebody. */
  share: oc
    .input(projectRefSchema.extend({ path: pathSchema, replace: z.boolean().default(false) }))
    .output(type<SharedBundle>()),
  save: oc.input(projectRefSchema).output(type<{ readonly path: string }>()),
  /** Saves under another path with all audio; the copy is what is open from then on. */
  saveAs: oc
    .input(projectRefSchema.extend({ path: pathSchema, replace: z.boolean().default(false) }))
    .output(type<{ readonly path: string }>()),
  /**
   * Takes the document back to what the file holds, as a step of the history: it can be undone, so that nothing that
   * was recovered is lost.
   */
  revertToFile: oc.input(projectRefSchema).output(type<{ readonly revision: number }>()),
  /** Opens what the file holds as a draft of its own, beside the project with its edits. */
  openFileBeside: oc.input(projectRefSchema).output(type<ProjectState>()),
  /**
   * Closes it, and ends the streams of those who watch it; with `unlessShown` it stays open for as long as another
   * window watches it. Nothing of it is lost: it can be opened again.
   */
  close: oc
    .input(projectRefSchema.extend({ unlessShown: z.boolean().optional() }))
    .output(type<void>()),
  /** What is open, and what was open when Wireharp ended, in order of opening. */
  listOpen: oc.output(type<readonly OpenProject[]>()),
  recent: oc.output(type<readonly RecentProject[]>()),
  /** Starts with a `reset` that holds the whole state. */
  watch: oc.input(projectRefSchema).output(eventIterator(type<ProjectEvent>())),
}
