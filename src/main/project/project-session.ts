import type { HistoryEntry, ProjectEvent, ProjectState } from '#shared/contract'
import {
  applyTransaction,
  projectProblems,
  type AssetId,
  type NodeCatalog,
  type Project,
  type ProjectPatch,
  type ProjectProblem,
  type Transaction,
} from '#shared/graph'
import { Emitter, err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Clock } from '../kit'
import type { EntryHead, History, LogEntry, SavePoint, Snapshot, Store } from '../store'
import { assetFailure, assetProblems } from './asset-problems'
import { labelOf, type EditGroup, type EditStack } from './edit-stack'
import { changesBetween } from './changes-between'
import type { ProjectLock } from './project-lock'
import { replay, type Recovered } from './recover-history'

/** So many entries are replayed at most when a project opens. */
const SNAPSHOT_EVERY = 500

export interface SessionTools {
  readonly store: Store
  readonly clock: Clock
  readonly catalog: () => NodeCatalog
  /** What people call a plugin that is here. */
  readonly nameOf: (plugin: string) => string | undefined
}

/** Where the file of an open project lies and what it holds. */
export interface FileState {
  readonly path: string
  readonly folder: string
  readonly draft: boolean
  readonly saved: SavePoint
}

/**
 * An open project: the one true document, its history and its file. Every change is on the disk (in the edit
 * log) before anybody hears of it.
 */
export class ProjectSession {
  readonly events = new Emitter<ProjectEvent>()
  readonly id: string
  readonly recoveredEdits: number
  /** Windows that show it. */
  watchers = 0
  /** It was open when Wireharp did not end in order; asked about once. */
  crashed = false
  /** Held while the project is open; absent where the folder cannot be written. */
  lock: ProjectLock | undefined
  /** Hash of the save that was begun last, whether it came through or not. */
  intended: string | undefined
  readonly #tools: SessionTools
  readonly #history: History
  readonly #stack: EditStack
  #file: FileState
  #document: Project
  #revision: number
  #snapshotAt: number
  #assets = new Map<AssetId, Failure | undefined>()

  constructor(
    id: string,
    tools: SessionTools,
    { history, document, revision, stack }: Recovered,
    folder: string,
  ) {
    this.id = id
    this.#tools = tools
    this.#history = history
    this.#document = document
    this.#revision = revision
    this.#stack = stack
    this.#file = { path: history.path, folder, draft: history.draft, saved: history.saved }
    this.#snapshotAt = history.saved.revision
    this.recoveredEdits = this.saved ? 0 : revision - history.saved.revision
  }

  nameOf(plugin: string): string | undefined {
    return this.#tools.nameOf(plugin)
  }

  get catalog(): NodeCatalog {
    return this.#tools.catalog()
  }

  get history(): number {
    return this.#history.id
  }

  get document(): Project {
    return this.#document
  }

  /** The versions of plugins that it was saved with: no edit, and nothing that undo takes back. */
  noteVersions(plugins: Project['plugins']): void {
    this.#document = { ...this.#document, plugins }
  }

  get revision(): number {
    return this.#revision
  }

  get top(): number {
    return this.#stack.top
  }

  get file(): FileState {
    return this.#file
  }

  /** Equal tops are equal documents, so undoing back to the saved state counts as saved. */
  get saved(): boolean {
    return this.#stack.top === this.#file.saved.top
  }

  /** Nothing was ever done here. */
  get pristine(): boolean {
    return this.#revision === 0
  }

  state(): ProjectState {
    const { path, draft } = this.#file
    return {
      project: this.id,
      document: this.#document,
      revision: this.#revision,
      path,
      draft,
      saved: this.saved,
      ...this.#labels(),
      problems: this.problems(),
      recoveredEdits: this.recoveredEdits,
      ...(this.crashed && { crashed: true }),
    }
  }

  /** Looks at the audio files anew: one may have come back. */
  refreshAssets(): void {
    this.#assets.clear()
  }

  edit(base: number, transaction: Transaction): Result<{ revision: number }> {
    const { store, catalog } = this.#tools
    // Clients send again what they had no answer to.
    const before = store.editLog.revisionOf(this.history, transaction.id)
    if (!before.ok) return before
    if (before.value !== undefined) return ok({ revision: before.value })
    if (base > this.#revision) {
      return err(
        fail('edit-conflict', `The edit is based on revision ${base}, which is unknown here.`),
      )
    }
    const applied = applyTransaction(this.#document, transaction, catalog())
    if (!applied.ok) {
      return base < this.#revision ? err(fail('edit-conflict', applied.error.message)) : applied
    }
    const { project, patches, inverse } = applied.value
    const { label, gesture, id } = transaction
    return this.#accept(project, {
      kind: 'edit',
      count: patches.length === 0 ? 0 : 1,
      label,
      ...(gesture !== undefined && { gesture }),
      transaction: id,
      patches,
      inverse,
    })
  }

  /** Makes the document what another says, as a step that can be undone. */
  become(document: Project, label: string): Result<{ revision: number }> {
    const { patches, inverse } = changesBetween(this.#document, document)
    const count = patches.length === 0 ? 0 : 1
    return this.#accept(document, { kind: 'edit', count, label, patches, inverse })
  }

  undo(): Result<{ revision: number }> {
    const group = this.#stack.nextUndo
    if (group === undefined) return err(fail('nothing-to-undo', ''))
    return this.#step('undo', group.toReversed(), 'inverse')
  }

  redo(): Result<{ revision: number }> {
    const group = this.#stack.nextRedo
    if (group === undefined) return err(fail('nothing-to-redo', ''))
    return this.#step('redo', group, 'patches')
  }

  historyEntries(): HistoryEntry[] {
    return this.#stack.groups().map(({ group, done }) => ({
      revision: group.at(-1)?.revision ?? 0,
      label: labelOf(group) ?? '',
      done,
    }))
  }

  /** The file holds this state now. */
  settle(file: FileState): void {
    if (file.folder !== this.#file.folder) this.#assets.clear()
    this.#file = file
    const { path, draft, saved } = file
    this.events.emit({ kind: 'saved', path, draft, revision: saved.revision })
  }

  #step(
    kind: 'undo' | 'redo',
    group: EditGroup,
    side: 'patches' | 'inverse',
  ): Result<{ revision: number }> {
    const patches: ProjectPatch[] = []
    for (const { revision } of group) {
      const changes = this.#tools.store.editLog.changes(this.history, revision)
      if (!changes.ok) return changes
      for (const patch of changes.value[side]) patches.push(patch)
    }
    const next = replay(this.#document, patches)
    if (!next.ok) return next
    const label = labelOf(group) ?? ''
    return this.#accept(next.value, { kind, count: group.length, label, patches, inverse: [] })
  }

  /** Log first, then the document, then the world; who asked for it hears of it when the disk has it. */
  #accept(
    next: Project,
    change: Omit<LogEntry, 'revision' | 'time'>,
  ): Result<{ revision: number }> {
    const { store, clock } = this.#tools
    const revision = this.#revision + 1
    const entry: LogEntry = { ...change, revision, time: clock.now() }
    const written = store.editLog.append(this.history, entry, this.#snapshots(next, revision))
    if (!written.ok) return written
    if (revision - this.#snapshotAt >= SNAPSHOT_EVERY) this.#snapshotAt = revision
    this.#document = next
    this.#revision = revision
    this.#stack.add(head(entry))
    this.events.emit({
      kind: 'patched',
      revision,
      patches: change.patches,
      ...(change.transaction !== undefined && { transaction: change.transaction }),
      ...this.#labels(),
      saved: this.saved,
      problems: this.problems(),
    })
    return ok({ revision })
  }

  #snapshots(next: Project, revision: number): Snapshot[] {
    if (revision - this.#snapshotAt >= SNAPSHOT_EVERY) {
      return [{ revision, document: JSON.stringify(next) }]
    }
    return revision === 1 ? [{ revision: 0, document: JSON.stringify(this.#document) }] : []
  }

  #labels(): { undo?: string; redo?: string } {
    const undo = labelOf(this.#stack.nextUndo)
    const redo = labelOf(this.#stack.nextRedo)
    return { ...(undo !== undefined && { undo }), ...(redo !== undefined && { redo }) }
  }

  /** What cannot be played as it stands. */
  problems(): ProjectProblem[] {
    const { folder } = this.#file
    const known = this.#assets
    const sounds = assetProblems(this.#document, asset => {
      if (!known.has(asset.sha256)) known.set(asset.sha256, assetFailure(folder, asset))
      return known.get(asset.sha256)
    })
    return [...projectProblems(this.#document, this.#tools.catalog()), ...sounds]
  }
}

function head({ revision, kind, count, label, gesture, transaction }: LogEntry): EntryHead {
  return {
    revision,
    kind,
    count,
    label,
    ...(gesture !== undefined && { gesture }),
    ...(transaction !== undefined && { transaction }),
  }
}
