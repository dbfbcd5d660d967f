import { QUANTUM, type Frames } from '#shared/kit'
import type { SceneCable, SceneKey } from './scene'

/** When sound arrives at the nodes of a graph, and how long the cables must hold it back. */
export interface Latencies {
  /** By node: frames by which what it works on lags behind the timeline. */
  readonly arrivals: ReadonlyMap<SceneKey, Frames>
  /** By cable: frames to wait, so that all that meets at a node is of one moment. Only what waits is listed. */
  readonly waits: ReadonlyMap<string, Frames>
  /** Frames by which all that is heard lags behind. */
  readonly total: Frames
}

export interface LatencyParts {
  /** Nodes in the order of rendering. */
  readonly order: readonly SceneKey[]
  readonly cables: readonly SceneCable[]
  /** Cables that close a loop: nothing can be made to wait for them. */
  readonly feedback: ReadonlySet<string>
  readonly latencyOf: (node: SceneKey) => Frames
  readonly isOutput: (node: SceneKey) => boolean
  /** Nodes that are in a loop with each other have one number. */
  readonly loopOf: (node: SceneKey) => number
  /** What is heard lags behind by at least so many frames. */
  readonly least: Frames
}

/** Latency compensation: everything that meets waits for the slowest; and so does everything that is heard. */
export function findLatencies(parts: LatencyParts): Latencies {
  const { order, cables, feedback, latencyOf, isOutput, loopOf } = parts
  const arrivals = new Map<SceneKey, Frames>()
  const incoming = Map.groupBy(
    cables.filter(({ id }) => !feedback.has(id)),
    ({ to }) => to.node,
  )
  const leaves = (node: SceneKey) => (arrivals.get(node) ?? 0) + latencyOf(node)
  const inner = ({ from, to }: SceneCable) => loopOf(from.node) === loopOf(to.node)
  for (const node of order) {
    const before = (incoming.get(node) ?? []).map(({ from }) => leaves(from.node))
    arrivals.set(node, Math.max(0, ...before))
  }
  const outputs = order.filter(isOutput)
  const latest = Math.max(parts.least, ...outputs.map(node => arrivals.get(node) ?? 0))
  // Blocks are whole quanta, and so is what is rendered ahead.
  const total = Math.ceil(latest / QUANTUM) * QUANTUM
  for (const node of outputs) arrivals.set(node, total)
  const waits = new Map<string, Frames>()
  for (const cable of cables) {
    if (feedback.has(cable.id) || inner(cable)) continue
    const wait = (arrivals.get(cable.to.node) ?? 0) - leaves(cable.from.node)
    if (wait > 0) waits.set(cable.id, wait)
  }
  return { arrivals, waits, total }
}
