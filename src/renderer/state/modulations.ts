import {
  FIRST_DEPTH,
  isModulation,
  modulationEdits,
  type Cable,
  type CableEnd,
  type Graph,
} from '#shared/graph'
import { newId } from '../kit'
import { idFor } from './add-node'
import { catalog } from './catalog'
import { pacedGesture, type Gesture } from './paced-gesture'
import { dispatch, graphNow, useDocument } from './project'
import { toastFailure } from './toasts'

type ByParam = ReadonlyMap<string, readonly Cable[]>

let known: { readonly cables: Graph['cables']; readonly byParam: ByParam } | undefined
const none: readonly Cable[] = []

/** The cables that turn a parameter; the same array for as long as none of them changes. */
export function useModulations(node: string, param: string): readonly Cable[] {
  return useDocument(document => byParam(document.graph).get(keyOf(node, param)) ?? none)
}

/** The parameters of a node that signals turn, one after another. */
export function modulatedParams(graph: Graph, node: string): readonly string[] {
  return [...byParam(graph).values()].flatMap(([cable]) =>
    cable?.to.node === node ? [cable.to.port] : [],
  )
}

/** Wires a signal to a parameter, with what must stand between. False where it may not be. */
export function modulate(from: CableEnd, to: CableEnd, depth = FIRST_DEPTH): boolean {
  const ids = { cable: newId, node: idFor }
  const edits = modulationEdits(graphNow(), catalog(), from, to, depth, ids)
  if (!edits.ok) {
    toastFailure(edits.error)
    return false
  }
  return dispatch(`Modulate ${paramName(to)}`, edits.value)
}

/** Begins to change how far a signal turns a parameter, −1 to 1. */
export function beginDepth(cable: string): Gesture<number> {
  return pacedGesture((depth, gesture) => {
    const bounded = Math.min(1, Math.max(-1, depth))
    const found = graphNow().cables[cable]
    if (found === undefined || found.depth === bounded) return
    dispatch(`Depth on ${paramName(found.to)}`, [{ kind: 'set-depth', cable, depth: bounded }], {
      gesture,
    })
  })
}

export function removeModulation(cable: Cable): void {
  dispatch(`Unwire ${paramName(cable.to)}`, [{ kind: 'disconnect', cables: [cable.id] }])
}

/** “LFO”, or “Step · Gate” where the node has several outputs. */
export function endName({ node, port }: CableEnd): string {
  const found = graphNow().nodes[node]
  const definition = catalog().get(found?.type ?? '')
  const name = found?.label ?? definition?.label ?? node
  const outputs = Object.keys(definition?.outputs ?? {})
  return outputs.length > 1 ? `${name} · ${definition?.outputs[port]?.label ?? port}` : name
}

function paramName({ node, port }: CableEnd): string {
  const definition = catalog().get(graphNow().nodes[node]?.type ?? '')
  return definition?.params[port]?.label ?? port
}

function byParam({ cables }: Graph): ByParam {
  if (known?.cables === cables) return known.byParam
  const found = new Map<string, Cable[]>()
  for (const cable of Object.values(cables)) {
    if (!isModulation(cable)) continue
    const key = keyOf(cable.to.node, cable.to.port)
    const list = found.get(key)
    if (list === undefined) found.set(key, [cable])
    else list.push(cable)
  }
  const kept = new Map(
    [...found].map(([key, list]) => {
      const before = known?.byParam.get(key)
      const same =
        before?.length === list.length && list.every((cable, index) => cable === before[index])
      return [key, same ? before : list]
    }),
  )
  known = { cables, byParam: kept }
  return kept
}

function keyOf(node: string, param: string): string {
  return `${node} ${param}`
}
