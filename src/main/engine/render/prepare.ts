import type { Hertz } from '#shared/kit'
import type { Instruction } from '../graph'
import type { GraphState } from './graph-state'
import { inputChannelsOf, type Outputs } from './input-channels'
import type { LiveNodes } from './live-nodes'
import { standing, type SceneKey } from './scene'
import { SceneIndex } from './scene-index'
import { widened, type Pause } from './unit'

/** Nodes that are looked at in one go. */
const NODES_A_STEP = 64

/**
 * Makes what a batch will need before it is committed: nodes that are new, and those whose inputs will be wider. Each
 * step is short; between two of them the graph goes on sounding as it is. What it makes changes no sample.
 */
export function* prepare(
  batch: readonly Instruction[],
  graph: GraphState,
  live: LiveNodes,
  present: Hertz,
): Generator<Pause, void> {
  const moved = batch.findLast(({ op }) => op === 'set-transport')
  const rate = moved?.op === 'set-transport' ? moved.transport.sampleRate : present
  const fresh = new Set(batch.flatMap(one => (one.op === 'put-node' ? one.node.id : [])))
  if (fresh.size === 0 && !batch.some(({ op }) => op === 'put-cable')) return
  const next = graph.copy()
  for (const instruction of batch) next.apply(instruction)
  yield
  const index = new SceneIndex(standing(next))
  yield
  const outputs = new Map<SceneKey, Outputs>()
  let seen = 0
  for (const placed of index.order) {
    const { key, node } = placed
    seen += 1
    if (seen % NODES_A_STEP === 0) yield
    if (node.kind === 'output') continue
    const wanted = inputChannelsOf(index, placed, other => outputs.get(other))
    const unitNow = fresh.has(key) ? undefined : live.unitOf(key)
    const channels = widened(unitNow, wanted)
    const fits = unitNow !== undefined && live.fitting(key, channels) !== undefined
    const unit = fits ? unitNow : yield* live.prepare(node, channels, rate)
    outputs.set(key, unit.outputs)
  }
}
