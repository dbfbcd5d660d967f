import { create } from 'zustand'

/** The cable that a node is held over, to be put into it. */
export const useCableTarget = create<{ readonly cable: string | undefined }>(() => ({
  cable: undefined,
}))

export function setCableTarget(cable: string | undefined): void {
  if (useCableTarget.getState().cable !== cable) useCableTarget.setState({ cable })
}

/** The cable under a point of the screen, whatever lies above it. */
export function cableAt(x: number, y: number): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest('.react-flow__edge')?.getAttribute('data-id')
    if (id !== null && id !== undefined) return id
  }
  return undefined
}
