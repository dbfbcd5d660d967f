import type { Point } from '#shared/graph'
import type { Rect } from './curve'
import type { Scene, SceneNode } from './scene'

export type Way = 'left' | 'right' | 'up' | 'down'

const ways: Record<Way, Point> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** By how much a step aside counts for more than one ahead. */
const ASIDE = 2.2

/** The box that lies next in a direction: ahead, and the less aside the better. */
export function nextBox<Box extends Rect>(
  from: Rect,
  way: Way,
  boxes: Iterable<Box>,
): Box | undefined {
  const { x, y } = ways[way]
  const here = middle(from)
  let best: Box | undefined
  let least = Number.POSITIVE_INFINITY
  for (const box of boxes) {
    const there = middle(box)
    const [dx, dy] = [there.x - here.x, there.y - here.y]
    const ahead = dx * x + dy * y
    if (ahead <= 1) continue
    const cost = ahead + ASIDE * Math.abs(dx * y + dy * x)
    if (cost >= least) continue
    least = cost
    best = box
  }
  return best
}

/** What a node feeds (`right`) or is fed by (`left`); of several the uppermost, then the others in turn. */
export function alongCable(
  scene: Scene,
  from: string,
  way: 'left' | 'right',
): SceneNode | undefined {
  const found: SceneNode[] = []
  for (const { cable } of scene.cablesAt(from)) {
    const [own, other] = way === 'right' ? [cable.from, cable.to] : [cable.to, cable.from]
    const node = own.node === from ? scene.nodes.get(other.node) : undefined
    if (node !== undefined && node.id !== from) found.push(node)
  }
  return found.toSorted((a, b) => a.y - b.y || a.x - b.x)[0]
}

function middle({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
