import { disconnectShown, removeItems, removeThrough, type Edit } from '#shared/graph'
import {
  catalog,
  clearSelection,
  dispatch,
  projectNow,
  scopeIn,
  selectedCables,
  selectedNodes,
} from '../state'
import { newId } from '../kit'

/** Deletes what is selected. What fed a deleted node then feeds what it fed, where that fits. */
export function removeSelection(wireThrough = true): void {
  const items = selectedNodes()
  const removed = wireThrough
    ? removeThrough(projectNow(), catalog(), items, newId)
    : removeItems(projectNow().graph, items)
  if (dispatch(labelOf(items), [...cableEdits(), ...removed])) clearSelection()
}

function labelOf(items: readonly string[]): string {
  const { notes } = projectNow().graph
  if (items.length === 0) return 'Delete cables'
  const word = items.every(id => id in notes) ? 'comment' : 'node'
  return items.length === 1 ? `Delete ${word}` : `Delete ${items.length} ${word}s`
}

function cableEdits(): Edit[] {
  const { graph } = projectNow()
  return disconnectShown(graph, scopeIn(graph), selectedCables())
}
