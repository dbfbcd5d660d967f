import type { ColorName, Edit } from '#shared/graph'
import { dispatch, graphNow } from '../state'

type Flag = 'muted' | 'soloed' | 'collapsed'

const words: Record<Flag, readonly [on: string, off: string]> = {
  muted: ['Mute', 'Unmute'],
  soloed: ['Solo', 'End solo'],
  collapsed: ['Collapse', 'Expand'],
}

/** Whether all of the nodes among these ids are marked so. */
export function allFlagged(ids: readonly string[], flag: Flag): boolean {
  const nodes = nodesAmong(ids)
  return nodes.length > 0 && nodes.every(node => node[flag] === true)
}

/** What pressing it would do, in a word. */
export function flagWord(ids: readonly string[], flag: Flag): string {
  return words[flag][allFlagged(ids, flag) ? 1 : 0]
}

/** Marks nodes, or takes the mark off where all have it. */
export function toggleFlag(ids: readonly string[], flag: Flag): void {
  const value = !allFlagged(ids, flag)
  const nodes = Object.fromEntries(nodesAmong(ids).map(({ id }) => [id, { [flag]: value }]))
  if (Object.keys(nodes).length === 0) return
  dispatch(flagWord(ids, flag), [{ kind: 'set-nodes', nodes }])
}

/** Gives nodes and comments a colour; an empty one takes it away. */
export function paintNodes(ids: readonly string[], color: ColorName | ''): void {
  const { notes } = graphNow()
  const nodes = nodesAmong(ids)
  const edits: Edit[] = ids
    .filter(id => id in notes)
    .map(note => ({ kind: 'set-note', note, change: { color } }))
  if (nodes.length > 0) {
    const patches = Object.fromEntries(nodes.map(({ id }) => [id, { color }]))
    edits.push({ kind: 'set-nodes', nodes: patches })
  }
  dispatch('Colour', edits)
}

function nodesAmong(ids: readonly string[]) {
  return ids.flatMap(id => graphNow().nodes[id] ?? [])
}
