import type { Frames } from '#shared/kit'
import type { KernelGraph, KernelSource } from '../compile'

/** Latency of the longest way through a node's kernels, given that of each stage. */
export function longestWay(
  { stages, voices, late, outputs }: KernelGraph,
  latencyOf: (stage: string) => Frames,
): Frames {
  const at = new Map<string, Frames>()
  const of = (sources: readonly KernelSource[]) =>
    Math.max(0, ...sources.map(({ kernel }) => at.get(kernel ?? '') ?? 0))
  for (const { key, sources } of [...stages, ...(voices?.stages ?? []), ...late]) {
    at.set(key, of(sources.flat()) + latencyOf(key))
  }
  return Math.max(0, ...[...outputs.values()].map(of))
}
