import { create } from 'zustand'

/** What is said beside a pointer that drags; the first line stands out. */
export type ReadoutLines = readonly string[]

interface Readout {
  readonly x: number
  readonly y: number
  readonly lines: ReadoutLines
}

export const useReadout = create<{ readonly shown: Readout | undefined }>(() => ({
  shown: undefined,
}))

/** Says beside the pointer what a drag makes of what it holds; nothing where there are no lines. */
export function showReadout(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  lines: ReadoutLines = [],
): void {
  if (lines.length === 0) return hideReadout()
  useReadout.setState({ shown: { x: clientX, y: clientY, lines } })
}

export function hideReadout(): void {
  if (useReadout.getState().shown !== undefined) useReadout.setState({ shown: undefined })
}
