import { err, fail, ok, type Result } from '#shared/kit'
import { orderGraph, type KernelBinding, type KernelsDsp } from '#shared/graph'
import { kernels, type Kernel } from '../kernels'

/** Where a kernel's input comes from: an output of another kernel, or an input port of the node. */
export interface KernelSource {
  /** Absent for the node's own ports; `voice` for the signals of the kernel's voice. */
  readonly kernel?: string
  readonly port: string
}

export interface KernelStage {
  readonly key: string
  readonly kernel: Kernel
  readonly bindings: Readonly<Record<string, KernelBinding>>
  /** By input index: everything that is summed into it. */
  readonly sources: readonly (readonly KernelSource[])[]
}

/** The kernels that exist once a voice, and what gives the notes to them. */
export interface VoiceGraph {
  /** The node's notes input. */
  readonly input: string
  readonly count: number
  readonly bindings: Readonly<Record<string, KernelBinding>>
  readonly stages: readonly KernelStage[]
}

/** A node's kernels, checked and in order. */
export interface KernelGraph {
  /** Before the voices. */
  readonly stages: readonly KernelStage[]
  readonly voices?: VoiceGraph
  /** After the voices. */
  readonly late: readonly KernelStage[]
  /** By output port: everything that is summed into it. */
  readonly outputs: ReadonlyMap<string, readonly KernelSource[]>
}

/** What a kernel's source is called that stands for its voice. */
export const VOICE = 'voice'
/** The kernel that gives notes to voices. */
export const ALLOCATOR = 'voices'

/** What a node has, as far as it matters here. */
interface NodePorts {
  readonly inputs: Readonly<Record<string, { readonly kind: string }>>
  readonly outputs: Readonly<Record<string, { readonly kind: string }>>
  readonly params: Readonly<Record<string, unknown>>
}

interface Wire {
  readonly from: KernelSource
  readonly to: KernelSource
}

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
  const voiced = new Set(dsp.voices?.kernels)
  const wires = dsp.cables.map(parseWire)
  const problem = wireProblem(wires, found, voiced, node) ?? voicesProblem(dsp, found, node)
  if (problem !== undefined) return refuse(problem)
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
  const stages = order.groups.flat().flatMap((key): KernelStage[] => {
    const kernel = found.get(key)
    if (kernel === undefined) return []
    const sources = Object.keys(kernel.inputs).map(port => feeding(key, port))
    return [{ key, kernel, bindings: dsp.kernels[key]?.params ?? {}, sources }]
  })
  const outputs = Object.keys(node.outputs).map(port => [port, feeding(undefined, port)] as const)
  return split(stages, voiced, dsp.voices, new Map(outputs))
}

/** Stages before, in and after the voices. */
function split(
  stages: readonly KernelStage[],
  voiced: ReadonlySet<string>,
  voices: KernelsDsp['voices'],
  outputs: KernelGraph['outputs'],
): Result<KernelGraph> {
  if (voices === undefined) return ok({ stages, late: [], outputs })
  const behind = new Set(voiced)
  const parts: Record<'stages' | 'voices' | 'late', KernelStage[]> = {
    stages: [],
    voices: [],
    late: [],
  }
  for (const stage of stages) {
    const sources = stage.sources.flat().map(({ kernel }) => kernel ?? '')
    const late = !voiced.has(stage.key) && sources.some(source => behind.has(source))
    if (late) behind.add(stage.key)
    if (
      voiced.has(stage.key) &&
      sources.some(source => behind.has(source) && !voiced.has(source))
    ) {
      return refuse(`The kernel “${stage.key}” is a voice behind the sum of the voices.`)
    }
    parts[voiced.has(stage.key) ? 'voices' : late ? 'late' : 'stages'].push(stage)
  }
  const { input, count, params } = voices
  return ok({
    stages: parts.stages,
    voices: { input, count, bindings: params, stages: parts.voices },
    late: parts.late,
    outputs,
  })
}

function voicesProblem(
  { voices }: KernelsDsp,
  found: ReadonlyMap<string, Kernel>,
  node: NodePorts,
): string | undefined {
  if (voices === undefined) return undefined
  const unknown = voices.kernels.find(key => !found.has(key))
  if (unknown !== undefined) return `There is no kernel called “${unknown}” in the node.`
  const input = node.inputs[voices.input]
  if (input === undefined) return `The node has no input “${voices.input}”.`
  if (input.kind !== 'notes') return `The input “${voices.input}” brings no notes.`
  const allocator = kernels.get(ALLOCATOR)
  return allocator === undefined
    ? `There is no kernel “${ALLOCATOR}”.`
    : bindingProblem(allocator, voices.params, node)
}

function bindingProblem(
  kernel: Kernel,
  bindings: Readonly<Record<string, KernelBinding>>,
  node: NodePorts,
): string | undefined {
  // What holds a sound is fed by its host, which reads these from the node.
  const sound = kernel.sound === undefined ? [] : ['sound']
  const hosted = kernel.id === 'player' ? ['sound', 'start', 'offset', 'length', 'loop'] : sound
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
    const input = node.inputs[binding.input]
    if (input === undefined) return `The node has no input “${binding.input}”.`
    return input.kind === 'notes' ? `“${binding.input}” brings notes, not a signal.` : undefined
  }
  if ('voice' in binding || 'transport' in binding) return undefined
  return binding.param in node.params ? undefined : `The node has no parameter “${binding.param}”.`
}

function parseWire(text: string): Wire {
  const [from = '', to = ''] = text.split(' -> ')
  return { from: parseEnd(from), to: parseEnd(to) }
}

function parseEnd(text: string): KernelSource {
  const dot = text.indexOf('.')
  return dot < 0 ? { port: text } : { kernel: text.slice(0, dot), port: text.slice(dot + 1) }
}

function wireProblem(
  wires: readonly Wire[],
  found: ReadonlyMap<string, Kernel>,
  voiced: ReadonlySet<string>,
  node: NodePorts,
): string | undefined {
  for (const { from, to } of wires) {
    const voice = from.kernel === VOICE && !found.has(VOICE)
    if (voice && !voiced.has(to.kernel ?? '')) {
      return `The kernel “${to.kernel ?? ''}” belongs to no voice.`
    }
    const problem =
      (voice ? undefined : endProblem(found, from, node.inputs, 'outputs')) ??
      endProblem(found, to, node.outputs, 'inputs')
    if (problem !== undefined) return problem
    const isNotes = !voice && kindAt(found, from, node.inputs, 'outputs') === 'notes'
    if (isNotes !== (kindAt(found, to, node.outputs, 'inputs') === 'notes')) {
      return `“${nameOf(from)}” and “${nameOf(to)}” are not of one kind.`
    }
    const beside = wires.some(wire => wire.from !== from && nameOf(wire.to) === nameOf(to))
    if (isNotes && beside) return `Several cables bring notes to “${nameOf(to)}”.`
  }
  return undefined
}

function kindAt(
  found: ReadonlyMap<string, Kernel>,
  { kernel, port }: KernelSource,
  nodePorts: Readonly<Record<string, { readonly kind: string }>>,
  side: 'inputs' | 'outputs',
): string | undefined {
  const ports = kernel === undefined ? nodePorts : found.get(kernel)?.[side]
  return ports?.[port]?.kind
}

function nameOf({ kernel, port }: KernelSource): string {
  return kernel === undefined ? port : `${kernel}.${port}`
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
