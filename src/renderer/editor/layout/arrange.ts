import { Graph, layout } from '@dagrejs/dagre'
import type { Point } from '#shared/graph'

/** A node to be placed: how large it is, and how far below its top its first socket stands. */
export interface LayoutBox {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly socket: number
}

export interface LayoutJob {
  readonly boxes: readonly LayoutBox[]
  /** Cables by the ids of their nodes; those that close a loop are left out. */
  readonly links: readonly (readonly [from: string, to: string])[]
}

/** Beyond this, columns are found by a faster rule that is less careful with the lengths of cables. */
const CAREFUL = 400

/** Places for nodes in columns along the way of the sound (Sugiyama’s method, by dagre); their top left corners. */
export function arrange({ boxes, links }: LayoutJob): Record<string, Point> {
  const graph = new Graph()
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 20,
    ranksep: 80,
    ranker: boxes.length > CAREFUL ? 'longest-path' : 'network-simplex',
  })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height, socket } of boxes) {
    // The first socket in the middle: so the cable of a chain runs straight through it.
    graph.setNode(id, { width, height: 2 * Math.max(socket, height - socket) })
  }
  for (const [from, to] of links) graph.setEdge(from, to)
  layout(graph)
  return Object.fromEntries(
    boxes.map(({ id, width, socket }) => {
      const middle: unknown = graph.node(id)
      return [id, { x: coordinate(middle, 'x') - width / 2, y: coordinate(middle, 'y') - socket }]
    }),
  )
}

function coordinate(place: unknown, axis: 'x' | 'y'): number {
  return typeof place === 'object' && place !== null ? Number(Reflect.get(place, axis)) : 0
}
