import { QUANTUM } from '#shared/kit'
import type { NodeDefinition } from '#shared/graph'
import type { Bench } from './bench'

/** What a node costs on this machine, in microseconds for 128 frames. */
export interface NodeCost {
  readonly p50: number
  readonly p95: number
  /** Share of the time that 128 frames last at 48 kHz, in percent. */
  readonly share: number
}

const ROUNDS = 15
const FRAMES = 12_288
const BUDGET_US = (QUANTUM / 48_000) * 1e6

/** Renders of a quarter of a second, less what they take without the node. */
export async function measureCost(bench: Bench, node: NodeDefinition): Promise<NodeCost> {
  const quanta = FRAMES / QUANTUM
  const without: number[] = []
  const withIt: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await bench.render(bench.graph(node, { bypassed: true }), FRAMES)
    const full = await bench.render(bench.graph(node), FRAMES)
    without.push((bare.renderMs * 1000) / quanta)
    withIt.push((full.renderMs * 1000) / quanta)
  }
  const rest = at(without, 0.5)
  const p50 = round(Math.max(0, at(withIt, 0.5) - rest))
  const p95 = round(Math.max(p50, at(withIt, 0.95) - rest))
  return { p50, p95, share: round((p50 / BUDGET_US) * 100) }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
