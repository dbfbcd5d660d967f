import type { Connection, Handle } from '@xyflow/react'
import {
  canConnect,
  disconnectShown,
  FIRST_DEPTH,
  modulationEdits,
  realEnd,
  realParam,
  type CableEnd,
  type Edit,
  type Graph,
} from '#shared/graph'
import { newId } from '../kit'
import { catalog, dispatch, graphNow, idFor, modulate, scopeIn } from '../state'
import { isOverKnob } from './connecting'
import { isEdge, plugIntoEdge } from './groups/group-actions'
import { paramOfHandle } from './knobs'
import type { CableFlow } from './flow'

type Ends = Pick<Connection, 'source' | 'target'> & {
  readonly sourceHandle?: string | null
  readonly targetHandle?: string | null
}

/** Whether a cable may be plugged in like that; asked all the time while one is dragged. */
export function isFitting(ends: Ends): boolean {
  // A knob under the pointer comes before a port near it.
  if (isOverKnob()) return false
  if (edgeOf(ends) !== undefined) return true
  const { from, to, turns } = endsOf(ends)
  return canConnect(graphNow(), catalog(), from, to, turns ? FIRST_DEPTH : undefined).ok
}

export function plug(ends: Ends): void {
  const edge = edgeOf(ends)
  if (edge !== undefined) return plugIntoEdge(edge.end, edge.side)
  const { from, to, turns } = endsOf(ends)
  const cable = { id: newId(), from, to, ...(turns && { depth: FIRST_DEPTH }) }
  dispatch('Connect', [{ kind: 'connect', cable }])
}

/** A cable that was drawn out of a port ends at a knob: signals turn it. */
export function plugIntoKnob(
  { nodeId, id, type }: Pick<Handle, 'nodeId' | 'id' | 'type'>,
  knob: CableEnd,
): void {
  if (type !== 'source') return
  const from = realEnd(graphNow(), { node: nodeId, port: id ?? '' }, 'outputs')
  if (from !== undefined) modulate(from, knob)
}

/** Moves the far end of a cable to a knob; it turns that from now on, as far as it turned another before. */
export function replugIntoKnob(id: string, knob: CableEnd): void {
  const graph = graphNow()
  const cable = graph.cables[id]
  if (cable === undefined) return
  const { from, depth = FIRST_DEPTH } = cable
  const ids = { cable: newId, node: idFor }
  const edits = modulationEdits(without(graph, id), catalog(), from, knob, depth, ids)
  if (!edits.ok) return
  dispatch('Replug cable', [{ kind: 'disconnect', cables: [id] }, ...edits.value])
}

/** Moves one end of a cable to another port. */
export function replug(old: CableFlow, ends: Ends): void {
  const { from, to, turns } = endsOf(ends)
  const graph = graphNow()
  const cable = graph.cables[old.id]
  if (cable === undefined) return
  // Of a cable that leaves a knob for a socket, nothing is turned any more.
  const depth = turns ? (cable.depth ?? FIRST_DEPTH) : undefined
  const stays = same(cable.from, from) && same(cable.to, to) && cable.depth === depth
  if (stays) return
  const fits = canConnect(without(graph, old.id), catalog(), from, to, depth)
  if (!fits.ok) return
  const edits: Edit[] = [
    { kind: 'disconnect', cables: [old.id] },
    { kind: 'connect', cable: { id: newId(), from, to, ...(depth !== undefined && { depth }) } },
  ]
  dispatch('Replug cable', edits)
}

export function unplug(cable: string): void {
  const graph = graphNow()
  dispatch('Disconnect', disconnectShown(graph, scopeIn(graph), [cable]))
}

/** What a cable to the edge of the open group begins or ends at, and on which side; not what goes from edge to edge. */
function edgeOf({ source, sourceHandle, target, targetHandle }: Ends) {
  const [from, to] = [
    { node: source, port: sourceHandle ?? '' },
    { node: target, port: targetHandle ?? '' },
  ]
  if (isEdge(from) === isEdge(to)) return undefined
  return isEdge(from)
    ? ({ end: to, side: 'inputs' } as const)
    : ({ end: from, side: 'outputs' } as const)
}

/** What the ends of React Flow's are, of real nodes; one that `turns` ends at a parameter. */
function endsOf({ source, sourceHandle, target, targetHandle }: Ends): {
  from: CableEnd
  to: CableEnd
  turns: boolean
} {
  const param = paramOfHandle(targetHandle ?? '')
  const graph = graphNow()
  const shown = { node: source, port: sourceHandle ?? '' }
  const end = { node: target, port: param ?? targetHandle ?? '' }
  const to =
    param === undefined ? realEnd(graph, end, 'inputs') : realParam(graph, end.node, end.port)
  return {
    from: realEnd(graph, shown, 'outputs') ?? shown,
    to: to ?? end,
    turns: param !== undefined,
  }
}

function same(a: CableEnd, b: CableEnd): boolean {
  return a.node === b.node && a.port === b.port
}

function without(graph: Graph, cable: string): Graph {
  const { [cable]: _gone, ...cables } = graph.cables
  return { ...graph, cables }
}
