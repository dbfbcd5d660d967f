import { create } from 'zustand'
import { openDialog } from './dialogs'

/** The node type that is read about. */
export const useNodeDocs = create<{ readonly type: string | undefined }>(() => ({
  type: undefined,
}))

/** Opens what there is to read about a node: its ports, its parameters and its plugin's own text. */
export function showNodeDocs(type: string): void {
  useNodeDocs.setState({ type })
  openDialog('node-docs')
}
