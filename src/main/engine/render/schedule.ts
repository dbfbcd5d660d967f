import type { Frames } from '#shared/kit'
import type { CableEnd } from '#shared/graph'
import { NOTES_CHANNELS } from '../kernels'
import type { Bus } from './bus'
import { BusUses } from './bus-uses'
import type { DelayLines } from './delay-lines'
import type { Helpers } from './helpers'
import type { KernelModule } from './kernel-module'
import { findLatencies, type Latencies } from './latencies'
import type { LiveNodes } from './live-nodes'
import type { LoopDelays } from './loop-delays'
import type { NodeInput, NodePlan, NodeSource, NodeWiring } from './node-wiring'
import { noteSource, type NoteCable } from './note-gate'
import { Program, type StepGroup } from './program'
import type { Scene, SceneCable, SceneKey } from './scene'
import { SceneIndex, type Placed } from './scene-index'
import { inputChannelsOf, type InputChannels, type Outputs } from './input-channels'
import { HELD_NOTES, StepMaker, type Step } from './steps'
import type { Tee, Tees } from './tees'
import type { Unit } from './unit'
import type { Wirings } from './wirings'

/** The order of rendering for one state of the graph. */
export interface Schedule extends Disposable {
  /** Frames by which what is heard lags behind the timeline. */
  readonly latency: Frames
  /** Frames until what fades in arrives: the delays of its cables have to fill first. */
  readonly lead: Frames
  /** Of the taps, in their order: the bus, and the frames by which it lags behind the timeline. */
  readonly taps: readonly (Tap | undefined)[]
  /** Of what is written down, in its order. */
  readonly tees: readonly (Tee | undefined)[]
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
  /** What is heard lags behind by at least so many frames. */
  readonly leastLatency: Frames
  readonly live: LiveNodes
  /** The unit of a node whose inputs have these numbers of channels: the present one, or another. */
  unitFor(key: SceneKey, channels: InputChannels): Unit
  /** How the nodes were wired so far. */
  readonly wirings: Wirings
  /** What an output made in the quantum before, for the cables that close a loop. */
  readonly loops: LoopDelays
  /** What cables hold back. */
  readonly lines: DelayLines
  readonly taps: readonly CableEnd[]
  readonly tees: readonly CableEnd[]
  readonly rings: Tees
}

export function buildSchedule(parts: ScheduleParts): Schedule {
  using failing = new DisposableStack()
  const owned = failing.use(new DisposableStack())
  const schedule = new ScheduleBuilder(parts, owned).build()
  failing.move()
  return schedule
}

class ScheduleBuilder {
  readonly #parts: ScheduleParts
  readonly #owned: DisposableStack
  readonly #index: SceneIndex
  readonly #units = new Map<SceneKey, Unit>()
  /** Where outputs are read, by node. */
  readonly #outputs = new Map<SceneKey, Outputs>()
  readonly #finals: { bus: Bus; group: number }[] = []
  #lead: Frames = 0

  constructor(parts: ScheduleParts, owned: DisposableStack) {
    this.#parts = parts
    this.#owned = owned
    this.#index = new SceneIndex(parts.scene)
  }

  build(): Schedule {
    const { kernels, board, helpers, master, wirings, live, rings } = this.#parts
    const outputsOf = (key: SceneKey) => this.#outputs.get(key)
    for (const placed of this.#index.order) {
      const { key, node } = placed
      if (node.kind === 'output') continue
      const channels = inputChannelsOf(this.#index, placed, outputsOf)
      const unit = this.#parts.unitFor(key, channels)
      this.#units.set(key, unit)
      this.#outputs.set(key, unit.outputs)
    }
    const latencies = this.#latencies()
    const { arrivals, waits } = latencies
    for (const key of this.#units.keys()) live.setLag(key, arrivals.get(key) ?? 0)
    const uses = this.#owned.use(new BusUses(wirings.table))
    const maker = new StepMaker(kernels, this.#owned, uses)
    const tees = new Map<CableEnd, Tee>()
    const groups = this.#index.groups.map((group): StepGroup => {
      const made = this.#group(group, waits)
      const writing = this.#tees(group, latencies, tees, maker)
      const loops = group.some(({ looping }) => looping.length > 0)
      const steps = writing.length === 0 ? made : [...made, ...writing]
      return { steps, loops, waits: [...this.#index.feeding(group)] }
    })
    wirings.sweep()
    rings.sweep()
    groups.push({
      steps: [maker.mix(master, this.#finals)],
      loops: false,
      waits: this.#finals.map(({ group }) => group),
    })
    const taps = this.#parts.taps.map(end => this.#tap(end, latencies, uses))
    const program = this.#owned.use(new Program(kernels, board, groups, helpers))
    return {
      latency: latencies.total,
      lead: this.#lead,
      taps,
      tees: this.#parts.tees.map(end => tees.get(end)),
      render: frames => program.render(frames),
      retire: () => program.unshare(),
      [Symbol.dispose]: () => this.#owned.dispose(),
    }
  }

  #latencies(): Latencies {
    const index = this.#index
    return findLatencies({
      order: index.keys(),
      into: key => {
        const placed = index.at(key)
        if (placed === undefined) return []
        return placed.modulations.length === 0
          ? placed.inputs
          : [...placed.inputs, ...placed.modulations]
      },
      feedback: index.feedback,
      latencyOf: key => this.#latencyOf(key),
      isOutput: key => index.at(key)?.node.kind === 'output',
      loopOf: key => index.at(key)?.group ?? -1,
      least: this.#parts.leastLatency,
    })
  }

  #latencyOf(key: SceneKey): Frames {
    const bypassed = this.#index.at(key)?.node.bypassed ?? false
    return bypassed ? 0 : (this.#units.get(key)?.latency ?? 0)
  }

  #tap(end: CableEnd, { arrivals }: Latencies, uses: BusUses): Tap | undefined {
    const bus = this.#busOf(end)
    if (bus === undefined) return undefined
    // It has to be written, and to stay where it is, whatever steps become one.
    uses.stays(bus)
    uses.read(bus)
    return { bus, lag: (arrivals.get(end.node) ?? 0) + this.#latencyOf(end.node) }
  }

  #group(group: readonly Placed[], waits: Latencies['waits']): readonly Step[] {
    const wired = group.map(placed => this.#wire(placed, waits))
    const [only] = wired
    if (only !== undefined && wired.length === 1 && only.tail.length === 0) return only.steps
    return [...wired.flatMap(one => one.steps), ...wired.flatMap(one => one.tail)]
  }

  /** The steps that write down what nodes give. */
  #tees(
    group: readonly Placed[],
    { arrivals }: Latencies,
    tees: Map<CableEnd, Tee>,
    maker: StepMaker,
  ): Step[] {
    return this.#parts.tees.flatMap(end => {
      const { node: key, port } = end
      const bus = group.some(placed => placed.key === key) ? this.#busOf(end) : undefined
      if (bus === undefined) return []
      const ring = this.#parts.rings.take(`${key}/${port}`, bus.channels)
      tees.set(end, { ...ring, lag: (arrivals.get(key) ?? 0) + this.#latencyOf(key) })
      return [maker.tee(bus, ring.at)]
    })
  }

  #wire(placed: Placed, waits: Latencies['waits']): NodeWiring {
    const { key, group } = placed
    const wiring = this.#parts.wirings.take(key, this.#plan(placed, waits))
    if (wiring.final === undefined) this.#outputs.set(key, wiring.outputs)
    else if (placed.node.apart) this.#outputs.set(key, new Map([['out', wiring.final]]))
    else this.#finals.push({ bus: wiring.final, group })
    return wiring
  }

  #plan(placed: Placed, waits: Latencies['waits']): NodePlan {
    const { key, node } = placed
    const { live, scene } = this.#parts
    const unit = this.#units.get(key)
    const bare = placed.inputs.length === 0 && !live.hasNoteGates(key)
    return {
      node,
      unit,
      slots: live.slotsOf(key),
      gauge: live.gaugeOf(key),
      crossing: scene.crossing.get(key),
      inputs: bare ? [] : this.#inputs(placed, unit, waits),
      modulations: this.#modulations(placed, waits),
      held: placed.looping.length === 0 ? unheld : this.#kept(placed),
    }
  }

  #kept({ key, looping }: Placed): NodePlan['held'] {
    return new Map(looping.map(port => [port, this.#held({ node: key, port })]))
  }

  #inputs(
    { key, node, inputs }: Placed,
    unit: Unit | undefined,
    waits: Latencies['waits'],
  ): NodeInput[] {
    return Object.entries(node.inputs).flatMap(([port, { kind }], index): NodeInput[] => {
      const cables = inputs.filter(({ to }) => to.port === port)
      if (kind === 'notes') return this.#notes(key, port, index, cables, waits)
      const sources = cables.flatMap(cable => this.#source(cable, waits) ?? [])
      if (sources.length === 0) return []
      const channels = unit?.inputChannels[port] ?? 1
      return [{ port, index, channels, sources }]
    })
  }

  /** An input that lost its last cable still ends what sounds. */
  #notes(
    key: SceneKey,
    port: string,
    index: number,
    cables: readonly SceneCable[],
    waits: Latencies['waits'],
  ): NodeInput[] {
    const sources = cables.flatMap(cable => this.#noteSource(cable, waits) ?? [])
    const gate = this.#parts.live.noteGateOf(key, port, sources.length > 0)
    return gate === undefined ? [] : [{ port, index, gate, sources }]
  }

  /** Notes do not fade: what fades out has gone for them. */
  #noteSource(cable: SceneCable, waits: Latencies['waits']): NoteCable | undefined {
    const { node, port } = cable.from
    const held = this.#index.isHeld(cable)
    const bus = held ? this.#held(cable.from) : this.#busOf(cable.from)
    const unit = this.#units.get(node)
    if (bus === undefined || unit === undefined || cable.fade === 'out') return undefined
    const bypassed = this.#index.at(node)?.node.bypassed ?? false
    const past = bypassed && !this.#parts.scene.crossing.has(node)
    const wait = held ? HELD_NOTES : (waits.get(cable.id) ?? 0)
    return { bus, wait, source: noteSource(unit, past), port }
  }

  #modulations({ modulations }: Placed, waits: Latencies['waits']): NodePlan['modulations'] {
    if (modulations.length === 0) return unmoved
    const sources = new Map<string, NodeSource[]>()
    for (const cable of modulations) {
      const source = this.#source(cable, waits)
      if (source === undefined) continue
      const list = sources.get(cable.to.port)
      if (list === undefined) sources.set(cable.to.port, [source])
      else list.push(source)
    }
    return sources
  }

  /** What a cable brings. */
  #source(cable: SceneCable, waits: Latencies['waits']): NodeSource | undefined {
    const held = this.#index.isHeld(cable)
    const bus = held ? this.#held(cable.from) : this.#busOf(cable.from)
    if (bus === undefined) return undefined
    const frames = waits.get(cable.id)
    const line = frames && this.#parts.lines.take(cable.id, frames, bus.channels, cable.anew)
    if (cable.fade === 'in') this.#lead = Math.max(this.#lead, frames ?? 0)
    return {
      bus,
      held,
      depth: cable.depth ?? 0,
      ...(cable.fade !== undefined && { fade: cable.fade }),
      ...(frames !== undefined && line !== undefined && { wait: { line, frames } }),
    }
  }

  #busOf({ node, port }: CableEnd): Bus | undefined {
    return this.#outputs.get(node)?.get(port)
  }

  #held(from: CableEnd): Bus {
    const notes = this.#index.kindOf(from) === 'notes'
    const width = notes ? NOTES_CHANNELS : this.#index.heldWidth(from)
    return this.#parts.loops.take(`${from.node}/${from.port}`, width)
  }
}

const unmoved: NodePlan['modulations'] = new Map()
const unheld: NodePlan['held'] = new Map()
