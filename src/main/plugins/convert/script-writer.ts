import type { KernelBinding, NodeSpec } from '#shared/graph'
import { err, ok, type Result } from '#shared/kit'
import { parseKernelGraph, type KernelSource, type KernelStage } from '../../engine'
import { cannotConvert, numberOf, type FlatGraph, type FlatNode } from './flat-nodes'
import { scriptParts, type ScriptPart } from './parts'

/** How wide a bus may be: `input` is as wide as what comes in. */
type Width = 1 | 2 | 'input' | 0

interface Bus {
  readonly name: string
  readonly width: Width
}

/** The script of a graph, piece by piece. */
export interface WrittenParts {
  /** In front of `process`, a line each. */
  readonly setup: readonly string[]
  readonly process: readonly string[]
  /** Files of `resources/script-parts` that are needed. */
  readonly files: ReadonlySet<string>
  /** By output port: how many channels. */
  readonly channels: ReadonlyMap<string, 1 | 2 | 'input'>
}

export function writeParts(spec: NodeSpec, graph: FlatGraph): Result<WrittenParts> {
  const writer = new ScriptWriter(spec, graph)
  for (const node of graph.nodes) {
    const done = writer.writeNode(node)
    if (!done.ok) return done
  }
  return ok(writer.finish())
}

class ScriptWriter {
  readonly #graph: FlatGraph
  readonly #setup: string[] = []
  readonly #process: string[] = []
  readonly #files = new Set(['bus'])
  /** By `node port` of the graph: what is heard there. */
  readonly #made = new Map<string, readonly Bus[]>()
  readonly #names = new Map<string, number>()
  readonly #comingIn = new Map<string, Bus>()

  constructor(spec: NodeSpec, graph: FlatGraph) {
    this.#graph = graph
    for (const port of graph.inputs.keys()) {
      const name = this.#name(`${port} in`)
      this.#setup.push(`const ${name} = bus()`)
      this.#process.push(`take(${name}, inputs${member(port)})`)
      const width = spec.inputs[port]?.kind === 'audio' ? 'input' : 1
      this.#comingIn.set(port, { name, width })
    }
  }

  writeNode(flat: FlatNode): Result<void> {
    const { definition, node } = flat
    const label = node.label ?? definition.label
    const parsed = parseKernelGraph(definition.dsp, definition)
    if (!parsed.ok) return parsed
    const inside = new Map<string, Bus>()
    const sourcesOf = (list: readonly KernelSource[]): Bus[] =>
      list.flatMap(({ kernel, port }) => {
        if (kernel === undefined) return this.#heardAt(node.id, port)
        const bus = inside.get(kernel)
        return bus === undefined ? [] : [bus]
      })
    this.#setup.push(`// ${label.replaceAll(/\s+/g, ' ')}`)
    for (const stage of parsed.value.stages) {
      const part = scriptParts[stage.kernel.id]
      if (part === undefined) {
        return err(
          cannotConvert(`“${label}” has a part that no script has yet: ${stage.kernel.id}.`),
        )
      }
      const problem = this.#problem(flat, stage, part)
      if (problem !== undefined) return err(cannotConvert(`“${label}”: ${problem}.`))
      inside.set(stage.key, this.#writeStage(flat, stage, part, sourcesOf))
    }
    for (const [port, list] of parsed.value.outputs) {
      this.#made.set(`${node.id} ${port}`, sourcesOf(list))
    }
    return ok()
  }

  finish(): WrittenParts {
    const channels = new Map<string, 1 | 2 | 'input'>()
    for (const [port, end] of this.#graph.outputs) {
      const heard = this.#made.get(`${end.node} ${end.port}`) ?? []
      for (const { name } of heard) this.#process.push(`put(outputs${member(port)}, ${name})`)
      const width = widest(heard)
      channels.set(port, width === 0 ? 1 : width)
    }
    return { setup: this.#setup, process: this.#process, files: this.#files, channels }
  }

  #problem(flat: FlatNode, stage: KernelStage, part: ScriptPart): string | undefined {
    for (const [param, { values, words }] of Object.entries(part.only ?? {})) {
      const value = valueOf(flat, stage, param)
      if (value === undefined || !values.includes(value)) return words
    }
    const wired = Object.keys(stage.kernel.inputs).filter(
      (port, at) => part.unwired?.includes(port) === true && this.#isFed(flat, stage, at),
    )
    return wired[0] === undefined ? undefined : `nothing may be wired to “${wired[0]}”`
  }

  #isFed({ node }: FlatNode, { sources }: KernelStage, at: number): boolean {
    return (sources[at] ?? []).some(
      ({ kernel, port }) => kernel !== undefined || this.#heardAt(node.id, port).length > 0,
    )
  }

  #writeStage(
    flat: FlatNode,
    stage: KernelStage,
    part: ScriptPart,
    sourcesOf: (list: readonly KernelSource[]) => Bus[],
  ): Bus {
    const name = this.#name(stage.key)
    const ports = Object.keys(stage.kernel.inputs)
    const inputs = part.inputs.map(port =>
      this.#oneOf(name, port, sourcesOf(stage.sources[ports.indexOf(port)] ?? [])),
    )
    const params = part.params.map(param => this.#param(flat, stage, name, param))
    const out = { name: `${name}Out`, width: widthOf(stage, inputs) }
    this.#files.add(part.file)
    this.#setup.push(`const ${name} = ${part.make}(${part.rate ? 'sampleRate' : ''})`)
    this.#setup.push(`const ${out.name} = bus()`)
    const heard = inputs.map(input => input.name)
    this.#process.push(`${name}(${[out.name, ...heard, ...params].join(', ')})`)
    return out
  }

  /** What comes to a port of a node: by cables, and from outside. */
  #heardAt(node: string, port: string): Bus[] {
    const outside = [...this.#graph.inputs]
      .filter(([, end]) => end.node === node && end.port === port)
      .flatMap(([id]) => this.#comingIn.get(id) ?? [])
    const inside = this.#graph.cables
      .filter(({ to }) => to.node === node && to.port === port)
      .flatMap(({ from }) => this.#made.get(`${from.node} ${from.port}`) ?? [])
    return [...outside, ...inside]
  }

  /** One bus of several. */
  #oneOf(stage: string, port: string, heard: readonly Bus[]): Bus {
    const [first, second] = heard
    if (first === undefined) return { name: 'nothing', width: 0 }
    if (second === undefined) return first
    const sum = { name: `${stage}${capital(camel(port))}`, width: widest(heard) }
    this.#setup.push(`const ${sum.name} = bus()`)
    const widths = heard.map(({ name }) => `${name}.width`).join(', ')
    this.#process.push(`begin(${sum.name}, Math.max(${widths}))`)
    for (const { name } of heard) this.#process.push(`add(${sum.name}, ${name})`)
    return sum
  }

  /** What is written for a parameter of a kernel: a value a frame. */
  #param(flat: FlatNode, stage: KernelStage, name: string, param: string): string {
    const binding = stage.bindings[param]
    const own = `${name}${capital(camel(param))}`
    const hold = (value: number) => {
      this.#setup.push(`const ${own} = held(${value})`)
      return own
    }
    if (typeof binding === 'object' && 'input' in binding) {
      const bus = this.#oneOf(name, `${param} of`, this.#heardAt(flat.node.id, binding.input))
      const stands = hold(defaultOf(stage, param))
      return bus.width === 0 ? stands : `signalOr(${bus.name}, ${stands})`
    }
    const shown = typeof binding === 'object' && 'param' in binding ? binding : undefined
    const id = shown && flat.shown.get(shown.param)
    if (shown === undefined || id === undefined) return hold(valueOf(flat, stage, param) ?? 0)
    if (shown.as === undefined) return `params${member(id)}`
    this.#files.add('levels')
    hold(0)
    return `${shown.as === 'gain' ? 'asGain' : 'asPart'}(${own}, params${member(id)})`
  }

  /** Not used yet: a number behind it, so that it is none of the parts’. */
  #name(text: string): string {
    const base = camel(text)
    const count = (this.#names.get(base) ?? 0) + 1
    this.#names.set(base, count)
    return `${base}${count}`
  }
}

/** A parameter that does not move, as the kernel takes it; nothing where it does. */
function valueOf(flat: FlatNode, stage: KernelStage, param: string): number | undefined {
  const binding: KernelBinding | undefined = stage.bindings[param]
  if (binding === undefined) return defaultOf(stage, param)
  if (typeof binding === 'number') return binding
  if (!('param' in binding) || flat.shown.has(binding.param)) return undefined
  const value = numberOf(flat, binding.param)
  if (value === undefined || binding.as === undefined) return value
  if (binding.as === 'percent') return value / 100
  return value <= -200 ? 0 : 10 ** (value / 20)
}

function defaultOf({ kernel }: KernelStage, param: string): number {
  return kernel.params[param]?.default ?? 0
}

function widthOf({ kernel }: KernelStage, inputs: readonly Bus[]): Width {
  const [port] = Object.values(kernel.outputs)
  const channels = port?.kind === 'audio' ? port.channels : 1
  if (channels === 1 || channels === 2) return channels
  const audio = inputs.filter((_, at) => Object.values(kernel.inputs)[at]?.kind === 'audio')
  return widest(audio)
}

function widest(heard: readonly Bus[]): Width {
  const widths = heard.map(({ width }) => width)
  if (widths.includes(2)) return 2
  if (widths.includes('input')) return 'input'
  return widths.includes(1) ? 1 : 0
}

function member(id: string): string {
  return /^[a-z][a-z0-9]*$/i.test(id) ? `.${id}` : `['${id}']`
}

function camel(text: string): string {
  const words = text.split(/[^a-z0-9]+/i).filter(word => word !== '')
  const [first = 'part', ...rest] = words
  return `${first.slice(0, 1).toLowerCase()}${first.slice(1)}${rest.map(capital).join('')}`
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
