import { QUANTUM } from '#shared/kit'
import type { NodeCost, NodeDefinition } from '#shared/graph'
import type { EngineGraph, RealTimeEngine } from '../../../engine'
import type { Bench } from './bench'

/** Microseconds for 128 frames. */
export interface Times {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

const ROUNDS = 15
/** So many at once: one alone is lost in what the machine does beside it. */
const COPIES = 8
const FRAMES = 12_288
const BUDGET_US = (QUANTUM / 48_000) * 1e6
const PATIENCE_MS = 6000
/** Fewer say nothing. */
const LEAST_CALLS = 50
const AT_ONCE = 64

/** What costs are compared with, so that figures of two machines can be: a filter of kernels. */
export const REFERENCE = 'filter/filter'

/** Scripts and modules are measured call by call, in the place where trusted ones run; kernels by what a render takes. */
export async function measureTimes(
  bench: Bench,
  engine: RealTimeEngine,
  node: NodeDefinition,
): Promise<Times> {
  const { form } = node.dsp
  const { p50, p95, max } =
    form === 'kernels' || form === 'graph'
      ? await byDifference(bench, node)
      : await byCalls(engine, bench.graph(node))
  return { p50: round(p50), p95: round(p95), max: round(max) }
}

/** As a certificate tells it. */
export function costOf(times: Times, reference: Times): NodeCost {
  const relative = reference.p50 === 0 ? 0 : round(times.p50 / reference.p50)
  return { ...times, share: round((times.p50 / BUDGET_US) * 100), relative }
}

let projects = 0

/** What the engine itself says of a script, after a second of sound or more. */
async function byCalls(engine: RealTimeEngine, graph: EngineGraph): Promise<Times> {
  const { promise, resolve } = Promise.withResolvers<Times>()
  const timer = setTimeout(() => resolve({ p50: 0, p95: 0, max: 0 }), PATIENCE_MS)
  engine.load(`cost${projects++}`, graph)
  const { epoch } = engine.play(0)
  let owed = 0
  const ask = () => {
    owed = AT_ONCE * QUANTUM
    engine.pull({ epoch, blocks: AT_ONCE })
  }
  using _blocks = engine.blocks.on(bytes => {
    // Frames of a block stand in its header, of four bytes from the fourth on.
    owed -= new DataView(bytes.buffer).getUint32(4, true)
    if (owed <= 0) setImmediate(ask)
  })
  using _figures = engine.figures.on(({ nodes }) => {
    const figures = nodes['node']
    if (figures !== undefined && figures.calls >= LEAST_CALLS) resolve(figures)
  })
  ask()
  const measured = await promise
  clearTimeout(timer)
  engine.stop(0)
  return measured
}

/** Renders of a quarter of a second, less what they take without the node. */
async function byDifference(bench: Bench, node: NodeDefinition): Promise<Times> {
  const quanta = FRAMES / QUANTUM
  const without: number[] = []
  const withIt: number[] = []
  for (let turn = 0; turn < ROUNDS; turn++) {
    const bare = await bench.render(bench.graph(node, { bypassed: true, count: COPIES }), FRAMES)
    const full = await bench.render(bench.graph(node, { count: COPIES }), FRAMES)
    without.push((bare.renderMs * 1000) / quanta / COPIES)
    withIt.push((full.renderMs * 1000) / quanta / COPIES)
  }
  const rest = at(without, 0.5)
  const p50 = Math.max(0, at(withIt, 0.5) - rest)
  const p95 = Math.max(p50, at(withIt, 0.95) - rest)
  return { p50, p95, max: Math.max(p95, at(withIt, 1) - rest) }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
