import type { EngineNode } from '../graph'
import type { Bus } from './bus'
import type { Step, StepMaker } from './steps'

/**
 * What a bypassed node does: each output gives the first input of its kind, and an output that has none is
 * silent.
 */
export function bypassSteps(
  maker: StepMaker,
  node: EngineNode,
  inputs: ReadonlyMap<string, Bus>,
  outputs: ReadonlyMap<string, Bus>,
): Step[] {
  return [...outputs].flatMap(([port, into]) => {
    const bus = bypassBus(node, port, inputs)
    // An input of the node may be its own output's bus where kernels pass it on unchanged.
    if (bus === into) return []
    if (node.outputs[port]?.kind === 'notes') return [maker.copyNotes(into, bus)]
    return [maker.mix(into, bus === undefined ? [] : [{ bus }])]
  })
}

/** The input that an output gives while the node is bypassed. */
export function bypassBus(
  node: EngineNode,
  port: string,
  inputs: ReadonlyMap<string, Bus>,
): Bus | undefined {
  const kind = node.outputs[port]?.kind
  const through = Object.keys(node.inputs).find(input => node.inputs[input]?.kind === kind)
  return through === undefined ? undefined : inputs.get(through)
}
