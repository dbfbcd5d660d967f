import { applyTransaction, removeWithWireThrough, type Edit } from '#shared/graph'
import {
  catalog,
  clearSelection,
  dispatch,
  projectNow,
  selectedCables,
  selectedNodes,
} from '../state'
import { newId } from '../kit'

/** Deletes what is selected. What fed a deleted node then feeds what it fed, where that fits. */
export function removeSelection(wireThrough = true): void {
  const nodes = selectedNodes()
  const edits = [...cableEdits(), ...(wireThrough ? wiredThrough(nodes) : removeNodes(nodes))]
  const count = nodes.length
  const label =
    count === 0 ? 'Delete cables' : count === 1 ? 'Delete node' : `Delete ${count} nodes`
  if (dispatch(label, edits)) clearSelection()
}

function cableEdits(): Edit[] {
  const cables = selectedCables()
  return cables.length === 0 ? [] : [{ kind: 'disconnect', cables: [...cables] }]
}

function removeNodes(nodes: readonly string[]): Edit[] {
  return nodes.length === 0 ? [] : [{ kind: 'remove-nodes', nodes: [...nodes] }]
}

/** One node after another, so that a chain of several closes over all of them. */
function wiredThrough(nodes: readonly string[]): Edit[] {
  let project = projectNow()
  const all: Edit[] = []
  for (const node of nodes) {
    const edits = removeWithWireThrough(project.graph, catalog(), node, newId)
    const applied = applyTransaction(project, { edits }, catalog())
    if (!applied.ok) return removeNodes(nodes)
    project = applied.value.project
    all.push(...edits)
  }
  return all
}
