import type { Frames } from '#shared/kit'
import type { KernelGraph, KernelSource } from '../compile'

/** Frames by which a node's outputs lag behind its inputs: the longest way through its kernels. */
export function longestWay(
  { stages, voices, late, outputs }: KernelGraph,
  latencyOf: (stage: string, voiced: boolean) => Frames,
): Frames {
  const at = new Map<string, Frames>()
  const of = (sources: readonly KernelSource[]) =>
    Math.max(0, ...sources.map(({ kernel }) => at.get(kernel ?? '') ?? 0))
  for (const stage of [...stages, ...(voices?.stages ?? []), ...late]) {
    const voiced = voices?.stages.includes(stage) ?? false
    at.set(stage.key, of(stage.sources.flat()) + latencyOf(stage.key, voiced))
  }
  return Math.max(0, ...[...outputs.values()].map(of))
}
