import type { Graph } from '#shared/graph'
import { useDocument } from '../state'
import { portKey, type Side } from './connecting'
import { shownView } from './groups/shown-view'

const known = new WeakMap<Graph['cables'], ReadonlySet<string>>()

/** Whether a cable is plugged into a port. */
export function usePortWired(node: string, port: string, side: Side): boolean {
  return useDocument(() => wiredPorts(shownView().graph).has(portKey({ node, port }, side)))
}

/** Keys of all ports with a cable. */
export function wiredPorts({ cables }: Graph): ReadonlySet<string> {
  const found = known.get(cables)
  if (found !== undefined) return found
  const wired = new Set(
    Object.values(cables).flatMap(cable => [
      portKey(cable.from, 'outputs'),
      portKey(cable.to, 'inputs'),
    ]),
  )
  known.set(cables, wired)
  return wired
}
