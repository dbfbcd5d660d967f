import type { Guides } from '../scene/paint'

const none: Guides = { x: undefined, y: undefined }
let current = none
const listeners = new Set<() => void>()

/** The lines along which a node that is dragged stands with others. */
export function guidesNow(): Guides {
  return current
}

export function setGuides(guides: Guides = none): void {
  if (guides.x === current.x && guides.y === current.y) return
  current = guides
  for (const listener of listeners) listener()
}

export function onGuides(listener: () => void): Disposable {
  listeners.add(listener)
  return { [Symbol.dispose]: () => void listeners.delete(listener) }
}
