import type { Connection } from '@xyflow/react'
import { canConnect, type CableEnd, type Edit, type Graph } from '#shared/graph'
import { newId } from '../kit'
import { catalog, dispatch, graphNow } from '../state'
import type { CableFlow } from './flow'

type Ends = Pick<Connection, 'source' | 'target'> & {
  readonly sourceHandle?: string | null
  readonly targetHandle?: string | null
}

/** Whether a cable may be plugged in like that; asked all the time while one is dragged. */
export function isFitting(ends: Ends): boolean {
  const { from, to } = endsOf(ends)
  return canConnect(graphNow(), catalog(), from, to).ok
}

export function plug(ends: Ends): void {
  const cable = { id: newId(), ...endsOf(ends) }
  dispatch('Connect', [{ kind: 'connect', cable }])
}

/** Moves one end of a cable to another port. */
export function replug(old: CableFlow, ends: Ends): void {
  const { from, to } = endsOf(ends)
  const graph = graphNow()
  const cable = graph.cables[old.id]
  if (cable === undefined || (same(cable.from, from) && same(cable.to, to))) return
  const { depth } = cable
  const fits = canConnect(without(graph, old.id), catalog(), from, to, depth)
  if (!fits.ok) return
  const edits: Edit[] = [
    { kind: 'disconnect', cables: [old.id] },
    { kind: 'connect', cable: { id: newId(), from, to, ...(depth !== undefined && { depth }) } },
  ]
  dispatch('Replug cable', edits)
}

export function unplug(cable: string): void {
  dispatch('Disconnect', [{ kind: 'disconnect', cables: [cable] }])
}

function endsOf({ source, sourceHandle, target, targetHandle }: Ends): {
  from: CableEnd
  to: CableEnd
} {
  return {
    from: { node: source, port: sourceHandle ?? '' },
    to: { node: target, port: targetHandle ?? '' },
  }
}

function same(a: CableEnd, b: CableEnd): boolean {
  return a.node === b.node && a.port === b.port
}

function without(graph: Graph, cable: string): Graph {
  const { [cable]: _gone, ...cables } = graph.cables
  return { ...graph, cables }
}
