import { create } from 'zustand'
import { groupOf, groupsAround, type Edit, type Graph } from '#shared/graph'

interface OpenGroup {
  /** The group that the canvas shows; none at the top. */
  readonly group: string | undefined
}

export const useOpenGroup = create<OpenGroup>(() => ({ group: undefined }))

/** Shows another canvas: that of a group, or the top. */
export function openGroup(group: string | undefined): void {
  if (useOpenGroup.getState().group !== group) useOpenGroup.setState({ group })
}

/** The group that is open, if it is still there. */
export function scopeIn(graph: Pick<Graph, 'groups'>): string | undefined {
  const { group } = useOpenGroup.getState()
  return group === undefined ? undefined : groupOf(graph, { group })
}

/** The groups around what the canvas shows, the outermost first, and the open one last. */
export function openPath(graph: Pick<Graph, 'groups'>): readonly string[] {
  const group = scopeIn(graph)
  return group === undefined ? [] : groupsAround(graph, { group }).toReversed()
}

/** New things lie where the user looks, unless they say where. */
export function inScope(graph: Pick<Graph, 'groups'>, edits: readonly Edit[]): Edit[] {
  const group = scopeIn(graph)
  if (group === undefined) return [...edits]
  return edits.map(edit => {
    if (edit.kind === 'add-node' && edit.node.group === undefined) {
      return { ...edit, node: { ...edit.node, group } }
    }
    if (edit.kind === 'add-group' && edit.group.group === undefined) {
      return { ...edit, group: { ...edit.group, group } }
    }
    if (edit.kind === 'add-note' && edit.note.group === undefined) {
      return { ...edit, note: { ...edit.note, group } }
    }
    return edit
  })
}
