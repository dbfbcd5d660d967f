import { targetHandle } from '../knobs/handles'
import { overlap } from './curve'
import { route } from './route'
import type { Scene, SceneNode } from './scene'
import { seen, type View } from './view'

/** Ways around nodes are looked for while no more than these are on the screen. */
const NODES = 150
/** How many are found in one frame. */
const A_FRAME = 60

/** Leads the cables on the screen around the nodes there, a few a frame, whenever nodes have moved. */
export function routeSeen(scene: Scene, view: View): void {
  const area = seen(view, 200)
  const nodes: SceneNode[] = []
  for (const node of scene.nodes.values()) {
    if (overlap(node, area)) nodes.push(node)
    if (nodes.length > NODES) return
  }
  let found = 0
  for (const cable of scene.cables.values()) {
    if (cable.routed === scene.layout || !overlap(cable.bounds, area)) continue
    if (found === A_FRAME) {
      setTimeout(() => scene.changed())
      break
    }
    found += 1
    cable.routed = scene.layout
    const { from, to } = cable.cable
    const begin = scene.socketAt(from, 'outputs')
    const end = scene.socketAt({ node: to.node, port: targetHandle(cable.cable) }, 'inputs')
    if (begin === undefined || end === undefined) continue
    const others = nodes.filter(({ id }) => id !== from.node && id !== to.node)
    const ends = nodes.filter(({ id }) => id === from.node || id === to.node)
    scene.setCurve(cable, route(begin, end, cable.lane, others, ends))
  }
  if (found > 0) scene.rested()
}
