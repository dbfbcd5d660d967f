import type { Frames } from '#shared/kit'
import { orderGraph, type CableEnd, type PortKind } from '#shared/graph'
import type { EngineNode } from '../graph'
import { allocateBus, type Bus } from './bus'
import { BusUses } from './bus-uses'
import { byId, channelsOf, endKey, inputKey } from './cable-keys'
import { bypassBus, bypassSteps } from './bypass'
import type { DelayLines } from './delay-lines'
import type { Helpers } from './helpers'
import type { KernelModule } from './kernel-module'
import { findLatencies } from './latencies'
import type { LoopDelays } from './loop-delays'
import type { ParamSlot } from './param-slot'
import { noteSource, type NoteCable, type NoteGate } from './note-gate'
import { Program, type StepGroup } from './program'
import type { Scene, SceneCable, SceneKey } from './scene'
import { StepMaker, type ModulationSource, type Source, type Step } from './steps'
import type { Unit } from './unit'

/** The order of rendering for one state of the graph. */
export interface Schedule extends Disposable {
  /** Frames by which what is heard lags behind the timeline. */
  readonly latency: Frames
  /** Of the taps, in their order: the bus, and the frames by which it lags behind the timeline. */
  readonly taps: readonly (Tap | undefined)[]
  render(frames: Frames): void
  /** Before nodes go that it renders: it is of no use any more, and will not write where they were. */
  retire(): void
}

/** An output that is listened to. */
export interface Tap {
  readonly bus: Bus
  readonly lag: Frames
}

export interface ScheduleParts {
  readonly kernels: KernelModule
  /** Where the executor's threads find their work. */
  readonly board: number
  readonly helpers: Helpers | undefined
  readonly scene: Scene
  /** What the outputs of the graph are summed into. */
  readonly master: Bus
  /** Address of the count of frames since the last edit. */
  readonly clock: number
  /** What is heard lags behind by at least so many frames. */
  readonly leastLatency: Frames
  /** The unit of a node whose inputs have these numbers of channels: the present one, or another. */
  unit(key: SceneKey, inputChannels: Readonly<Record<string, number>>): Unit
  slots(key: SceneKey): ReadonlyMap<string, ParamSlot>
  /** Where a node's peaks and the count of its mended samples are kept. */
  gauge(key: SceneKey): Gauge
  /** What merges the notes of an input; one that never had any has none until it is `wanted`. */
  noteGate(key: SceneKey, port: string, wanted: boolean): NoteGate | undefined
  /** What an output made in the quantum before, for the cables that close a loop. */
  readonly loops: LoopDelays
  /** What cables hold back. */
  readonly lines: DelayLines
  /** Whether every node's level is asked for. */
  readonly metered: boolean
  readonly taps: readonly CableEnd[]
}

/** Addresses of what is measured at a node's outputs. */
export interface Gauge {
  readonly peaks: number
  readonly mended: number
}

export function buildSchedule(parts: ScheduleParts): Schedule {
  using failing = new DisposableStack()
  const owned = failing.use(new DisposableStack())
  const schedule = new ScheduleBuilder(parts, owned).build()
  failing.move()
  return schedule
}

/** What is known of a node while its steps are made. */
interface Wired {
  readonly node: EngineNode
  readonly unit: Unit | undefined
  /** Of inputs with something wired to them, and of those that keep their width without. */
  readonly channels: Readonly<Record<string, number>>
}

class ScheduleBuilder {
  readonly #parts: ScheduleParts
  readonly #owned: DisposableStack
  readonly #uses = new BusUses()
  readonly #maker: StepMaker
  /** By output: where it is read; for a node that is being bypassed, its cross-fade. */
  readonly #buses = new Map<string, Bus>()
  readonly #incoming: ReadonlyMap<string, readonly SceneCable[]>
  readonly #order: ReturnType<typeof orderGraph>
  readonly #groupOf: ReadonlyMap<SceneKey, number>
  readonly #wired = new Map<SceneKey, Wired>()
  readonly #finals: { bus: Bus; group: number }[] = []
  #waits: ReadonlyMap<string, Frames> = new Map()

  constructor(parts: ScheduleParts, owned: DisposableStack) {
    this.#parts = parts
    this.#owned = owned
    this.#maker = new StepMaker(parts.kernels, owned, this.#uses)
    const { nodes, cables } = parts.scene
    this.#order = orderGraph(nodes.keys(), cables)
    const { groups } = this.#order
    this.#groupOf = new Map(
      groups.flatMap((group, index) => group.map(key => [key, index] as const)),
    )
    this.#incoming = Map.groupBy(cables.toSorted(byId), cable => inputKey(cable))
  }

  build(): Schedule {
    const { kernels, board, helpers, master, scene } = this.#parts
    const { groups, feedback } = this.#order
    for (const key of groups.flat()) this.#settle(key)
    const { arrivals, waits, total } = findLatencies({
      order: groups.flat(),
      cables: scene.cables,
      feedback,
      latencyOf: key => (this.#isBypassed(key) ? 0 : (this.#wired.get(key)?.unit?.latency ?? 0)),
      isOutput: key => scene.nodes.get(key)?.kind === 'output',
      loopOf: key => this.#groupOf.get(key) ?? -1,
      least: this.#parts.leastLatency,
    })
    this.#waits = waits
    for (const [key, { unit }] of this.#wired) {
      const lag = arrivals.get(key) ?? 0
      if (unit !== undefined) unit.lag = lag
      for (const slot of this.#parts.slots(key).values()) slot.lag = lag
    }
    const before = this.#waitsOfGroups()
    const stepGroups = groups.map((group, index): StepGroup => ({
      ...this.#group(group, index),
      waits: [...(before[index] ?? [])],
    }))
    stepGroups.push({
      steps: [this.#maker.mix(master, this.#finals)],
      loops: false,
      waits: this.#finals.map(({ group }) => group),
    })
    const taps = this.#parts.taps.map(end => this.#tap(end, arrivals))
    const program = this.#owned.use(new Program(kernels, board, stepGroups, this.#uses, helpers))
    return {
      latency: total,
      taps,
      render: frames => program.render(frames),
      retire: () => program.unshare(),
      [Symbol.dispose]: () => this.#owned.dispose(),
    }
  }

  #tap(end: CableEnd, arrivals: ReadonlyMap<SceneKey, Frames>): Tap | undefined {
    const bus = this.#buses.get(endKey(end))
    if (bus === undefined) return undefined
    // It has to be written, and to stay where it is, whatever steps become one.
    this.#uses.stays(bus)
    this.#uses.read(bus)
    const own = this.#isBypassed(end.node) ? 0 : (this.#wired.get(end.node)?.unit?.latency ?? 0)
    return { bus, lag: (arrivals.get(end.node) ?? 0) + own }
  }

  /** The node's unit, made for what is wired to it. */
  #settle(key: SceneKey): void {
    const node = this.#parts.scene.nodes.get(key)
    if (node === undefined) return
    const channels: Record<string, number> = {}
    for (const port of Object.keys(node.inputs)) {
      // What fades out does not widen what stays.
      const widths = this.#cablesTo(key, port).flatMap(cable =>
        cable.fade === 'out' ? [] : this.#widthOf(cable),
      )
      if (widths.length > 0) channels[port] = Math.max(...widths)
    }
    const unit = node.kind === 'output' ? undefined : this.#parts.unit(key, channels)
    for (const [port, bus] of unit?.outputs ?? []) this.#buses.set(`${key}/${port}`, bus)
    this.#wired.set(key, { node, unit, channels: unit?.inputChannels ?? channels })
  }

  #widthOf(cable: SceneCable): number[] {
    if (this.#isHeld(cable)) return [this.#heldWidth(cable.from)]
    const bus = this.#buses.get(endKey(cable.from))
    return bus === undefined ? [] : [bus.channels]
  }

  #waitsOfGroups(): readonly Set<number>[] {
    const waits = this.#order.groups.map(() => new Set<number>())
    for (const { id, from, to } of this.#parts.scene.cables) {
      const [before, after] = [this.#groupOf.get(from.node), this.#groupOf.get(to.node)]
      if (before === undefined || after === undefined || before === after) continue
      if (!this.#order.feedback.has(id)) waits[after]?.add(before)
    }
    return waits
  }

  #group(group: readonly SceneKey[], index: number): Pick<StepGroup, 'steps' | 'loops'> {
    const steps = group.flatMap(key => this.#node(key, index))
    const looping = this.#parts.scene.cables.filter(
      cable => this.#isHeld(cable) && group.includes(cable.from.node),
    )
    const delayed = new Map(looping.map(({ from }) => [endKey(from), from]))
    for (const [key, from] of delayed) {
      const source = this.#buses.get(key)
      if (source === undefined || this.#kindOf(from) === 'notes') continue
      const { peaks, mended } = this.#parts.gauge(from.node)
      // What goes round and round must not grow beyond all bounds.
      steps.push(this.#maker.guard(source, peaks, mended))
      steps.push(this.#maker.keep(this.#held(from), source))
    }
    return { steps, loops: looping.length > 0 }
  }

  #node(key: SceneKey, group: number): Step[] {
    const wired = this.#wired.get(key)
    if (wired === undefined) return []
    const { node, unit, channels } = wired
    if (unit === undefined) return this.#output(key, node, group)
    const steps: Step[] = []
    const inputs = new Map<string, Bus>()
    for (const port of Object.keys(node.inputs)) {
      const bus = this.#input(key, port, channels[port] ?? 1, steps)
      if (bus !== undefined) inputs.set(port, bus)
    }
    const modulation = this.#modulate(key, node, steps)
    const own = unit.wire(inputs, this.#uses)
    for (const slot of modulation) steps.push(...slot.modulation(this.#maker, this.#parts.clock))
    const crossing = this.#parts.scene.crossing.get(key)
    if (node.bypassed && crossing === undefined) {
      steps.push(...bypassSteps(this.#maker, node, inputs, unit.outputs))
    } else steps.push(...own)
    steps.push(...this.#gauges(key, node, unit))
    if (crossing !== undefined) steps.push(...this.#cross(key, node, unit, inputs, crossing))
    return steps
  }

  /** A bus of the schedule's own, for a sum. */
  #scratch(channels: number): Bus {
    const bus = allocateBus(this.#parts.kernels.arena, channels, this.#owned)
    this.#uses.mayMove(bus)
    return bus
  }

  /** The bus that an input reads: that of its only source, or one for the sum. */
  #input(key: SceneKey, port: string, channels: number, steps: Step[]): Bus | undefined {
    if (this.#parts.scene.nodes.get(key)?.inputs[port]?.kind === 'notes') {
      return this.#notes(key, port, steps)
    }
    const sources = this.#sources(this.#cablesTo(key, port), steps)
    const [only] = sources
    if (only === undefined) return undefined
    if (sources.length === 1 && !only.held && only.fade === undefined) return only.bus
    const bus = this.#scratch(channels)
    steps.push(this.#maker.mix(bus, sources, this.#parts.clock))
    return bus
  }

  /** The bus with the notes of an input; one that lost its last cable still ends what sounds. */
  #notes(key: SceneKey, port: string, steps: Step[]): Bus | undefined {
    const cables = this.#cablesTo(key, port).flatMap(cable => this.#noteCable(cable))
    const gate = this.#parts.noteGate(key, port, cables.length > 0)
    if (gate === undefined) return undefined
    const { bus, step } = gate.wire(this.#maker, cables)
    steps.push(step)
    return bus
  }

  /** Notes neither fade nor go round in circles. */
  #noteCable(cable: SceneCable): NoteCable[] {
    const bus = this.#buses.get(endKey(cable.from))
    const unit = this.#wired.get(cable.from.node)?.unit
    if (bus === undefined || unit === undefined) return []
    if (this.#isHeld(cable) || cable.fade === 'out') return []
    const { node, port } = cable.from
    const bypassed = this.#isBypassed(node) && !this.#parts.scene.crossing.has(node)
    const wait = this.#waits.get(cable.id) ?? 0
    return [{ bus, wait, source: noteSource(unit, port, bypassed) }]
  }

  /** What cables bring, held back where it must wait. */
  #sources(cables: readonly SceneCable[], steps: Step[]): (Source & { cable: SceneCable })[] {
    return cables.flatMap(cable => {
      const held = this.#isHeld(cable)
      const bus = held ? this.#held(cable.from) : this.#buses.get(endKey(cable.from))
      if (bus === undefined) return []
      const fade = cable.fade === undefined ? {} : { fade: cable.fade }
      return [{ bus: this.#wait(cable, bus, steps), held, cable, ...fade }]
    })
  }

  #wait(cable: SceneCable, bus: Bus, steps: Step[]): Bus {
    const frames = this.#waits.get(cable.id)
    if (frames === undefined) return bus
    const late = this.#scratch(bus.channels)
    const line = this.#parts.lines.take(cable.id, frames, bus.channels)
    steps.push(this.#maker.delay(late, bus, line, frames))
    return late
  }

  /** Tells the parameters what moves them, and answers those that are moved. */
  #modulate(key: SceneKey, node: EngineNode, steps: Step[]): ParamSlot[] {
    const moved: ParamSlot[] = []
    for (const [param, slot] of this.#parts.slots(key)) {
      const cables = this.#incoming.get(`${key}/~${param}`) ?? []
      const sources = this.#sources(cables, steps).map((source): ModulationSource => ({
        ...source,
        depth: source.cable.depth ?? 0,
      }))
      slot.modulate(sources)
      if (sources.length > 0 && node.params[param]?.range !== undefined) moved.push(slot)
    }
    return moved
  }

  /** An output node is heard: it has no unit, only what comes in. */
  #output(key: SceneKey, node: EngineNode, group: number): Step[] {
    const { master, clock, scene } = this.#parts
    const bus = this.#scratch(master.channels)
    this.#finals.push({ bus, group })
    const { peaks, mended } = this.#parts.gauge(key)
    const steps: Step[] = []
    const crossing = scene.crossing.get(key)
    const cables = Object.keys(node.inputs).flatMap(port => this.#cablesTo(key, port))
    const sources = this.#sources(cables, steps)
    if (crossing === undefined) {
      steps.push(this.#maker.mix(bus, node.bypassed ? [] : sources, clock))
    } else {
      const all = this.#scratch(master.channels)
      steps.push(this.#maker.mix(all, sources, clock))
      const fade = crossing === 'bypass' ? 'out' : 'in'
      steps.push(this.#maker.mix(bus, [{ bus: all, fade }], clock))
    }
    return [...steps, this.#maker.guard(bus, peaks, mended)]
  }

  #gauges(key: SceneKey, node: EngineNode, unit: Unit): Step[] {
    return [...unit.outputs].flatMap(([port, bus]) => {
      if (node.outputs[port]?.kind === 'notes') return []
      const { peaks, mended } = this.#parts.gauge(key)
      if (unit.wild) return [this.#maker.guard(bus, peaks, mended)]
      return this.#parts.metered ? [this.#maker.meter(bus, peaks)] : []
    })
  }

  /** From what the node makes to what goes past it, or back; whoever reads it reads the cross-fade. */
  #cross(
    key: SceneKey,
    node: EngineNode,
    unit: Unit,
    inputs: ReadonlyMap<string, Bus>,
    crossing: 'bypass' | 'return',
  ): Step[] {
    return [...unit.outputs].flatMap(([port, bus]) => {
      if (node.outputs[port]?.kind === 'notes') return []
      const past = bypassBus(node, port, inputs)
      const into = this.#scratch(bus.channels)
      const [own, other] =
        crossing === 'bypass' ? (['out', 'in'] as const) : (['in', 'out'] as const)
      const sources: Source[] = [{ bus, fade: own }]
      if (past !== undefined) sources.push({ bus: past, fade: other })
      this.#buses.set(`${key}/${port}`, into)
      return [this.#maker.mix(into, sources, this.#parts.clock)]
    })
  }

  #cablesTo(key: SceneKey, port: string): readonly SceneCable[] {
    return this.#incoming.get(`${key}/${port}`) ?? []
  }

  #isHeld({ id }: SceneCable): boolean {
    return this.#order.feedback.has(id)
  }

  #isBypassed(key: SceneKey): boolean {
    return this.#parts.scene.nodes.get(key)?.bypassed ?? false
  }

  #kindOf({ node, port }: CableEnd): PortKind | undefined {
    return this.#parts.scene.nodes.get(node)?.outputs[port]?.kind
  }

  /** Its channels follow from the port alone, not from the graph. */
  #heldWidth({ node, port }: CableEnd): number {
    return channelsOf(this.#parts.scene.nodes.get(node)?.outputs[port])
  }

  #held(from: CableEnd): Bus {
    return this.#parts.loops.take(endKey(from), this.#heldWidth(from))
  }
}
