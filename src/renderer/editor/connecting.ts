import { create } from 'zustand'
import { canConnect, type CableEnd } from '#shared/graph'
import { catalog, graphNow } from '../state'

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

export function portKey({ node, port }: CableEnd, side: Side): string {
  return `${node}/${port}/${side}`
}

export function startConnecting(from: CableEnd, side: Side): void {
  const graph = graphNow()
  const other: Side = side === 'outputs' ? 'inputs' : 'outputs'
  const fits = new Set<string>()
  for (const node of Object.values(graph.nodes)) {
    for (const port of Object.keys(catalog().get(node.type)?.[other] ?? {})) {
      const end = { node: node.id, port }
      const [output, input] = side === 'outputs' ? [from, end] : [end, from]
      if (canConnect(graph, catalog(), output, input).ok) fits.add(portKey(end, other))
    }
  }
  useConnecting.setState({ from, side, fits })
}

export function stopConnecting(): void {
  useConnecting.setState(idle)
}
