import type { KernelGraph, KernelSource, KernelStage } from '../compile'
import type { EngineNode } from '../graph'
import { exportNames, HEADER, PAIR_BYTES, STATE_OFFSET } from '../kernels'
import { allocate, allocateBus, type Bus } from './bus'
import type { KernelModule } from './kernel-module'
import type { ParamSlot } from './param-slot'
import { PlayerFeeder } from './player-feeder'
import { kernelStep, mixStep, type Step } from './steps'
import type { Segment } from './transport'
import type { Unit, UnitHost } from './unit'

export interface UnitOptions {
  readonly kernels: KernelModule
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly inputChannels: Readonly<Record<string, number>>
  readonly rate: number
  readonly host: UnitHost
  /** A bus of zeros for inputs that nothing is wired to. */
  readonly silence: Bus
}

/** A kernel that runs: its header and state in the arena. */
interface Instance {
  readonly stage: KernelStage
  readonly self: number
  readonly bytes: number
  readonly outputs: ReadonlyMap<string, Bus>
  readonly feeder: PlayerFeeder | undefined
}

/** A node in `kernels` form: an instance a kernel, wired as its graph says. */
export class KernelsUnit implements Unit {
  readonly node: EngineNode
  readonly params: ReadonlyMap<string, ParamSlot>
  readonly inputChannels: Readonly<Record<string, number>>
  readonly outputs: ReadonlyMap<string, Bus>
  readonly #kernels: KernelModule
  readonly #graph: KernelGraph
  readonly #instances = new Map<string, Instance>()
  readonly #options: UnitOptions
  readonly #owned = new DisposableStack()
  #wiring = new DisposableStack()

  constructor(options: UnitOptions, graph: KernelGraph) {
    this.node = options.node
    this.params = options.params
    this.inputChannels = options.inputChannels
    this.#kernels = options.kernels
    this.#options = options
    this.#graph = graph
    using failing = new DisposableStack()
    failing.use(this.#owned)
    for (const stage of graph.stages) this.#instances.set(stage.key, this.#instantiate(stage))
    this.outputs = this.#makeOutputs()
    this.reset()
    failing.move()
  }

  wire(inputs: ReadonlyMap<string, Bus>): readonly Step[] {
    this.#wiring.dispose()
    this.#wiring = new DisposableStack()
    for (const slot of this.params.values()) slot.unwire()
    const steps: Step[] = []
    for (const instance of this.#instances.values()) {
      for (const [index, sources] of instance.stage.sources.entries()) {
        const { at, channels } = this.#input(sources, inputs, steps)
        this.#point(instance, 'inputs', index, at, channels)
      }
      this.#bind(instance, inputs)
      const process = this.#kernels.call(exportNames(instance.stage.kernel.id).process)
      steps.push(instance.feeder?.step ?? kernelStep(process, instance.self))
    }
    for (const [port, bus] of this.outputs) {
      const buses = this.#busesOf(this.#graph.outputs.get(port) ?? [], inputs)
      if (buses.length !== 1 || buses[0] !== bus) steps.push(this.#sum(bus, buses))
    }
    return steps
  }

  prepare(segments: readonly Segment[]): void {
    for (const { feeder } of this.#instances.values()) feeder?.prepare(segments)
  }

  reset(): void {
    const { arena } = this.#kernels
    for (const { stage, self, bytes } of this.#instances.values()) {
      arena.bytes.fill(0, self + STATE_OFFSET, self + bytes)
      const seed = seedOf(this.node.id, stage.key)
      this.#kernels.call(exportNames(stage.kernel.id).init)(self, this.#options.rate, seed)
    }
  }

  [Symbol.dispose](): void {
    this.#wiring.dispose()
    this.#owned.dispose()
  }

  #instantiate(stage: KernelStage): Instance {
    const { arena } = this.#kernels
    const channels = this.#channelsOf(stage)
    const sizeOf = this.#kernels.call(exportNames(stage.kernel.id).stateSize)
    const bytes = sizeOf(channels, this.#options.rate)
    const self = allocate(arena, bytes, this.#owned)
    const outputs = new Map<string, Bus>()
    const instance = { stage, self, bytes, outputs, feeder: this.#feeder(stage, self) }
    for (const [index, [port, spec]] of Object.entries(stage.kernel.outputs).entries()) {
      const width = typeof spec.channels === 'number' ? spec.channels : channels
      const bus = allocateBus(arena, width, this.#owned)
      outputs.set(port, bus)
      this.#point(instance, 'outputs', index, bus.at, bus.channels)
    }
    return instance
  }

  /** Channels that a kernel works on: its output's own number, else those of what comes in or is played. */
  #channelsOf({ kernel, sources }: KernelStage): number {
    const specs = Object.values(kernel.outputs).map(port => port.channels)
    if (specs.includes('asset')) return this.#sound()?.channels ?? 1
    const fixed = specs.filter(channels => typeof channels === 'number')
    if (fixed.length > 0 && !specs.includes('input')) return Math.max(...fixed)
    return Math.max(1, ...sources.flat().map(source => this.#widthOf(source)))
  }

  #widthOf({ kernel, port }: KernelSource): number {
    if (kernel === undefined) return this.inputChannels[port] ?? 0
    return this.#instances.get(kernel)?.outputs.get(port)?.channels ?? 1
  }

  /** An output that one kernel alone feeds is that kernel's bus; any other gets a bus for the sum. */
  #makeOutputs(): ReadonlyMap<string, Bus> {
    const outputs = new Map<string, Bus>()
    for (const [port, sources] of this.#graph.outputs) {
      const own = sources.length === 1 ? this.#kernelBus(sources[0]) : undefined
      const width = Math.max(1, ...sources.map(source => this.#widthOf(source)))
      outputs.set(port, own ?? allocateBus(this.#kernels.arena, width, this.#owned))
    }
    return outputs
  }

  #kernelBus(source: KernelSource | undefined): Bus | undefined {
    if (source?.kernel === undefined) return undefined
    return this.#instances.get(source.kernel)?.outputs.get(source.port)
  }

  /** The one bus that a kernel's input reads; where several feed it, their sum. */
  #input(sources: readonly KernelSource[], inputs: ReadonlyMap<string, Bus>, steps: Step[]): Bus {
    const buses = this.#busesOf(sources, inputs)
    const [only] = buses
    if (only === undefined) return { at: this.#options.silence.at, channels: 0 }
    if (buses.length === 1) return only
    const width = Math.max(...buses.map(bus => bus.channels))
    const sum = allocateBus(this.#kernels.arena, width, this.#wiring)
    steps.push(this.#sum(sum, buses))
    return sum
  }

  #busesOf(sources: readonly KernelSource[], inputs: ReadonlyMap<string, Bus>): Bus[] {
    return sources.flatMap(
      source =>
        (source.kernel === undefined ? inputs.get(source.port) : this.#kernelBus(source)) ?? [],
    )
  }

  #sum(into: Bus, buses: readonly Bus[]): Step {
    return mixStep(
      this.#kernels,
      into,
      buses.map(bus => ({ bus, delayed: false })),
    )
  }

  #bind(instance: Instance, inputs: ReadonlyMap<string, Bus>): void {
    const { kernel, bindings } = instance.stage
    for (const [index, [id, spec]] of Object.entries(kernel.params).entries()) {
      const binding = bindings[id] ?? spec.default
      const flag = instance.self + HEADER.params.offset + index * PAIR_BYTES + 4
      if (typeof binding === 'number') {
        this.#point(instance, 'params', index, this.#constant(binding), 0)
      } else if ('input' in binding) {
        const bus = inputs.get(binding.input)
        const at = bus?.at ?? this.#constant(spec.default)
        this.#point(instance, 'params', index, at, bus === undefined ? 0 : 1)
      } else if ('param' in binding) {
        const at = this.params.get(binding.param)?.view(binding.as, flag)
        this.#point(instance, 'params', index, at ?? this.#constant(spec.default), 0)
      } else this.#point(instance, 'params', index, this.#constant(spec.default), 0)
    }
    // Only now do the flags stand in the header: slots that move say so there.
    for (const slot of this.params.values()) slot.announce()
  }

  #constant(value: number): number {
    const at = allocate(this.#kernels.arena, 16, this.#wiring)
    this.#kernels.arena.floats[at >>> 2] = value
    return at
  }

  #point(
    { self }: Pick<Instance, 'self'>,
    part: keyof typeof HEADER,
    index: number,
    at: number,
    word: number,
  ): void {
    const place = (self + HEADER[part].offset + index * PAIR_BYTES) >>> 2
    const { words } = this.#kernels.arena
    words[place] = at
    words[place + 1] = word
  }

  /** The sound that the node's player plays: a node has one. */
  #sound() {
    return Object.values(this.node.sounds)[0]
  }

  #feeder(stage: KernelStage, self: number): PlayerFeeder | undefined {
    const sound = this.#sound()
    if (stage.kernel.id !== 'player' || sound === undefined) return undefined
    const { kernels, rate, host, node } = this.#options
    const slot = (id: string) => {
      const binding = stage.bindings[id]
      const param = typeof binding === 'object' && 'param' in binding ? binding.param : undefined
      return param === undefined ? undefined : this.params.get(param)
    }
    const options = {
      kernels,
      self,
      sound,
      rate,
      start: slot('start'),
      loop: slot('loop'),
      node,
      host,
    }
    return this.#owned.use(new PlayerFeeder(options))
  }
}

/** The same node and kernel always begin with the same seed: renders repeat to the bit. FNV-1a. */
function seedOf(node: string, stage: string): number {
  let hash = 0x811c9dc5
  for (const character of `${node}/${stage}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash >>> 0
}
