import type { useStoreApi } from '@xyflow/react'
import type { Point } from '#shared/graph'
import { isOverKnob } from '../connecting'
import type { CableFlow, DeviceFlow } from '../flow'

/** How near the edge it begins, and how fast it gets, in pixels and pixels a frame. */
const EDGE = 36
const FASTEST = 18

/** By how much the view moves in a frame, for a pointer at a place of the stage. */
export function autoPan({ x, y }: Point, width: number, height: number): Point {
  return { x: along(x, width), y: along(y, height) }
}

function along(at: number, length: number): number {
  if (at < EDGE) return speed(EDGE - at)
  if (at > length - EDGE) return -speed(at - (length - EDGE))
  return 0
}

function speed(depth: number): number {
  return Math.min(1, depth / EDGE) * FASTEST
}

type FlowStore = ReturnType<typeof useStoreApi<DeviceFlow, CableFlow>>

/**
 * For as long as a cable is in hand, the view moves on near the edge of the stage; not where the cable has come
 * to a port or a knob, which would run away from under it.
 */
export function panWhileConnecting(store: FlowStore): void {
  const { connection, width, height, panBy } = store.getState()
  if (!connection.inProgress) return
  const by = autoPan(connection.pointer, width, height)
  const arrived = connection.isValid !== null || isOverKnob()
  if (!arrived && (by.x !== 0 || by.y !== 0)) void panBy(by)
  requestAnimationFrame(() => panWhileConnecting(store))
}
