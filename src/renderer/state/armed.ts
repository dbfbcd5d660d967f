import { create } from 'zustand'
import { graphNow } from './project'

/** The tracks that record, by node: of this window, and no part of the document. */
export const useArmed = create<{ readonly nodes: ReadonlySet<string> }>(() => ({
  nodes: new Set(),
}))

export function setArmed(node: string, armed: boolean): void {
  const nodes = new Set(useArmed.getState().nodes)
  if (armed) nodes.add(node)
  else nodes.delete(node)
  useArmed.setState({ nodes })
}

/** Tracks of the document that are armed. */
export function armedTracks(): readonly string[] {
  const { nodes } = graphNow()
  return [...useArmed.getState().nodes].filter(id => id in nodes)
}
