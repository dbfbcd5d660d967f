import { around, overlap, type Rect } from './scene/curve'

interface Size {
  readonly width: number
  readonly height: number
}

/** Where things of the graph appear: a place of it is at `x + zoom · place` on the stage. */
interface Placed {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** What stands in the lower corners of the canvas, in pixels. */
export const TOOLS: Size = { width: 262, height: 34 }
export const MAP: Size = { width: 168, height: 112 }
/** How far from the edges it stands. */
const EDGE = 12
/** Around everything that is shown. */
const AIR = 24
const SMALLEST = 0.02

/**
 * The view that shows all of these as large as it can, in the middle of the stage; beside or above what stands in its corners,
 * where they would lie under it.
 */
export function viewBeside(
  rects: readonly Rect[],
  stage: Size,
  { largest, map }: { readonly largest: number; readonly map: boolean },
): Placed | undefined {
  const bounds = around(rects)
  if (bounds === undefined) return undefined
  const above = (size: Size) => AIR + EDGE + size.height
  const tools = { x: EDGE, y: stage.height - EDGE - TOOLS.height, ...TOOLS }
  const overview = {
    x: stage.width - EDGE - MAP.width,
    y: stage.height - EDGE - MAP.height,
    ...MAP,
  }
  const taken = map ? [tools, overview] : [tools]
  const beside = AIR + EDGE + MAP.width
  const rooms = [
    { right: AIR, bottom: AIR },
    { right: AIR, bottom: above(TOOLS) },
    ...(map
      ? [
          { right: beside, bottom: AIR },
          { right: beside, bottom: above(TOOLS) },
          { right: AIR, bottom: above(MAP) },
        ]
      : []),
  ]
  const views = rooms.map(room => fit(bounds, stage, room, largest))
  const free = views.filter(view => taken.every(rect => !isUnder(rects, view, rect)))
  return (free.length > 0 ? free : views.slice(0, 1)).reduce((best, view) =>
    view.zoom > best.zoom ? view : best,
  )
}

function fit(
  bounds: Rect,
  stage: Size,
  { right, bottom }: { readonly right: number; readonly bottom: number },
  largest: number,
): Placed {
  const [width, height] = [stage.width - AIR - right, stage.height - AIR - bottom]
  const wanted = Math.min(largest, width / bounds.width, height / bounds.height)
  const zoom = Math.max(SMALLEST, wanted)
  return {
    x: AIR + (width - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: AIR + (height - bounds.height * zoom) / 2 - bounds.y * zoom,
    zoom,
  }
}

function isUnder(rects: readonly Rect[], { x, y, zoom }: Placed, taken: Rect): boolean {
  const there = {
    x: (taken.x - x) / zoom,
    y: (taken.y - y) / zoom,
    width: taken.width / zoom,
    height: taken.height / zoom,
  }
  return rects.some(rect => overlap(rect, there))
}
