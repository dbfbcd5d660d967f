import type { Point } from '#shared/graph'
import { viewNow } from './view'

/** A place of the graph as one of the window. */
export function toScreen({ x, y }: Point): Point {
  const view = viewNow()
  const stage = document.querySelector('.react-flow')?.getBoundingClientRect()
  return {
    x: (stage?.x ?? 0) + view.x + x * view.zoom,
    y: (stage?.y ?? 0) + view.y + y * view.zoom,
  }
}
