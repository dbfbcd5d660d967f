import { create } from 'zustand'
import { type CableEnd, type NodeDefinition, type Point } from '#shared/graph'
import { addNode, catalog, graphNow } from '../state'
import { newId } from '../kit'
import type { Side } from './connecting'

/** The cable end that a new node is to be wired to. */
export interface LooseEnd {
  readonly end: CableEnd
  readonly side: Side
}

interface QuickAdd {
  readonly open: boolean
  /** Where the list stands, in screen pixels, and where the node goes, in canvas pixels. */
  readonly screen: Point
  readonly at: Point
  readonly loose: LooseEnd | undefined
}

const closed: QuickAdd = {
  open: false,
  screen: { x: 0, y: 0 },
  at: { x: 0, y: 0 },
  loose: undefined,
}

export const useQuickAdd = create<QuickAdd>(() => closed)

export function openQuickAdd(screen: Point, at: Point, loose?: LooseEnd): void {
  useQuickAdd.setState({ open: true, screen, at, loose })
}

export function closeQuickAdd(): void {
  useQuickAdd.setState(closed)
}

/** Nodes that may be added: all, or those that fit the loose end. */
export function candidates(loose: LooseEnd | undefined): NodeDefinition[] {
  const all = [...catalog().values()]
  return loose === undefined ? all : all.filter(definition => fittingPort(definition, loose))
}

/** The first port of a node that a loose cable end fits. */
export function fittingPort(definition: NodeDefinition, loose: LooseEnd): string | undefined {
  const kind = looseKind(loose)
  const ports = loose.side === 'outputs' ? definition.inputs : definition.outputs
  return Object.entries(ports).find(([, spec]) => spec.kind === kind)?.[0]
}

/** Adds what was chosen, wired to the loose end. */
export function addCandidate(definition: NodeDefinition): void {
  const { at, loose } = useQuickAdd.getState()
  const port = loose && fittingPort(definition, loose)
  closeQuickAdd()
  if (loose === undefined || port === undefined) {
    addNode(definition.type, { at })
    return
  }
  const isOutward = loose.side === 'outputs'
  addNode(definition.type, {
    at: { x: isOutward ? at.x : at.x - 176, y: at.y - 40 },
    after(node) {
      const end = { node, port }
      const [from, to] = isOutward ? [loose.end, end] : [end, loose.end]
      return [{ kind: 'connect', cable: { id: newId(), from, to } }]
    },
  })
}

function looseKind({ end, side }: LooseEnd) {
  const node = graphNow().nodes[end.node]
  return catalog().get(node?.type ?? '')?.[side][end.port]?.kind
}
