import { joinCable, type Asset, type Edit, type Point } from '#shared/graph'
import { newId } from '../kit'
import { addNode } from './add-node'
import { canvasView } from './canvas'
import { catalog } from './catalog'
import { dispatch, graphNow } from './project'
import { select } from './selection'
import { soundParam } from './sound-param'

const PLAYER = 'player/player'

/** Where a sound was let go of: on a node, on a cable, or where there is nothing. */
export interface SoundPlace {
  readonly at?: Point | undefined
  readonly node?: string | undefined
  readonly cable?: string | undefined
}

/** A sound goes into the player that it fell on; elsewhere it gets one, wired to where the cable ends that it fell on. */
export function placeSound(asset: Asset, { at, node, cable }: SoundPlace): void {
  const add: Edit = { kind: 'add-asset', asset }
  const param = node === undefined ? undefined : soundParam(node)
  if (node !== undefined && param !== undefined) {
    const value = asset.sha256
    dispatch(`Play ${asset.name}`, [add, { kind: 'set-param', node, param, value }])
    select([node])
    return
  }
  const joins = cable !== undefined && soundJoins(cable)
  addNode(PLAYER, {
    at: at !== undefined && joins ? canvasView().freePlace(PLAYER, beside(at)) : at,
    params: { sound: asset.sha256 },
    before: [add],
    after: id => (joins ? joinEdits(cable, id) : []),
  })
}

/** Whether a player can be heard where a cable ends. */
export function soundJoins(cable: string): boolean {
  return joinEdits(cable, '').length > 0
}

function joinEdits(cableId: string, node: string): Edit[] {
  const graph = graphNow()
  const cable = graph.cables[cableId]
  const player = catalog().get(PLAYER)
  if (cable === undefined || player === undefined) return []
  return joinCable(graph, catalog(), player, node, cable, newId)
}

/** The player ends where the pointer is, so that its cable runs on from there. */
function beside({ x, y }: Point): Point {
  return { x: x - 200, y: y + 24 }
}
