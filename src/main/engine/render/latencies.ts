import { QUANTUM, type Frames } from '#shared/kit'
import type { SceneCable, SceneKey } from './scene'

/** When sound arrives at the nodes of a graph, and how long the cables must hold it back. */
export interface Latencies {
  /** By node: frames by which what it works on lags behind the timeline. Only what lags is listed. */
  readonly arrivals: ReadonlyMap<SceneKey, Frames>
  /** By cable: frames to wait, so that all that meets at a node is of one moment. Only what waits is listed. */
  readonly waits: ReadonlyMap<string, Frames>
  /** Frames by which all that is heard lags behind. */
  readonly total: Frames
}

export interface LatencyParts {
  /** Nodes in the order of rendering. */
  readonly order: Iterable<SceneKey>
  /** The cables into a node. */
  readonly into: (node: SceneKey) => Iterable<SceneCable>
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
  const { into, feedback, latencyOf, isOutput, loopOf } = parts
  const arrivals = new Map<SceneKey, Frames>()
  const leaves = new Map<SceneKey, Frames>()
  const outputs: SceneKey[] = []
  const nodes: SceneKey[] = []
  let latest = parts.least
  for (const node of parts.order) {
    nodes.push(node)
    let arrival: Frames = 0
    if (leaves.size > 0) {
      for (const { id, from } of into(node)) {
        if (!feedback.has(id)) arrival = Math.max(arrival, leaves.get(from.node) ?? 0)
      }
    }
    if (arrival > 0) arrivals.set(node, arrival)
    const left = arrival + latencyOf(node)
    if (left > 0) leaves.set(node, left)
    if (!isOutput(node)) continue
    outputs.push(node)
    latest = Math.max(latest, arrival)
  }
  // Blocks are whole quanta, and so is what is rendered ahead.
  const total = Math.ceil(latest / QUANTUM) * QUANTUM
  if (total > 0) for (const node of outputs) arrivals.set(node, total)
  const waits = new Map<string, Frames>()
  for (const node of nodes) {
    const arrival = arrivals.get(node) ?? 0
    if (arrival === 0) continue
    for (const cable of into(node)) {
      const { id, from } = cable
      const wait = arrival - (leaves.get(from.node) ?? 0)
      if (wait <= 0 || feedback.has(id)) continue
      if (loopOf(from.node) !== loopOf(node)) waits.set(id, wait)
    }
  }
  return { arrivals, waits, total }
}
