import { dispatch, graphNow } from '../state'

/** Bypasses nodes, or switches them on where all are bypassed. */
export function toggleBypass(nodes: readonly string[]): void {
  const { nodes: all, groups } = graphNow()
  const bypassed = !nodes.every(id => (all[id] ?? groups[id])?.bypassed === true)
  const label = bypassed ? 'Bypass' : 'Switch on'
  dispatch(label, [{ kind: 'set-bypassed', nodes: [...nodes], bypassed }])
}
