import type { NodeDefinition } from '#shared/graph'
import type { NodeGroup } from './group-nodes'

/** A line of the list: the head of a group, or a node in it. */
export type Row =
  | {
      readonly kind: 'group'
      readonly id: string
      readonly title: string
      readonly count: number
      readonly open: boolean
    }
  | { readonly kind: 'node'; readonly id: string; readonly node: NodeDefinition }

/** The groups as lines; those of a closed group are left out. */
export function rowsOf(groups: readonly NodeGroup[], closed: readonly string[]): readonly Row[] {
  return groups.flatMap(({ title, nodes }): readonly Row[] => {
    const open = !closed.includes(title)
    const head: Row = { kind: 'group', id: `group ${title}`, title, count: nodes.length, open }
    if (!open) return [head]
    return [
      head,
      ...nodes.map(node => ({ kind: 'node' as const, id: `${title} ${node.type}`, node })),
    ]
  })
}

/** What a key does in the list: another line is marked, or a group is opened or closed. */
export type ListMove = { readonly to: number } | { readonly toggle: string } | undefined

/** As in any tree: up and down by lines, right opens a group, left closes it or goes to its head. */
export function moveIn(rows: readonly Row[], marked: number, key: string): ListMove {
  const row = rows[marked]
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(rows.length - 1, marked + 1) }
    case 'ArrowUp':
      return { to: Math.max(0, marked - 1) }
    case 'PageDown':
      return { to: Math.min(rows.length - 1, marked + 12) }
    case 'PageUp':
      return { to: Math.max(0, marked - 12) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'ArrowRight':
      if (row?.kind !== 'group') return undefined
      return row.open ? { to: Math.min(rows.length - 1, marked + 1) } : { toggle: row.title }
    case 'ArrowLeft': {
      if (row?.kind === 'group') return row.open ? { toggle: row.title } : undefined
      const head = rows.findLastIndex((other, index) => index < marked && other.kind === 'group')
      return head < 0 ? undefined : { to: head }
    }
    default:
      return undefined
  }
}
