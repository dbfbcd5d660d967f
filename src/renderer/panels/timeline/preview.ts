import { applyTransaction, type Edit, type Project } from '#shared/graph'
import { catalog, dispatch, projectNow } from '../../state'

/** What a drag would make of the document; nothing of it is done before the hand lets go. */
let shown: { readonly edits: readonly Edit[]; readonly document: Project } | undefined

/** Shows the document as it would be with these edits. */
export function preview(edits: readonly Edit[]): void {
  const applied = applyTransaction(projectNow(), { edits: [...edits] }, catalog())
  shown = applied.ok ? { edits, document: applied.value.project } : undefined
}

/** Whether a drag would change anything, as it stands. */
export function isPreviewing(): boolean {
  return shown !== undefined
}

/** Does what is shown, as one step of undo. */
export function commitPreview(label: string): void {
  const edits = shown?.edits ?? []
  shown = undefined
  if (edits.length > 0) dispatch(label, edits)
}

export function dropPreview(): void {
  shown = undefined
}

/** The document as it is drawn. */
export function drawnProject(): Project {
  return shown?.document ?? projectNow()
}
