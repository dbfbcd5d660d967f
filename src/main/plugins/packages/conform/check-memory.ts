import type { NodeDefinition } from '#shared/graph'
import type { Bytes } from '#shared/kit'
import type { Bench } from './bench'
import type { NodeCheck } from './check-node'

/** Nodes at once, and how often they come and go; the first rounds fill pools that stay. */
const COUNT = 16
const CYCLES = 10
const SETTLED = 3
const FRAMES = 1024
/** What a collector of garbage may leave lying about. */
const GARBAGE: Bytes = 24 * 2 ** 20

/** What an instance takes, and whether it is given back. */
export async function checkMemory(
  bench: Bench,
  node: NodeDefinition,
): Promise<{
  readonly check: NodeCheck
  readonly memory: { readonly bytes: Bytes; readonly leaked: Bytes }
}> {
  const one = await bench.render(bench.graph(node), FRAMES)
  const many = await bench.render(bench.graph(node, { count: COUNT + 1 }), FRAMES)
  const bytes = Math.max(0, Math.round((many.memory - one.memory) / COUNT))
  const used = await bench.cycles(node, COUNT, CYCLES)
  const before = used[SETTLED - 1]
  const after = used[CYCLES - 1]
  if (before === undefined || after === undefined) {
    const detail = `It does not come and go ${CYCLES} times: it was bypassed, or the engine ended.`
    return { check: { check: 'leaks', passed: false, detail }, memory: { bytes, leaked: 0 } }
  }
  const instances = COUNT * (CYCLES - SETTLED)
  const grown = Math.max(0, after - before)
  const passed = grown <= GARBAGE || grown < (bytes * instances) / 2
  const leaked = passed ? 0 : Math.round(grown / instances)
  const detail = passed
    ? `${COUNT * CYCLES} came and went; one takes ${kilobytes(bytes)}.`
    : `${kilobytes(leaked)} stay of each instance that is gone.`
  return { check: { check: 'leaks', passed, detail }, memory: { bytes, leaked } }
}

function kilobytes(bytes: Bytes): string {
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} kB`
}
