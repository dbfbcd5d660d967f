import type { Point } from '#shared/graph'
import { contains, distanceTo, overlap, type Rect } from './curve'
import type { Scene, SceneCable, SceneNode } from './scene'

/** The node at a place; of several, the one drawn last. */
export function nodeAt(scene: Scene, place: Point): SceneNode | undefined {
  let found: SceneNode | undefined
  for (const node of scene.nodes.values()) if (contains(node, place)) found = node
  return found
}

/** The cable nearest to a place, no farther than `reach`. */
export function cableNear(scene: Scene, place: Point, reach: number): SceneCable | undefined {
  let found: SceneCable | undefined
  let nearest = reach
  for (const cable of scene.cables.values()) {
    const { x, y, width, height } = cable.bounds
    const near = {
      x: x - reach,
      y: y - reach,
      width: width + 2 * reach,
      height: height + 2 * reach,
    }
    if (!contains(near, place)) continue
    const distance = distanceTo(cable.curve, place)
    if (distance > nearest) continue
    nearest = distance
    found = cable
  }
  return found
}

/** The nodes that a rectangle touches. */
export function nodesIn(scene: Scene, rect: Rect): SceneNode[] {
  const found: SceneNode[] = []
  for (const node of scene.nodes.values()) if (overlap(node, rect)) found.push(node)
  return found
}
