import { create } from 'zustand'
import { newId } from '../kit'
import { dispatch, selectedNodes } from '../state'
import type { PatchChoice } from './patch-choices'

/** The node whose cables are made and pulled from the keyboard, while that list is open. */
export const usePatching = create<{ readonly node: string | undefined }>(() => ({
  node: undefined,
}))

/** Opens the list for the one node that is selected. False where there is no such one. */
export function startPatching(): boolean {
  const [node, ...more] = selectedNodes()
  if (node === undefined || more.length > 0) return false
  usePatching.setState({ node })
  return true
}

/** Closes the list; the keys go to the node again. */
export function stopPatching(): void {
  const { node } = usePatching.getState()
  usePatching.setState({ node: undefined })
  if (node === undefined) return
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.focus()
}

export function makeChoice({ kind, cable, from, to }: PatchChoice): void {
  if (kind === 'connect') {
    dispatch('Connect', [{ kind: 'connect', cable: { id: newId(), from, to } }])
  } else if (cable !== undefined) {
    dispatch('Disconnect', [{ kind: 'disconnect', cables: [cable] }])
  }
  stopPatching()
}
