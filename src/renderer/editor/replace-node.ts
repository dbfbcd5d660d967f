import { replaceNodeEdit, type NodeDefinition } from '#shared/graph'
import { catalog, dispatch, graphNow } from '../state'

/** Puts another node in place of one; its settings and cables stay as far as they fit. */
export function replaceNode(node: string, definition: NodeDefinition): void {
  const edit = replaceNodeEdit(graphNow(), catalog(), node, definition.type)
  if (edit !== undefined) dispatch(`Replace with ${definition.label}`, [edit])
}
