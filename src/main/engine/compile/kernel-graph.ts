import { err, fail, ok, type Result } from '#shared/kit'
import { orderGraph, type KernelBinding, type KernelsDsp } from '#shared/graph'
import { kernels, type Kernel } from '../kernels'

/** Where a signal inside a node comes from: an input of the node, or a kernel's output. */
export interface KernelSource {
  /** Key of the kernel; absent for an input of the node. */
  readonly kernel?: string
  readonly port: string
}

export interface KernelStage {
  readonly key: string
  readonly kernel: Kernel
  readonly bindings: Readonly<Record<string, KernelBinding>>
  /** By input port of the kernel, in its order. */
  readonly sources: readonly (readonly KernelSource[])[]
}

/** A node's `kernels` form, checked and put in order: each stage stands after those that feed it. */
export interface KernelGraph {
  readonly stages: readonly KernelStage[]
  /** What each output of the node is the sum of. */
  readonly outputs: ReadonlyMap<string, readonly KernelSource[]>
}

/** The ids of what a node has; what they are does not matter here. */
type NodePorts = Readonly<
  Record<'inputs' | 'outputs' | 'params', Readonly<Record<string, unknown>>>
>

/** Checks a node's kernels against those that exist. Kernels may not form a loop; nodes may. */
export function parseKernelGraph(dsp: KernelsDsp, node: NodePorts): Result<KernelGraph> {
  const found = new Map<string, Kernel>()
  for (const [key, { kernel: id, params }] of Object.entries(dsp.kernels)) {
    const kernel = kernels.get(id)
    if (kernel === undefined) return refuse(`There is no kernel “${id}”.`)
    const problem = bindingProblem(kernel, params, node)
    if (problem !== undefined) return refuse(problem)
    found.set(key, kernel)
  }
  const wires = dsp.cables.map(parseWire)
  for (const { from, to } of wires) {
    const problem =
      endProblem(found, from, node.inputs, 'outputs') ??
      endProblem(found, to, node.outputs, 'inputs')
    if (problem !== undefined) return refuse(problem)
  }
  const order = orderGraph(
    found.keys(),
    wires.map(({ from, to }, index) => ({
      id: String(index),
      from: { node: from.kernel ?? '', port: from.port },
      to: { node: to.kernel ?? '', port: to.port },
    })),
  )
  if (order.feedback.size > 0) return refuse('The kernels of a node may not form a loop.')
  const feeding = (kernel: string | undefined, port: string) =>
    wires.filter(({ to }) => to.kernel === kernel && to.port === port).map(({ from }) => from)
  const stages = order.groups.flat().flatMap(key => {
    const kernel = found.get(key)
    if (kernel === undefined) return []
    const sources = Object.keys(kernel.inputs).map(port => feeding(key, port))
    return [{ key, kernel, bindings: dsp.kernels[key]?.params ?? {}, sources }]
  })
  const outputs = Object.keys(node.outputs).map(port => [port, feeding(undefined, port)] as const)
  return ok({ stages, outputs: new Map(outputs) })
}

function bindingProblem(
  kernel: Kernel,
  bindings: Readonly<Record<string, KernelBinding>>,
  node: NodePorts,
): string | undefined {
  // The player is fed by its host, which reads these from the node.
  const sound = kernel.sound === undefined ? [] : ['sound']
  const hosted = kernel.id === 'player' ? ['sound', 'start', 'loop'] : sound
  for (const [param, binding] of Object.entries(bindings)) {
    if (!(param in kernel.params) && !hosted.includes(param)) {
      return `The kernel “${kernel.id}” has no parameter “${param}”.`
    }
    const missing = missingSource(binding, node)
    if (missing !== undefined) return missing
  }
  return undefined
}

function missingSource(binding: KernelBinding, node: NodePorts): string | undefined {
  if (typeof binding === 'number') return undefined
  if ('input' in binding) {
    return binding.input in node.inputs ? undefined : `The node has no input “${binding.input}”.`
  }
  if ('voice' in binding || 'transport' in binding) return undefined
  return binding.param in node.params ? undefined : `The node has no parameter “${binding.param}”.`
}

function parseWire(text: string): { from: KernelSource; to: KernelSource } {
  const [from = '', to = ''] = text.split(' -> ')
  return { from: parseEnd(from), to: parseEnd(to) }
}

function parseEnd(text: string): KernelSource {
  const dot = text.indexOf('.')
  return dot < 0 ? { port: text } : { kernel: text.slice(0, dot), port: text.slice(dot + 1) }
}

function endProblem(
  found: ReadonlyMap<string, Kernel>,
  { kernel, port }: KernelSource,
  nodePorts: Readonly<Record<string, unknown>>,
  side: 'inputs' | 'outputs',
): string | undefined {
  if (kernel === undefined) return port in nodePorts ? undefined : `The node has no port “${port}”.`
  const stage = found.get(kernel)
  if (stage === undefined) return `There is no kernel called “${kernel}” in the node.`
  return port in stage[side] ? undefined : `The kernel “${kernel}” has no port “${port}”.`
}

function refuse(detail: string): Result<never> {
  return err(fail('plugin-manifest-invalid', detail))
}
