import { create } from 'zustand'

interface Selection {
  readonly nodes: ReadonlySet<string>
  readonly cables: ReadonlySet<string>
}

const nothing: ReadonlySet<string> = new Set()

export const useSelection = create<Selection>(() => ({ nodes: nothing, cables: nothing }))

export function select(nodes: Iterable<string>, cables: Iterable<string> = []): void {
  useSelection.setState({ nodes: new Set(nodes), cables: new Set(cables) })
}

export function clearSelection(): void {
  select([])
}

export function selectedNodes(): readonly string[] {
  return [...useSelection.getState().nodes]
}

export function selectedCables(): readonly string[] {
  return [...useSelection.getState().cables]
}
