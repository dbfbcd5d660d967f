import { applyPatches, parseProject, type Project, type ProjectPatch } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Log } from '../kit'
import type { History, Store } from '../store'
import { EditStack } from './edit-stack'
import type { ProjectFile } from './project-file'

/** Where editing of a file goes on from. */
export interface Recovered {
  readonly history: History
  readonly document: Project
  readonly revision: number
  readonly stack: EditStack
  /** Where the project lay before a save under this name that was cut short after the file was written. */
  readonly left?: string
}

/**
 * The history of a file: the one whose last known state the file still holds, with the edits that the file
 * does not have, or a new one. A file that was changed by somebody else wins; its old history is kept, inactive.
 */
export function recoverHistory(
  { store, log, now }: { store: Store; log: Log; now: number },
  file: ProjectFile,
  draft: boolean,
): Result<Recovered> {
  const known = findHistory(store, file, draft)
  if (!known.ok) return known
  if (known.value !== undefined) {
    const { history, left } = known.value
    const replayed = replayHistory(store, history, file)
    if (replayed.ok) return ok({ ...replayed.value, ...(left !== undefined && { left }) })
    log.error({ path: file.path, failure: replayed.error }, 'the history could not be replayed')
  }
  const saved = { hash: file.hash, revision: 0, top: 0 }
  const history = store.histories.begin({
    path: file.path,
    projectId: file.document.id,
    draft,
    saved,
    now,
  })
  if (!history.ok) return history
  return ok({
    history: history.value,
    document: file.document,
    revision: 0,
    stack: new EditStack(),
  })
}

function findHistory(
  store: Store,
  file: ProjectFile,
  draft: boolean,
): Result<{ history: History; left?: string } | undefined> {
  const pending = store.histories.pendingAt(file.path)
  if (!pending.ok) return pending
  // A save was under way when Wireharp was ended: the hash tells that it came through.
  for (const history of pending.value) {
    if (history.pending?.hash !== file.hash) continue
    const saved = { ...history.pending }
    const settled = store.histories.settle(history.id, file.path, draft, saved)
    if (!settled.ok) return settled
    const left = history.path === file.path ? {} : { left: history.path }
    return ok({ history: { ...history, path: file.path, draft, saved }, ...left })
  }
  const history = store.histories.ofPath(file.path)
  if (!history.ok) return history
  const { value } = history
  return ok(value?.saved.hash === file.hash ? { history: value } : undefined)
}

function replayHistory(store: Store, history: History, file: ProjectFile): Result<Recovered> {
  const heads = store.editLog.heads(history.id)
  if (!heads.ok) return heads
  const stack = EditStack.of(heads.value)
  const revision = heads.value.at(-1)?.revision ?? history.saved.revision
  if (revision === history.saved.revision) {
    return ok({ history, document: file.document, revision, stack })
  }
  const start = startOfReplay(store, history, file)
  if (!start.ok) return start
  const patches = store.editLog.patchesAfter(history.id, start.value.revision)
  if (!patches.ok) return patches
  const document = replay(start.value.document, patches.value)
  if (!document.ok) return document
  // The disk is a wall: what comes from it is checked like a file.
  const checked = parseProject(JSON.stringify(document.value))
  return checked.ok ? ok({ history, document: checked.value, revision, stack }) : checked
}

/** The later of the file itself and the newest snapshot. */
function startOfReplay(
  store: Store,
  { id, saved }: History,
  file: ProjectFile,
): Result<{ document: Project; revision: number }> {
  const snapshot = store.editLog.newestSnapshot(id)
  if (!snapshot.ok) return snapshot
  if (snapshot.value === undefined || snapshot.value.revision <= saved.revision) {
    return ok({ document: file.document, revision: saved.revision })
  }
  const document = parseProject(snapshot.value.document)
  return document.ok
    ? ok({ document: document.value, revision: snapshot.value.revision })
    : document
}

/** The document after patches of the log; one that does not fit means that the log is damaged. */
export function replay(document: Project, patches: readonly ProjectPatch[]): Result<Project> {
  try {
    return ok(applyPatches(document, patches))
  } catch {
    return err(fail('history-damaged', 'An edit of the log does not fit the project.'))
  }
}
