import { create } from 'zustand'
import { cableNear } from './scene/hit'
import { scene } from './scene/scene'
import { toGraph, viewNow } from './scene/view'

/** The cable that a node is held over, to be put into it. */
export const useCableTarget = create<{ readonly cable: string | undefined }>(() => ({
  cable: undefined,
}))

export function setCableTarget(cable: string | undefined): void {
  if (useCableTarget.getState().cable !== cable) useCableTarget.setState({ cable })
}

/** How near a cable takes in what is dropped, in pixels of the screen. */
const REACH = 14

/** The cable at a point of the window. */
export function cableAt(x: number, y: number): string | undefined {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  if (box === undefined) return undefined
  const place = toGraph(viewNow(), { x: x - box.x, y: y - box.y })
  return cableNear(scene, place, REACH / viewNow().zoom)?.id
}
