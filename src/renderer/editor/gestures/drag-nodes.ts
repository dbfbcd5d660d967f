import type { Point } from '#shared/graph'
import { selectedNodes } from '../../state'
import { setCableTarget, useCableTarget } from '../cable-target'
import { duplicateSelection } from '../copy-paste'
import { hold } from '../flow'
import { commitMove, insertEdits } from '../move-nodes'
import type { Rect } from '../scene/curve'
import { cableNear, nodesIn } from '../scene/hit'
import { scene, type SceneNode } from '../scene/scene'
import { seen, toGraph, viewNow } from '../scene/view'
import { setGuides } from './guides'
import { MovedElements } from './moved-elements'
import { linesOf, snapMove, type Lines } from './snap'

/** How near a line draws a node, and a cable takes one in, in pixels of the screen. */
const SNAP = 6
const CABLE = 14

/** What a drag is held to. */
export interface Held {
  /** It holds to no lines. */
  readonly free: boolean
  /** Copies stay where it ends, and the nodes where they were. */
  readonly copies: boolean
}

/** Moves the selected nodes under the pointer. They move as elements and on the canvas; React hears of it at the end. */
export class NodeDrag {
  readonly #from: Point
  readonly #nodes: readonly SceneNode[]
  readonly #origins: ReadonlyMap<string, Point>
  readonly #box: Rect
  readonly #lines: Lines
  readonly #elements: MovedElements
  #by: Point = { x: 0, y: 0 }

  constructor(pressed: string, from: Point) {
    const ids = new Set(selectedNodes().includes(pressed) ? selectedNodes() : [pressed])
    this.#from = from
    this.#nodes = [...ids].flatMap(id => scene.nodes.get(id) ?? [])
    this.#origins = new Map(this.#nodes.map(({ id, x, y }) => [id, { x, y }]))
    const { x, y, width, height } = scene.nodes.get(pressed) ?? { x: 0, y: 0, width: 0, height: 0 }
    this.#box = { x, y, width, height }
    this.#lines = linesOf(nodesIn(scene, seen(viewNow())).filter(({ id }) => !ids.has(id)))
    this.#elements = new MovedElements(ids)
    hold(ids)
  }

  /** The pointer is at a place of the stage. */
  to(pointer: Point, { free, copies }: Held): void {
    const view = viewNow()
    const at = toGraph(view, pointer)
    const raw = { x: at.x - this.#from.x, y: at.y - this.#from.y }
    const { by, guides } = free
      ? { by: raw, guides: undefined }
      : snapMove(this.#box, raw, this.#lines, SNAP / view.zoom)
    setGuides(guides)
    const places = this.#nodes.map(({ id }) => {
      const origin = this.#origins.get(id) ?? { x: 0, y: 0 }
      return [id, { x: origin.x + by.x, y: origin.y + by.y }] as const
    })
    scene.move(places)
    this.#elements.follow()
    this.#by = by
    document.body.dataset['moving'] = copies ? 'copies' : 'nodes'
    if (copies) setCableTarget(undefined)
    else this.#aim(at)
  }

  /** One node that is held over a cable may be put into it. */
  #aim(at: Point): void {
    const [only, ...more] = this.#nodes
    if (only === undefined || more.length > 0) return
    const cable = cableNear(scene, at, CABLE / viewNow().zoom)
    const fits = cable !== undefined && insertEdits(only.id, cable.id).length > 0
    setCableTarget(fits ? cable.id : undefined)
  }

  drop({ copies }: Held): void {
    if (copies) {
      this.cancel()
      return duplicateSelection(this.#by)
    }
    this.#end()
    const { cable } = useCableTarget.getState()
    commitMove(
      this.#nodes.map(({ id, x, y }) => ({ id, position: { x, y } })),
      cable,
    )
    scene.settle()
  }

  cancel(): void {
    scene.move(this.#origins)
    this.#elements.follow()
    setCableTarget(undefined)
    this.#end()
  }

  #end(): void {
    setGuides()
    hold(new Set())
    delete document.body.dataset['moving']
  }
}
