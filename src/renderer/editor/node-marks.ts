import type { ColorName, Edit } from '#shared/graph'
import { dispatch, graphNow } from '../state'

type Flag = 'muted' | 'soloed' | 'collapsed'

const words: Record<Flag, readonly [on: string, off: string]> = {
  muted: ['Mute', 'Unmute'],
  soloed: ['Solo', 'End solo'],
  collapsed: ['Collapse', 'Expand'],
}

/** Whether all of the nodes and groups among these ids are marked so. */
export function allFlagged(ids: readonly string[], flag: Flag): boolean {
  const { nodes, groups } = graphNow()
  const marked = markable(ids, flag).flatMap(id => nodes[id] ?? groups[id] ?? [])
  return marked.length > 0 && marked.every(item => item[flag] === true)
}

/** What pressing it would do, in a word. */
export function flagWord(ids: readonly string[], flag: Flag): string {
  return words[flag][allFlagged(ids, flag) ? 1 : 0]
}

/** Marks nodes and groups, or takes the mark off where all have it. */
export function toggleFlag(ids: readonly string[], flag: Flag): void {
  const value = !allFlagged(ids, flag)
  const label = flagWord(ids, flag)
  const edits = markEdits(markable(ids, flag), { [flag]: value })
  if (edits.length > 0) dispatch(label, edits)
}

/** Gives nodes, groups and comments a colour; an empty one takes it away. */
export function paintNodes(ids: readonly string[], color: ColorName | ''): void {
  const { notes } = graphNow()
  const comments = ids
    .filter(id => id in notes)
    .map((note): Edit => ({ kind: 'set-note', note, change: { color } }))
  dispatch('Colour', [...comments, ...markEdits(ids, { color })])
}

function markEdits(
  ids: readonly string[],
  change: { readonly [flag in Flag]?: boolean } & { readonly color?: ColorName | '' },
): Edit[] {
  const { nodes, groups } = graphNow()
  const edits = ids
    .filter(id => id in groups)
    .map((group): Edit => ({ kind: 'set-group', group, change }))
  const patches = ids.filter(id => id in nodes).map(id => [id, change] as const)
  if (patches.length > 0) edits.push({ kind: 'set-nodes', nodes: Object.fromEntries(patches) })
  return edits
}

/** Groups do not collapse: they are small already. */
export function markable(ids: readonly string[], flag: Flag): readonly string[] {
  const { nodes, groups } = graphNow()
  return ids.filter(id => id in nodes || (flag !== 'collapsed' && id in groups))
}
