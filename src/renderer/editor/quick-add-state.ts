import { create } from 'zustand'
import {
  insertOnCable,
  type CableEnd,
  type NodeDefinition,
  type Point,
  type PortSpec,
} from '#shared/graph'
import { addNode, canvasView, catalog, graphNow } from '../state'
import { newId } from '../kit'
import type { Side } from './connecting'
import { goesInto } from './insert-node'
import { replaceNode } from './replace-node'

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
  /** The cable that it goes into, or the node whose place it takes. */
  readonly into: Into | undefined
}

export type Into =
  | { readonly kind: 'cable'; readonly cable: string }
  | { readonly kind: 'replace'; readonly node: string }

const closed: QuickAdd = {
  open: false,
  screen: { x: 0, y: 0 },
  at: { x: 0, y: 0 },
  loose: undefined,
  into: undefined,
}

export const useQuickAdd = create<QuickAdd>(() => closed)

export function openQuickAdd(screen: Point, at: Point, loose?: LooseEnd): void {
  useQuickAdd.setState({ open: true, screen, at, loose, into: undefined })
}

/** Searches for a node to put into a cable, or in place of another. */
export function openQuickAddInto(screen: Point, at: Point, into: Into): void {
  useQuickAdd.setState({ open: true, screen, at, loose: undefined, into })
}

export function closeQuickAdd(): void {
  useQuickAdd.setState(closed)
}

/** Nodes that may be added: all, or those that fit the loose end, the cable, or the place of another. */
export function candidates({ loose, into }: Pick<QuickAdd, 'loose' | 'into'>): NodeDefinition[] {
  const all = [...catalog().values()]
  if (loose !== undefined) return all.filter(definition => fittingPort(definition, loose))
  if (into?.kind === 'cable') return all.filter(definition => goesInto(definition, into.cable))
  if (into?.kind === 'replace') return replacements(all, into.node)
  return all
}

/** What can stand in place of a node, the nearest to it first: an effect of the same family is what is looked for. */
function replacements(all: readonly NodeDefinition[], node: string): NodeDefinition[] {
  const old = catalog().get(graphNow().nodes[node]?.type ?? '')
  const fitting = all.filter(definition => canReplace(definition, node))
  const { near = [], far = [] } = Object.groupBy(fitting, ({ category }) =>
    category === old?.category ? 'near' : 'far',
  )
  return [...near, ...far]
}

/** What has no kind of port in common with a node is not offered in its place. */
function canReplace(definition: NodeDefinition, id: string): boolean {
  const node = graphNow().nodes[id]
  const old = catalog().get(node?.type ?? '')
  if (old === undefined || definition.type === old.type) return definition.type !== node?.type
  return sharesKind(old.inputs, definition.inputs) && sharesKind(old.outputs, definition.outputs)
}

function sharesKind(
  old: Readonly<Record<string, PortSpec>>,
  next: Readonly<Record<string, PortSpec>>,
): boolean {
  const kinds = new Set(Object.values(old).map(({ kind }) => kind))
  return kinds.size === 0 || Object.values(next).some(({ kind }) => kinds.has(kind))
}

/** The first port of a node that a loose cable end fits. */
export function fittingPort(definition: NodeDefinition, loose: LooseEnd): string | undefined {
  const kind = looseKind(loose)
  const ports = loose.side === 'outputs' ? definition.inputs : definition.outputs
  return Object.entries(ports).find(([, spec]) => spec.kind === kind)?.[0]
}

/** Adds what was chosen, wired to the loose end. */
export function addCandidate(definition: NodeDefinition): void {
  const { at, loose, into } = useQuickAdd.getState()
  const port = loose && fittingPort(definition, loose)
  closeQuickAdd()
  if (into?.kind === 'replace') return replaceNode(into.node, definition)
  if (into?.kind === 'cable') return addInto(definition, at, into.cable)
  if (loose === undefined || port === undefined) {
    addNode(definition.type, { at: canvasView().freePlace(definition.type, at) })
    return
  }
  const isOutward = loose.side === 'outputs'
  addNode(definition.type, {
    at: canvasView().freePlace(definition.type, {
      x: isOutward ? at.x : at.x - 176,
      y: at.y - 40,
    }),
    after(node) {
      const end = { node, port }
      const [from, to] = isOutward ? [loose.end, end] : [end, loose.end]
      return [{ kind: 'connect', cable: { id: newId(), from, to } }]
    },
  })
}

/** Beside the middle of the cable, and in it. */
export function addInto(definition: NodeDefinition, at: Point, cableId: string): void {
  const cable = graphNow().cables[cableId]
  const near = { x: at.x - 88, y: at.y - 40 }
  addNode(definition.type, {
    at: canvasView().freePlace(definition.type, near),
    after: node =>
      cable === undefined
        ? []
        : insertOnCable(graphNow(), catalog(), definition, node, cable, newId),
  })
}

function looseKind({ end, side }: LooseEnd) {
  const node = graphNow().nodes[end.node]
  return catalog().get(node?.type ?? '')?.[side][end.port]?.kind
}
