import { create } from 'zustand'
import { beatsAt, gridFor, secondsAt, tempoMapOf, type Beats, type Grid } from '#shared/graph'
import { clamp, type Seconds } from '#shared/kit'
import { projectNow, useTimeline } from '../../state'

/** The part of the timeline that is seen, in the size that it has. */
interface View {
  /** Pixels a beat. */
  readonly zoom: number
  /** The beat at the left edge. */
  readonly left: Beats
  /** Pixels that are scrolled down. */
  readonly top: number
  readonly width: number
  readonly height: number
}

export const useView = create<View>(() => ({ zoom: 24, left: 0, top: 0, width: 800, height: 200 }))

const LEAST_ZOOM = 0.05
const MOST_ZOOM = 4000
/** Lines of the grid stand at least so far apart. */
const GRID_ROOM = 14
/** Height of everything that can be scrolled to. */
let content = 0

export function setContentHeight(height: number): void {
  content = height
  setView({})
}

export function contentHeight(): number {
  return content
}

export function setView(change: Partial<View>): void {
  const next = { ...useView.getState(), ...change }
  useView.setState({
    ...next,
    zoom: clamp(next.zoom, LEAST_ZOOM, MOST_ZOOM),
    left: clamp(next.left, 0, 2e7),
    top: clamp(next.top, 0, Math.max(0, content - next.height)),
  })
}

export function xOf(beat: Beats): number {
  const { left, zoom } = useView.getState()
  return (beat - left) * zoom
}

export function beatAtX(x: number): Beats {
  const { left, zoom } = useView.getState()
  return Math.max(0, left + x / zoom)
}

/** Zooms so that what lies at `x` stays there. */
export function zoomBy(factor: number, x = useView.getState().width / 2): void {
  const { left, zoom } = useView.getState()
  const next = clamp(zoom * factor, LEAST_ZOOM, MOST_ZOOM)
  setView({ zoom: next, left: left + x / zoom - x / next })
}

/** Shows a stretch of the timeline as large as it fits. */
export function showBeats(from: Beats, to: Beats): void {
  const { width } = useView.getState()
  const zoom = clamp((width - 48) / Math.max(1, to - from), LEAST_ZOOM, MOST_ZOOM)
  setView({ zoom, left: from - 24 / zoom })
}

/** Scrolls as little as it takes to see a stretch. */
export function reveal(from: Beats, to: Beats): void {
  const { left, zoom, width } = useView.getState()
  const right = left + width / zoom
  if (from < left) setView({ left: from - 24 / zoom })
  else if (to > right) setView({ left: Math.min(from, to - width / zoom + 24 / zoom) })
}

/** What things snap to at this zoom. */
export function gridNow(): Grid {
  const { grid } = useTimeline.getState()
  return grid === 'auto' ? gridFor(GRID_ROOM / useView.getState().zoom) : grid
}

export function timeOf(beat: Beats): Seconds {
  return secondsAt(tempoMapOf(projectNow().transport), beat)
}

export function beatOfTime(time: Seconds): Beats {
  return beatsAt(tempoMapOf(projectNow().transport), time)
}
