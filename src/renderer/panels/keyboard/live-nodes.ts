import type { Edit, Graph } from '#shared/graph'
import { newId } from '../../kit'
import {
  canvasView,
  catalog,
  dispatch,
  graphNow,
  idFor,
  onGrid,
  select,
  selectedNodes,
} from '../../state'

const TYPE = 'live-input/live-input'

/** Whether anything hears what is played to nobody in particular. */
export function hearsNotes({ nodes }: Graph): boolean {
  return Object.values(nodes).some(
    ({ type, params }) => type === TYPE && (params['listen'] ?? 'all') === 'all',
  )
}

/** Adds a Live Notes node, wired to the selected instrument, or to the only one that has no notes yet. */
export function addLiveInput(): void {
  const graph = graphNow()
  const id = idFor(TYPE)
  const to = instrument(graph)
  const target = to === undefined ? undefined : graph.nodes[to.node]
  const center = canvasView().center()
  const place = target === undefined ? center : { x: target.position.x - 240, y: target.position.y }
  const edits: Edit[] = [
    { kind: 'add-node', node: { id, type: TYPE, position: onGrid(place), params: {} } },
  ]
  if (to !== undefined) {
    edits.push({ kind: 'connect', cable: { id: newId(), from: { node: id, port: 'out' }, to } })
  }
  if (dispatch('Add Live Notes', edits)) select([id])
}

function instrument({ nodes, cables }: Graph): { node: string; port: string } | undefined {
  const fed = new Set(Object.values(cables).map(({ to }) => `${to.node}/${to.port}`))
  const free = Object.values(nodes).flatMap(({ id, type }) => {
    const inputs = Object.entries(catalog().get(type)?.inputs ?? {})
    return inputs.flatMap(([port, { kind }]) => (kind === 'notes' ? [{ node: id, port }] : []))
  })
  const chosen = free.find(({ node }) => selectedNodes().includes(node))
  if (chosen !== undefined) return chosen
  const unfed = free.filter(({ node, port }) => !fed.has(`${node}/${port}`))
  return unfed.length === 1 ? unfed[0] : undefined
}
