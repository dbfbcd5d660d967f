import { ok, type Failure, type Result } from '#shared/kit'
import {
  applyPatches,
  applyTransaction,
  type NodeCatalog,
  type Project,
  type ProjectPatch,
  type ProjectProblem,
  type Transaction,
} from '#shared/graph'
import type { ProjectEvent, ProjectState } from '#shared/contract'

/** A transaction that the shell has not confirmed, and the document as it is with it. */
interface Pending {
  readonly transaction: Transaction
  readonly patches: readonly ProjectPatch[]
  readonly after: Project
}

/** The shell's document as far as it is known, and what the user did since: all values, no calls. */
export interface Mirror {
  readonly project: string
  /** What is shown: the confirmed document with every pending transaction. */
  readonly document: Project
  readonly confirmed: Project
  readonly revision: number
  readonly pending: readonly Pending[]
  readonly path: string
  readonly draft: boolean
  readonly saved: boolean
  readonly undo: string | undefined
  readonly redo: string | undefined
  readonly problems: readonly ProjectProblem[]
  readonly recoveredEdits: number
}

export function openMirror(state: ProjectState): Mirror {
  return {
    project: state.project,
    document: state.document,
    confirmed: state.document,
    revision: state.revision,
    pending: [],
    path: state.path,
    draft: state.draft,
    saved: state.saved,
    undo: state.undo,
    redo: state.redo,
    problems: state.problems,
    recoveredEdits: state.recoveredEdits,
  }
}

/** The mirror with a transaction of the user's own, before the shell has answered. */
export function edit(
  mirror: Mirror,
  transaction: Transaction,
  catalog: NodeCatalog,
): Result<Mirror> {
  const applied = applyTransaction(mirror.document, transaction, catalog)
  if (!applied.ok) return applied
  const { project: after, patches } = applied.value
  const pending = [...mirror.pending, { transaction, patches, after }]
  return ok({ ...mirror, document: after, pending })
}

/** The mirror after an event of the shell; undefined where an event before it was missed. */
export function receive(
  mirror: Mirror,
  event: ProjectEvent,
  catalog: NodeCatalog,
): Mirror | undefined {
  switch (event.kind) {
    case 'reset':
      return rebase({ ...openMirror(event.state), pending: mirror.pending }, catalog)
    case 'saved':
      return {
        ...mirror,
        path: event.path,
        draft: event.draft,
        saved: event.revision === mirror.revision,
      }
    case 'problems':
      return { ...mirror, problems: event.problems }
    case 'closed':
      return mirror
    case 'patched':
      if (event.revision <= mirror.revision) return mirror
      return event.revision === mirror.revision + 1 ? patched(mirror, event, catalog) : undefined
  }
}

/** The mirror without a transaction that the shell refused. */
export function rollBack(mirror: Mirror, transaction: string, catalog: NodeCatalog): Mirror {
  const pending = mirror.pending.filter(item => item.transaction.id !== transaction)
  return pending.length === mirror.pending.length ? mirror : rebase({ ...mirror, pending }, catalog)
}

function patched(
  mirror: Mirror,
  event: Extract<ProjectEvent, { kind: 'patched' }>,
  catalog: NodeCatalog,
): Mirror {
  const { revision, undo, redo, saved, problems } = event
  const next = { ...mirror, revision, undo, redo, saved, problems }
  const [head, ...rest] = mirror.pending
  const isEcho = head !== undefined && head.transaction.id === event.transaction
  // The echo of what is shown already: nothing that is drawn changes its identity.
  if (isEcho && JSON.stringify(head.patches) === JSON.stringify(event.patches)) {
    return { ...next, confirmed: head.after, pending: rest }
  }
  const pending = mirror.pending.filter(item => item.transaction.id !== event.transaction)
  return rebase(
    { ...next, confirmed: applyPatches(mirror.confirmed, event.patches), pending },
    catalog,
  )
}

/** Pending transactions anew on the confirmed document. One that no longer fits is dropped. */
function rebase(mirror: Mirror, catalog: NodeCatalog): Mirror {
  let document = mirror.confirmed
  const pending: Pending[] = []
  for (const { transaction } of mirror.pending) {
    const applied = applyTransaction(document, transaction, catalog)
    if (!applied.ok) continue
    document = applied.value.project
    pending.push({ transaction, patches: applied.value.patches, after: document })
  }
  return { ...mirror, document, pending }
}

/** Whether a failure says that the transaction may fit a newer revision. */
export function isConflict(failure: Failure): boolean {
  return failure.code === 'edit-conflict'
}
