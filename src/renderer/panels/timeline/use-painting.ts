import { useEffect, type RefObject } from 'react'
import { beatsAt, tempoMapOf } from '#shared/graph'
import { onFrame } from '../../kit'
import { playheadNow, useCatalog, usePrefs, useTimeline, useTransport } from '../../state'
import { sharpContext } from '../../ui'
import { drawRuler } from './draw-ruler'
import { drawTimeline } from './draw-timeline'
import { useLanes } from './lane-state'
import { marqueeNow } from './marquee'
import { drawnProject } from './preview'
import { setView, useView, xOf } from './view'

interface Surfaces {
  readonly tracks: RefObject<HTMLCanvasElement | null>
  readonly ruler: RefObject<HTMLCanvasElement | null>
  readonly heads: readonly RefObject<HTMLElement | null>[]
  /** What lies over the canvas and moves with it. */
  readonly shadow: RefObject<HTMLElement | null>
  readonly headers: RefObject<HTMLElement | null>
}

/** Milliseconds without a change of the zoom. */
const ZOOM_RESTS = 200

let hovered: string | undefined

/** Shows the handles of a clip. */
export function hoverClip(clip: string | undefined): void {
  hovered = clip
}

/** Draws before every paint what has changed, and moves the playhead; React takes no part. */
export function usePainting({ tracks, ruler, heads, shadow, headers }: Surfaces): void {
  useEffect(() => {
    let drawn: readonly unknown[] = []
    let loaded = 0
    let told = ''
    const onLoad = () => (loaded += 1)
    // A zoom that moves scales the cells as a whole: giving each its new place is for when it rests.
    let [placed, zoom, zoomedAt] = [0, 0, 0]
    const loop = onFrame(now => {
      follow()
      const project = drawnProject()
      const view = useView.getState()
      const { clips, grid, lanes, tool } = useTimeline.getState()
      if (view.zoom !== zoom) [zoom, zoomedAt] = [view.zoom, now]
      const rests = placed === 0 || now - zoomedAt > ZOOM_RESTS
      if (rests) placed = zoom
      const state = [
        placed,
        ...[project, view, clips, grid, lanes, tool, useLanes.getState(), marqueeNow(), hovered],
        ...[loaded, usePrefs.getState().theme, useCatalog.getState().nodes],
        window.devicePixelRatio,
      ]
      if (state.some((value, index) => value !== drawn[index])) {
        drawn = state
        paint(tracks.current, context =>
          drawTimeline(context, { project, marquee: marqueeNow(), hovered, onLoad }),
        )
        paint(ruler.current, context => drawRuler(context, project))
        if (shadow.current !== null) {
          const { style } = shadow.current
          style.setProperty('--zoom', String(placed))
          const along = -view.left * view.zoom
          style.transform = `translate(${along}px, ${-view.top}px) scaleX(${view.zoom / placed})`
        }
        if (headers.current !== null) {
          headers.current.style.transform = `translateY(${-view.top}px)`
        }
      }
      const x = Math.round(xOf(beatsAt(tempoMapOf(project.transport), playheadNow())))
      const place = `translateX(${x}px)`
      if (place === told) return
      told = place
      for (const { current } of heads) {
        if (current === null) continue
        current.style.transform = place
        current.style.visibility = x < 0 || x > view.width ? 'hidden' : 'visible'
      }
    })
    return () => loop[Symbol.dispose]()
  }, [tracks, ruler, heads, shadow, headers])
}

function paint(
  canvas: HTMLCanvasElement | null,
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  const context = canvas === null ? undefined : sharpContext(canvas)
  if (context !== undefined) draw(context)
}

/** Turns the page where the playhead leaves it while it plays. */
function follow(): void {
  if (!useTransport.getState().playing || !useTimeline.getState().follow) return
  const { left, zoom, width } = useView.getState()
  const beat = beatsAt(tempoMapOf(drawnProject().transport), playheadNow())
  const seen = beat >= left && beat <= left + (width - 8) / zoom
  if (!seen) setView({ left: Math.max(0, beat - 32 / zoom) })
}
