import { create } from 'zustand'
import { canConnect, realEnd, type CableEnd, type PortKind, type Wiring } from '#shared/graph'
import { catalog, graphNow } from '../state'
import { isEdge } from './groups/group-actions'
import { shownView } from './groups/shown-view'
import { knobAt } from './knobs'

export type Side = 'inputs' | 'outputs'

interface Connecting {
  /** Where the cable that is being dragged is fixed. */
  readonly from: CableEnd | undefined
  readonly side: Side
  /** Ports that it may end at, as keys. */
  readonly fits: ReadonlySet<string>
}

const idle: Connecting = { from: undefined, side: 'outputs', fits: new Set() }

/** A cable that is being dragged, so that ports can show whether it may end there. */
export const useConnecting = create<Connecting>(() => idle)

/** Whether the cable in hand is over a knob. */
export function isOverKnob(): boolean {
  return overKnob
}

let overKnob = false
let following: AbortController | undefined

/** While a signal is in hand, knobs show that they take it. */
function followKnobs(): void {
  following = new AbortController()
  document.documentElement.classList.add('modulating')
  document.addEventListener(
    'pointermove',
    ({ clientX, clientY }) => (overKnob = knobAt({ x: clientX, y: clientY }) !== undefined),
    { signal: following.signal, capture: true },
  )
}

export function portKey({ node, port }: CableEnd, side: Side): string {
  return `${node}/${port}/${side}`
}

export function startConnecting(from: CableEnd, side: Side): void {
  const graph = graphNow()
  const view = shownView()
  const other: Side = side === 'outputs' ? 'inputs' : 'outputs'
  const fits = new Set<string>()
  const fixed = realEnd(graph, from, side)
  const wiring = cablesOf(graph, fixed ?? from)
  for (const node of Object.values(view.graph.nodes)) {
    for (const port of Object.keys(view.catalog.get(node.type)?.[other] ?? {})) {
      const end = { node: node.id, port }
      const real = realEnd(graph, end, other)
      if (fixed === undefined || real === undefined) {
        // To or from the edge of the open group: everything can be a port of it.
        if (isEdge(end) !== isEdge(from)) fits.add(portKey(end, other))
        continue
      }
      const [output, input] = side === 'outputs' ? [fixed, real] : [real, fixed]
      if (canConnect(wiring, catalog(), output, input).ok) fits.add(portKey(end, other))
    }
  }
  useConnecting.setState({ from, side, fits })
  const kind = portKindAt(from, side)
  if (side === 'outputs' && kind !== 'data' && kind !== 'clip') followKnobs()
}

/** The graph with no cables but those at one port: others cannot forbid one from there. */
function cablesOf({ nodes, cables }: Wiring, { node, port }: CableEnd): Wiring {
  const own = Object.entries(cables).filter(
    ([, { from, to }]) =>
      (from.node === node && from.port === port) || (to.node === node && to.port === port),
  )
  return { nodes, cables: Object.fromEntries(own) }
}

export function stopConnecting(): void {
  useConnecting.setState(idle)
  following?.abort()
  overKnob = false
  document.documentElement.classList.remove('modulating')
}

function portKindAt({ node, port }: CableEnd, side: Side): PortKind | undefined {
  const view = shownView()
  return view.catalog.get(view.graph.nodes[node]?.type ?? '')?.[side][port]?.kind
}
