import type { Bytes, Frames } from '#shared/kit'
import { leastBytesOf } from '../compile'
import type { Instruction } from '../graph'
import { MOST_MEMORY } from '../protocol'

/**
 * Long blocks let threads follow one another down a chain; where many nodes lie side by side shorter ones keep their
 * buses in the cache (50 tracks: 870 ms against 1010), and so does what scripts are given with a call. How long they are
 * changes no sample.
 */
export const OFFLINE_BLOCK: Frames = 8192
/**
 * Where much is read from the disk there is little to do in a block, and threads wait for each other at the end of each:
 * six renders after a change took 0.6 of the time with longer ones. Whole graphs would take longer (64 oscillators: 70 ms for 49).
 */
const OFFLINE_BLOCK_OF_KEPT: Frames = 16_384
/**
 * Nodes of such a graph at most: its buses are twice as long, voices have many, and the memory is limited. And frames
 * at least, some 45 s: other blocks need another memory, and threads that begin anew.
 */
const FEW = 60
const LONG: Frames = 2 ** 21
const OFFLINE_BLOCK_OF_SCRIPTS: Frames = 4096
const OFFLINE_BLOCK_OF_MANY: Frames = 2048
const MANY = 150
/** The shortest, by which `leastBytesOf` counts. */
const SHORTEST: Frames = 1024
/** What nodes may take by that count: it takes each bus for mono, and knows of no sums of cables. */
const MOST_BYTES: Bytes = MOST_MEMORY / 4

/** How long blocks of an offline render are, by the batch that brings its graph: as long as helps, and as the memory holds. */
export function offlineBlockOf(batch: readonly Instruction[]): Frames {
  const least = batch.reduce(
    (sum, step) => sum + (step.op === 'put-node' ? leastBytesOf(step.node.dsp) : 0),
    0,
  )
  let block = quickestBlockOf(batch)
  while (block > SHORTEST && (least * block) / SHORTEST > MOST_BYTES) block /= 2
  return block
}

function quickestBlockOf(batch: readonly Instruction[]): Frames {
  const forms = batch.flatMap(step => (step.op === 'put-node' ? [step.node.dsp.form] : []))
  if (forms.length > MANY) return OFFLINE_BLOCK_OF_MANY
  if (forms.includes('script')) return OFFLINE_BLOCK_OF_SCRIPTS
  const readsLong = forms.length <= FEW && batch.some(isLongKept)
  return readsLong ? OFFLINE_BLOCK_OF_KEPT : OFFLINE_BLOCK
}

function isLongKept(step: Instruction): boolean {
  return step.op === 'put-node' && step.node.dsp.form === 'kept' && step.node.dsp.kept.frames > LONG
}
