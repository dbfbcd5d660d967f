import { insertOnCable, type Edit, type Point } from '#shared/graph'
import { newId } from '../kit'
import { catalog, dispatch, graphNow, GRID, selectedNodes } from '../state'
import { setCableTarget } from './cable-target'
import { scene } from './scene/scene'

/** Ends a drag: all positions in one transaction, with the cable that a node was dropped on. */
export function commitMove(
  moved: readonly { readonly id: string; readonly position: Point }[],
  cable: string | undefined,
): void {
  setCableTarget(undefined)
  const positions = Object.fromEntries(
    moved.flatMap(({ id, position }) => {
      const at = placeOf(id)
      return at === undefined || samePlace(at, position) ? [] : [[id, rounded(position)]]
    }),
  )
  const count = Object.keys(positions).length
  const [only] = moved
  const insert = cable === undefined || only === undefined ? [] : insertEdits(only.id, cable)
  const move: Edit[] = count === 0 ? [] : [{ kind: 'move-nodes', positions }]
  const label =
    insert.length > 0 ? 'Insert node' : count === 1 ? 'Move node' : `Move ${count} nodes`
  dispatch(label, [...move, ...insert])
}

/** The edits that put a node into a cable; none where it has cables already or does not fit. */
export function insertEdits(id: string, cableId: string): Edit[] {
  const graph = graphNow()
  const cable = graph.cables[cableId]
  const definition = catalog().get(graph.nodes[id]?.type ?? '')
  const { inputs, outputs } = scene.cabledPorts(id)
  const isFree = inputs.length === 0 && outputs.length === 0
  if (cable === undefined || definition === undefined || !isFree) return []
  return insertOnCable(graph, catalog(), definition, id, cable, newId)
}

let nudge: { gesture: string; until: number } | undefined

/** Moves what is selected by whole steps of the grid, from the keyboard. */
export function nudgeSelection(x: number, y: number): void {
  const chosen = selectedNodes()
  const now = performance.now()
  if (nudge === undefined || now > nudge.until) nudge = { gesture: newId(), until: 0 }
  nudge.until = now + 800
  const positions = Object.fromEntries(
    chosen.flatMap(id => {
      const at = placeOf(id)
      return at === undefined ? [] : [[id, { x: at.x + x * GRID, y: at.y + y * GRID }]]
    }),
  )
  const label = chosen.length === 1 ? 'Move node' : `Move ${chosen.length} nodes`
  dispatch(label, [{ kind: 'move-nodes', positions }], { gesture: nudge.gesture })
}

/** Where something of the document lies: a node, a group or a comment. */
function placeOf(id: string): Point | undefined {
  const { nodes, groups, notes } = graphNow()
  return (nodes[id] ?? groups[id] ?? notes[id])?.position
}

function samePlace(a: Point, b: Point): boolean {
  return a.x === Math.round(b.x) && a.y === Math.round(b.y)
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) }
}
