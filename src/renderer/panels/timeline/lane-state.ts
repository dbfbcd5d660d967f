import { create } from 'zustand'

interface LaneState {
  /** The lane whose points are selected, and which. */
  readonly lane: string | undefined
  readonly points: ReadonlySet<number>
  /** The row under the pointer. */
  readonly hovered: string | undefined
}

const nothing: ReadonlySet<number> = new Set()

export const useLanes = create<LaneState>(() => ({
  lane: undefined,
  points: nothing,
  hovered: undefined,
}))

export function selectPoints(lane: string | undefined, points: Iterable<number> = []): void {
  useLanes.setState({ lane, points: new Set(points) })
}
