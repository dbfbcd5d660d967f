import type { Point } from '#shared/graph'
import { select, useSelection } from '../../state'
import { nodesIn } from '../scene/hit'
import { scene } from '../scene/scene'
import { toGraph, viewNow } from '../scene/view'

/** Selects what a rectangle touches that is drawn from an empty place. */
export class Marquee {
  readonly #from: Point
  readonly #kept: ReadonlySet<string>
  readonly #frame: HTMLElement
  #last = ''

  /** `more`: what is selected stays so. */
  constructor(frame: HTMLElement, from: Point, more: boolean) {
    this.#frame = frame
    this.#from = from
    this.#kept = more ? useSelection.getState().nodes : new Set()
  }

  to(pointer: Point): void {
    const view = viewNow()
    const at = toGraph(view, pointer)
    const rect = {
      x: Math.min(at.x, this.#from.x),
      y: Math.min(at.y, this.#from.y),
      width: Math.abs(at.x - this.#from.x),
      height: Math.abs(at.y - this.#from.y),
    }
    this.#frame.hidden = false
    this.#frame.style.transform = `translate(${rect.x * view.zoom + view.x}px, ${rect.y * view.zoom + view.y}px)`
    this.#frame.style.width = `${rect.width * view.zoom}px`
    this.#frame.style.height = `${rect.height * view.zoom}px`
    const ids = nodesIn(scene, rect).map(({ id }) => id)
    const key = ids.join(' ')
    if (key === this.#last) return
    this.#last = key
    select(new Set([...this.#kept, ...ids]))
  }

  end(): void {
    this.#frame.hidden = true
  }
}
