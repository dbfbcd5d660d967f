import { create } from 'zustand'
import { clamp } from '#shared/kit'
import { gridFor, type Beats, type Grid } from '#shared/graph'
import { useTimeline } from '../../state'

/** The part of a clip's content that is seen. */
interface RollView {
  /** Pixels a beat. */
  readonly zoom: number
  /** The beat of the content at the left edge; before its beginning it is below zero. */
  readonly left: Beats
  /** Pixels a key. */
  readonly row: number
  /** The highest key, with a part of it that may be out of sight. */
  readonly top: number
  readonly width: number
  readonly height: number
}

export const useRoll = create<RollView>(() => ({
  ...{ zoom: 48, left: 0, row: 12, top: 84, width: 800, height: 200 },
}))

const KEYS = 128

export function setRoll(change: Partial<RollView>): void {
  const next = { ...useRoll.getState(), ...change }
  const row = clamp(next.row, 4, 32)
  useRoll.setState({
    ...next,
    row,
    zoom: clamp(next.zoom, 2, 2000),
    left: Math.max(0, next.left),
    top: clamp(next.top, Math.min(KEYS, next.height / row), KEYS),
  })
}

export function rollX(beat: Beats): number {
  const { left, zoom } = useRoll.getState()
  return (beat - left) * zoom
}

export function beatAtRoll(x: number): Beats {
  const { left, zoom } = useRoll.getState()
  return left + x / zoom
}

/** The upper edge of a key's row. */
export function rollY(key: number): number {
  const { top, row } = useRoll.getState()
  return (top - 1 - key) * row
}

export function keyAtRoll(y: number): number {
  const { top, row } = useRoll.getState()
  return clamp(Math.ceil(top - y / row) - 1, 0, KEYS - 1)
}

export function zoomRoll(factor: number, x: number): void {
  const { left, zoom } = useRoll.getState()
  const next = clamp(zoom * factor, 2, 2000)
  setRoll({ zoom: next, left: left + x / zoom - x / next })
}

/** What notes snap to at this zoom. */
export function rollGrid(): Grid {
  const { grid } = useTimeline.getState()
  return grid === 'auto' ? gridFor(20 / useRoll.getState().zoom) : grid
}
