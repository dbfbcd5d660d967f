import type { OutlineRow } from './outline-rows'

export type Step =
  | { readonly kind: 'go'; readonly to: number }
  | { readonly kind: 'open'; readonly open: boolean }

const PAGE = 12

/** What a key does in a tree, by the usage of ARIA; undefined where it does nothing. */
export function stepInTree(rows: readonly OutlineRow[], at: number, key: string): Step | undefined {
  const row = rows[at]
  const last = rows.length - 1
  switch (key) {
    case 'ArrowDown':
      return go(Math.min(last, at + 1), at)
    case 'ArrowUp':
      return go(Math.max(0, at - 1), at)
    case 'Home':
      return go(0, at)
    case 'End':
      return go(last, at)
    case 'PageDown':
      return go(Math.min(last, at + PAGE), at)
    case 'PageUp':
      return go(Math.max(0, at - PAGE), at)
    case 'ArrowRight':
      if (row?.open === false) return { kind: 'open', open: true }
      return row?.open === true ? go(at + 1, at) : undefined
    case 'ArrowLeft':
      if (row?.open === true) return { kind: 'open', open: false }
      return row === undefined ? undefined : go(parentOf(rows, at, row.level), at)
    default:
      return undefined
  }
}

function go(to: number, from: number): Step | undefined {
  return to === from || to < 0 ? undefined : { kind: 'go', to }
}

function parentOf(rows: readonly OutlineRow[], at: number, level: number): number {
  for (let index = at - 1; index >= 0; index--) if ((rows[index]?.level ?? 0) < level) return index
  return at
}
