import type { Point } from '#shared/graph'
import { catalog } from '../../state'
import { freePlace } from './free-place'
import { scene } from './scene'
import { deviceShape, placeholderShape } from './shape'

/** Where a new node of a type can lie, near a place. */
export function freePlaceFor(type: string, near: Point): Point {
  const definition = catalog().get(type)
  const shape = definition === undefined ? placeholderShape([], []) : deviceShape(definition, false)
  return freePlace(near, shape, scene.nodes.values())
}
