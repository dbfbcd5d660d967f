import type { EngineNode } from '../graph'
import type { Bus } from './bus'
import type { KernelModule } from './kernel-module'
import { mixStep, type Step } from './steps'

/**
 * What a bypassed node does: each output gives the first input of its kind, and an output that has none is
 * silent.
 */
export function bypassStep(
  kernels: KernelModule,
  node: EngineNode,
  inputs: ReadonlyMap<string, Bus>,
  outputs: ReadonlyMap<string, Bus>,
): Step {
  const steps = [...outputs].map(([port, into]) => {
    const kind = node.outputs[port]?.kind
    const through = Object.keys(node.inputs).find(input => node.inputs[input]?.kind === kind)
    const bus = through === undefined ? undefined : inputs.get(through)
    // An input of the node may be its own output's bus where kernels pass it on unchanged.
    if (bus === into) return undefined
    return mixStep(kernels, into, bus === undefined ? [] : [{ bus, delayed: false }])
  })
  return {
    run: (offset, frames) => {
      for (const step of steps) step?.run(offset, frames)
    },
  }
}
