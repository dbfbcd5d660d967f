import type { Frames } from '#shared/kit'
import type { EngineNode } from '../graph'
import { allocateBus, type Bus } from './bus'
import { BusUses, type BusTable } from './bus-uses'
import { bypassBus, bypassSteps } from './bypass'
import type { KernelModule } from './kernel-module'
import type { NoteCable, NoteGate } from './note-gate'
import type { ParamSlot } from './param-slot'
import { StepMaker, type Source, type Step } from './steps'
import type { Unit } from './unit'

/** What a cable brings, held back where it must wait: by a line in the arena, so many frames. */
export interface NodeSource extends Source {
  readonly depth: number
  readonly wait?: { readonly line: number; readonly frames: Frames }
}

/** Addresses of what is measured at a node's outputs. */
export interface Gauge {
  readonly peaks: number
  readonly mended: number
}

/** All that a node's steps follow from. */
export interface NodePlan {
  readonly node: EngineNode
  /** None where it is an output of the graph. */
  readonly unit: Unit | undefined
  readonly slots: ReadonlyMap<string, ParamSlot>
  readonly gauge: Gauge
  readonly crossing: 'bypass' | 'return' | undefined
  /** Of the inputs that something is wired to: how wide they are, and what comes in. */
  readonly inputs: readonly NodeInput[]
  readonly modulations: ReadonlyMap<string, readonly NodeSource[]>
  /** What the cables that close a loop carry of its outputs. */
  readonly held: ReadonlyMap<string, Bus>
}

export type NodeInput = SoundInput | NotesInput

interface SoundInput {
  readonly port: string
  /** Which of the node's inputs it is. */
  readonly index: number
  readonly gate?: undefined
  readonly channels: number
  readonly sources: readonly NodeSource[]
}

interface NotesInput {
  readonly port: string
  readonly index: number
  /** What merges the notes. */
  readonly gate: NoteGate
  readonly sources: readonly NoteCable[]
}

/** What all nodes of a graph share. */
export interface WiringParts {
  readonly kernels: KernelModule
  readonly table: BusTable
  /** What the outputs of the graph are summed into. */
  readonly master: Bus
  /** Address of the count of frames since the last edit. */
  readonly clock: number
  /** Whether every node's level is asked for. */
  readonly metered: boolean
}

/** The steps of one node as it is wired, and the buses between them: good for as long as its plan is the same. */
export class NodeWiring implements Disposable {
  readonly steps: readonly Step[]
  /** After all nodes of its loop. */
  readonly tail: readonly Step[]
  /** Where its outputs are read; while it is being bypassed, their cross-fades. */
  readonly outputs: ReadonlyMap<string, Bus>
  /** What an output of the graph hears. */
  readonly final: Bus | undefined
  readonly #unit: Unit | undefined
  readonly #print: readonly number[]
  readonly #parts: WiringParts
  readonly #owned = new DisposableStack()
  readonly #uses: BusUses
  readonly #maker: StepMaker

  constructor(plan: NodePlan, parts: WiringParts) {
    this.#unit = plan.unit
    this.#print = printOf(plan)
    this.#parts = parts
    using failing = new DisposableStack()
    failing.use(this.#owned)
    this.#uses = this.#owned.use(new BusUses(parts.table))
    this.#maker = new StepMaker(parts.kernels, this.#owned, this.#uses)
    if (plan.unit === undefined) {
      this.final = this.#scratch(parts.master.channels)
      this.steps = this.#output(plan, this.final)
      this.outputs = none
    } else {
      const crossed = new Map(plan.unit.outputs)
      this.steps = this.#node(plan, plan.unit, crossed)
      this.outputs = crossed
    }
    this.tail = this.#tail(plan)
    failing.move()
  }

  /** Whether it would be made the same again. */
  fits(plan: NodePlan): boolean {
    if (plan.unit !== this.#unit) return false
    const print = printOf(plan)
    const own = this.#print
    if (print.length !== own.length) return false
    for (let i = 0; i < own.length; i++) if (print[i] !== own[i]) return false
    return true
  }

  [Symbol.dispose](): void {
    this.#owned.dispose()
  }

  #node(plan: NodePlan, unit: Unit, outputs: Map<string, Bus>): Step[] {
    const { node, crossing } = plan
    const steps: Step[] = []
    const inputs = new Map<string, Bus>()
    for (const input of plan.inputs) inputs.set(input.port, this.#input(input, steps))
    const moved = this.#modulate(plan, steps)
    const own = unit.wire(inputs, this.#uses)
    const isPassed = node.bypassed && crossing === undefined
    if (isPassed) for (const slot of plan.slots.values()) slot.takeBack()
    const modulation = moved.flatMap(slot => slot.modulation(this.#maker, this.#parts.clock))
    // Modulation begins with what automation says: it reads a buffer of its own of that.
    for (const slot of plan.slots.values()) steps.push(...slot.courses(this.#maker))
    steps.push(...modulation)
    if (isPassed) {
      steps.push(...bypassSteps(this.#maker, node, inputs, unit.outputs))
    } else steps.push(...own)
    steps.push(...this.#gauges(plan, unit))
    if (crossing !== undefined) this.#cross(plan, crossing, inputs, outputs, steps)
    return steps
  }

  /** The bus that an input reads: that of its only source, or one for the sum. */
  #input(input: NodeInput, steps: Step[]): Bus {
    if (input.gate !== undefined) {
      const { bus, step } = input.gate.wire(this.#maker, input.sources)
      steps.push(step)
      return bus
    }
    const brought = this.#bring(input.sources, steps)
    const [only] = brought
    if (only !== undefined && brought.length === 1 && !only.held && only.fade === undefined) {
      return only.bus
    }
    const bus = this.#scratch(input.channels)
    steps.push(this.#maker.mix(bus, brought, this.#parts.clock))
    return bus
  }

  /** The same sources, behind the delays of those that wait. */
  #bring(sources: readonly NodeSource[], steps: Step[]): readonly NodeSource[] {
    return sources.map(source => {
      const { wait, bus } = source
      if (wait === undefined) return source
      const late = this.#scratch(bus.channels)
      steps.push(this.#maker.delay(late, bus, wait.line, wait.frames))
      return { ...source, bus: late }
    })
  }

  /** Tells the parameters what moves them, and answers those that are moved. */
  #modulate({ node, slots, modulations }: NodePlan, steps: Step[]): ParamSlot[] {
    const moved: ParamSlot[] = []
    for (const [param, slot] of slots) {
      const sources = this.#bring(modulations.get(param) ?? [], steps)
      slot.modulate(sources)
      if (sources.length > 0 && node.params[param]?.range !== undefined) moved.push(slot)
    }
    return moved
  }

  /** An output node is heard: it has no unit, only what comes in. */
  #output({ node, inputs, crossing, gauge }: NodePlan, bus: Bus): Step[] {
    const { clock, master } = this.#parts
    const steps: Step[] = []
    const sources = this.#bring(
      inputs.flatMap(input => (input.gate === undefined ? input.sources : [])),
      steps,
    )
    if (crossing === undefined) {
      steps.push(this.#maker.mix(bus, node.bypassed ? [] : sources, clock))
    } else {
      const all = this.#scratch(master.channels)
      steps.push(this.#maker.mix(all, sources, clock))
      const fade = crossing === 'bypass' ? 'out' : 'in'
      steps.push(this.#maker.mix(bus, [{ bus: all, fade }], clock))
    }
    return [...steps, this.#maker.guard(bus, gauge.peaks, gauge.mended)]
  }

  #gauges({ node, gauge }: NodePlan, unit: Unit): Step[] {
    const { metered } = this.#parts
    return [...unit.outputs].flatMap(([port, bus]) => {
      if (node.outputs[port]?.kind === 'notes') return []
      if (unit.wild) return [this.#maker.guard(bus, gauge.peaks, gauge.mended)]
      return metered ? [this.#maker.meter(bus, gauge.peaks)] : []
    })
  }

  /** From what the node makes to what goes past it, or back; whoever reads it reads the cross-fade. */
  #cross(
    { node }: NodePlan,
    crossing: 'bypass' | 'return',
    inputs: ReadonlyMap<string, Bus>,
    outputs: Map<string, Bus>,
    steps: Step[],
  ): void {
    const [own, other] = crossing === 'bypass' ? (['out', 'in'] as const) : (['in', 'out'] as const)
    for (const [port, bus] of [...outputs]) {
      if (node.outputs[port]?.kind === 'notes') continue
      const past = bypassBus(node, port, inputs)
      const into = this.#scratch(bus.channels)
      const sources: Source[] = [{ bus, fade: own }]
      if (past !== undefined) sources.push({ bus: past, fade: other })
      outputs.set(port, into)
      steps.push(this.#maker.mix(into, sources, this.#parts.clock))
    }
  }

  #tail({ node, gauge, held }: NodePlan): Step[] {
    return [...held].flatMap(([port, into]) => {
      const source = this.outputs.get(port)
      if (source === undefined) return []
      if (node.outputs[port]?.kind === 'notes') return [this.#maker.keepNotes(into, source)]
      // What goes round and round must not grow beyond all bounds.
      const guard = this.#maker.guard(source, gauge.peaks, gauge.mended)
      return [guard, this.#maker.keep(into, source)]
    })
  }

  /** A bus of its own, for a sum. */
  #scratch(channels: number): Bus {
    const bus = allocateBus(this.#parts.kernels.arena, channels, this.#owned)
    this.#uses.mayMove(bus)
    return bus
  }
}

const none: ReadonlyMap<string, Bus> = new Map()
const CROSSINGS = { bypass: 1, return: 2 } as const
const FADES = { in: 1, out: 2 } as const
/** Begin the parts of a print: no address is negative. */
const [INPUT, PARAM, LOOP, COURSE, LAG] = [-1, -2, -3, -4, -5]

/** The plan as numbers, to compare: what lies where, and how it is read. */
function printOf(plan: NodePlan): number[] {
  const { node, unit, gauge, crossing } = plan
  const print = [gauge.peaks, Number(node.bypassed), crossing ? CROSSINGS[crossing] : 0]
  if (unit?.seesTimeline === true) print.push(LAG, unit.lag)
  for (const input of plan.inputs) {
    print.push(INPUT, input.index)
    if (input.gate === undefined) {
      print.push(input.channels)
      for (const source of input.sources) printSource(source, print)
    } else for (const { bus, source, wait } of input.sources) print.push(bus.at, source, wait)
  }
  for (const [param, sources] of plan.modulations) {
    print.push(PARAM, Object.keys(node.params).indexOf(param))
    for (const source of sources) printSource(source, print)
  }
  let index = 0
  for (const param in node.params) {
    index += 1
    if (node.params[param]?.points !== undefined) print.push(COURSE, index)
  }
  for (const [port, { at, channels }] of plan.held) {
    print.push(LOOP, Object.keys(node.outputs).indexOf(port), at, channels)
  }
  return print
}

function printSource({ bus, held, fade, wait, depth }: NodeSource, print: number[]): void {
  const flags = (held ? 4 : 0) + (fade === undefined ? 0 : FADES[fade])
  print.push(bus.at, bus.channels, bus.marks ?? 0, flags, depth, wait?.line ?? 0, wait?.frames ?? 0)
}
