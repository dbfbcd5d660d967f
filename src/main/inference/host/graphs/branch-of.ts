import type { onnx } from 'onnx-proto'
import { ModelGraph } from './model-graph'

/**
 * A decoder as `optimum` merges it is one `If` over two graphs that share weights: the one that goes on from a cache and the one that
 * begins. This is either of them as a model of its own; a model without a switch is what it is. Undefined for other forms.
 */
export function branchOf(model: onnx.IModelProto, goesOn: boolean): ModelGraph | undefined {
  const { graph } = model
  if (!graph) return undefined
  const nodes = graph.node ?? []
  const parts = {
    weights: graph.initializer ?? [],
    inputs: graph.input ?? [],
    outputs: graph.output ?? [],
  }
  const switches = nodes.filter(({ opType }) => opType === 'If')
  const [chosen] = switches
  if (chosen === undefined) return new ModelGraph(model, { ...parts, nodes })
  const isMerged = chosen.input?.[0] === 'use_cache_branch' && switches.length === 1
  const name = goesOn ? 'then_branch' : 'else_branch'
  const branch = chosen.attribute?.find(attribute => attribute.name === name)?.g
  const given = branch?.output ?? []
  if (!isMerged || !branch || given.length !== chosen.output?.length) return undefined
  const inner = (branch.node ?? []).map(node => ({ ...node }))
  const outer = nodes.filter(node => node !== chosen).map(node => ({ ...node }))
  // What is outside has other names than what is within; what the branch hands out has the names of the switch.
  const taken = new Set([...outer, ...inner].flatMap(({ output }) => output ?? []))
  const handed = given.map((value, at) => ({
    opType: 'Identity',
    name: `wireharp/out/${at}`,
    input: [value.name ?? ''],
    output: [chosen.output?.[at] ?? ''],
  }))
  const clear = handed.filter(({ input, output }) => input[0] !== output[0])
  if (clear.some(({ output }) => taken.has(output[0] ?? ''))) return undefined
  return new ModelGraph(model, {
    ...parts,
    weights: [...parts.weights, ...(branch.initializer ?? [])],
    nodes: [...outer, ...inner, ...clear],
  })
}
