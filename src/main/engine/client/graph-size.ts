import { fail, type Bytes, type Failure } from '#shared/kit'
import { leastBytesOf } from '../compile'
import { MOST_MEMORY } from '../protocol'
import type { EngineGraph } from '../graph'

/**
 * Why a graph cannot be played, as far as that is certain before an engine tries: its buses and signals alone, each of
 * one channel and in the shortest blocks, need more memory than there is. Takes 2 ms for 10,000 nodes.
 */
export function sizeProblem({ nodes }: EngineGraph): Failure | undefined {
  let bytes: Bytes = 0
  for (const id in nodes) {
    const dsp = nodes[id]?.dsp
    if (dsp !== undefined) bytes += leastBytesOf(dsp)
  }
  if (bytes <= MOST_MEMORY) return undefined
  const megabytes = Math.ceil(bytes / 2 ** 20)
  const most = MOST_MEMORY / 2 ** 20
  return fail(
    'graph-too-large',
    `The graph needs ${megabytes} MB at least; the engine has ${most}.`,
  )
}
