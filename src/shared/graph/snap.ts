import { barPosition, barStart, signatureAt } from './bars'
import type { Beats } from './time-base'
import type { TransportSettings } from './transport-settings'

/** Where things snap to: not at all, to bar lines, or to every so many beats of a bar. */
export type Grid = 'off' | 'bar' | Beats

type Signatures = Pick<TransportSettings, 'signature' | 'signatures'>

/** The place on the grid that is nearest to a beat; bars begin the count anew. */
export function snapBeat(transport: Signatures, beat: Beats, grid: Grid): Beats {
  const at = Math.max(0, beat)
  if (grid === 'off') return at
  const { bar } = barPosition(transport, at)
  const [start, next] = [barStart(transport, bar), barStart(transport, bar + 1)]
  if (grid === 'bar') return at - start < next - at ? start : next
  const near = start + Math.round((at - start) / grid) * grid
  return next - at < Math.abs(near - at) ? next : near
}

/** How far the grid goes from a place: its step, or a whole bar. */
export function gridStep(transport: Signatures, beat: Beats, grid: Grid): Beats {
  if (typeof grid === 'number') return grid
  const { beats, unit } = signatureAt(transport, Math.max(0, beat))
  return grid === 'bar' ? (beats * 4) / unit : 1 / 16
}

/** The finest grid whose lines stand at least `room` beats apart: whole bars where no part of one has the room. */
export function gridFor(room: Beats): Grid {
  return steps.find(step => step >= room) ?? 'bar'
}

const steps = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2] as const
