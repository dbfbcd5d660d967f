import { snapBeat, type Beats } from '#shared/graph'
import { projectNow } from '../../state'
import type { ReadoutLines } from '../../ui'
import { beatAtX, gridNow } from './view'

/** Where the pointer is on a surface, and what is held with it. */
export interface Pointer {
  readonly x: number
  readonly y: number
  readonly shift: boolean
  /** Alt: without snapping. */
  readonly free: boolean
  /** Ctrl, or ⌘. */
  readonly mod: boolean
}

/** One drag, from pressing to letting go: one step of undo. */
export interface Gesture {
  move(to: Pointer): void
  /** What is said beside the pointer, of what is shown just now. */
  says?(): ReadoutLines
  /** The hand lets go; `moved` says whether it went anywhere. */
  end(moved: boolean): void
  /** Escape. */
  cancel(): void
}

export function snapped(beat: Beats, free: boolean): Beats {
  return free ? Math.max(0, beat) : snapBeat(projectNow().transport, beat, gridNow())
}

export function snappedAt({ x, free }: Pick<Pointer, 'x' | 'free'>): Beats {
  return snapped(beatAtX(x), free)
}
