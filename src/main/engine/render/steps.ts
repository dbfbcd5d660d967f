import type { Frames } from '#shared/kit'
import type { ParamRange } from '../graph'
import { exportNames } from '../kernels'
import { allocate, unmark, type Bus } from './bus'
import type { BusUse, BusUses } from './bus-uses'
import type { HostStep, KernelModule } from './kernel-module'
import { scriptRun, type ScriptPart } from './script-run'
import { conversionOf, type Conversion } from './write-span'

/**
 * One step of a program: a function of the kernels' table, and where its operands lie: a kernel's instance, or
 * what `kernels/steps/steps.as.ts` says.
 */
export interface Step {
  readonly run: number
  readonly operands: number
  /** Only the main thread may run it: it calls back into the host. */
  readonly main: boolean
  /** The buses that it reads, and those that it writes. */
  readonly reads: readonly BusUse[]
  readonly writes: readonly BusUse[]
  /** A kernel with one audio input and one output: what it goes from and to. */
  readonly through?: Through
  /** A mix of whole sources, each mono or as wide as it is: they are these, in this order. */
  readonly sums?: readonly BusUse[]
  /** What it runs is a script. */
  readonly script?: ScriptPart
  /** It measures and cleans what it writes, and does nothing else. */
  readonly gauges?: boolean
}

interface Through {
  readonly kernel: string
  readonly self: number
  readonly from: BusUse
  readonly to: BusUse
}

/** Where a mix takes sound from. */
export interface Source {
  readonly bus: Bus
  /** The bus holds one quantum, from its start, instead of the block: the cable closes a loop. */
  readonly held?: boolean
  readonly fade?: 'in' | 'out'
}

/** A signal that moves a parameter. */
export interface ModulationSource extends Source {
  /** Part of the knob's way that ±1 covers. */
  readonly depth: number
}

export interface Modulation {
  /** Buffer of the values; they move. */
  readonly into: number
  /** Buffer of the values without modulation, and where it says whether they move. */
  readonly base: number
  readonly moves: number
  readonly as: Conversion
  readonly range: ParamRange
  readonly clock: number
  readonly sources: readonly ModulationSource[]
}

/** What a notes input hears on one cable. */
export interface GateSource {
  readonly bus: Bus
  /** By which the gate knows it again when it is wired anew. */
  readonly number: number
  /** Where notes wait; 0 where they never do. */
  readonly ring: number
  /** Or `HELD_NOTES`. */
  readonly wait: Frames
}

export interface VoiceSteps {
  readonly allocator: Step
  /** Where the allocator says which voices sound: a u32 a voice. */
  readonly active: number
  /** What the voices add to. */
  readonly sums: readonly Bus[]
  /** By voice, all of the same length. */
  readonly lists: readonly (readonly Step[])[]
}

/** The wait of notes on a cable that closes a loop; see `note-gate.as.ts`. */
export const HELD_NOTES: Frames = 0xffffffff

const HELD = 1
const FADES = { in: 2, out: 4 } as const

/** A number, or a bus: its address. */
type Operand = number | Bus

/** Where the steps of a wiring go. */
export interface Wiring {
  readonly maker: StepMaker
  readonly uses: BusUses
  readonly steps: Step[]
}

/** Makes steps whose operands live as long as the owner. */
export class StepMaker {
  readonly kernels: KernelModule
  readonly #owner: DisposableStack
  readonly #uses: BusUses | undefined

  constructor(kernels: KernelModule, owner: DisposableStack, uses?: BusUses) {
    this.kernels = kernels
    this.#owner = owner
    this.#uses = uses
  }

  /** A kernel, and the buses of its inputs and outputs; where it can rest, it does. */
  kernel(
    id: string,
    self: number,
    inputs: readonly Bus[] = [],
    outputs: readonly Bus[] = [],
    signals: readonly Bus[] = [],
  ): Step {
    const step = this.#resting(id, self, inputs, outputs)
    const reads = [...step.reads, ...this.#touching(signals, []).reads]
    const [[from, second], [to, other]] = [inputs, outputs]
    const uses = this.#uses
    if (uses === undefined || from === undefined || to === undefined || second || other) {
      return { ...step, reads }
    }
    return {
      ...step,
      reads,
      through: { kernel: id, self, from: uses.name(from), to: uses.name(to) },
    }
  }

  /** A kernel's step, and where it knows when it rests one that leaves it out then. */
  #resting(id: string, self: number, inputs: readonly Bus[], outputs: readonly Bus[]): Step {
    const { process, idle, rests } = exportNames(id)
    const { kernels } = this
    const run = kernels.indexOf(process)
    const marks = [...inputs, ...outputs].map(marksOf)
    if (kernels.optional(rests) !== undefined) {
      const operands = [run, self, kernels.indexOf(rests), outputs.length, ...marks]
      return this.#step('step_source', operands, [], outputs)
    }
    if (inputs.length > 0 && kernels.optional(idle) !== undefined) {
      const counts = [inputs.length, outputs.length]
      const operands = [run, self, kernels.indexOf(idle), ...counts, ...marks]
      return this.#step('step_resting', operands, inputs, outputs)
    }
    return { ...this.#touching(inputs, outputs), run, operands: self, main: false }
  }

  /** Biquads in series, of which each feeds nobody but the next one. */
  biquads(row: readonly Step[]): Step {
    const instances = row.flatMap(({ through }) => through?.self ?? [])
    const reads = row.flatMap(step => step.reads)
    const writes = row.flatMap(step => step.writes)
    const marks = [row[0]?.through?.from.marks ?? 0, row.at(-1)?.through?.to.marks ?? 0]
    const operands = [...marks, row.length, ...instances]
    return { ...this.#step('step_biquads', operands, [], []), reads, writes }
  }

  /** Runs on the main thread, between the kernels. Its buses stay where they are. */
  host(step: HostStep, inputs: readonly Bus[], outputs: readonly Bus[]): Step {
    for (const bus of [...inputs, ...outputs]) this.#uses?.stays(bus)
    const id = this.kernels.host(step, this.#owner)
    return { ...this.#step('step_host', [id], inputs, outputs), main: true }
  }

  /** A node whose DSP is a script. */
  script(part: ScriptPart, inputs: readonly Bus[], outputs: readonly Bus[]): Step {
    return { ...this.host(scriptRun([{ part, after: () => {} }]), inputs, outputs), script: part }
  }

  /** Scripts of one plugin, each with what measures it. */
  scripts(row: readonly (readonly [script: Step, gauges: readonly Step[]])[]): Step {
    const run = this.kernels.call('executor_run_steps')
    const members = row.flatMap(([{ script: part }, gauges]) => {
      if (part === undefined) return []
      const list = this.list(gauges)
      const after = (offset: Frames, frames: Frames) => {
        run(list, gauges.length, offset, frames)
      }
      return [{ part, after }]
    })
    const steps = row.flatMap(([script, gauges]) => [script, ...gauges])
    return {
      ...this.host(scriptRun(members), [], []),
      reads: steps.flatMap(step => step.reads),
      writes: steps.flatMap(step => step.writes),
    }
  }

  /** What several buses hold, in one. */
  sum(into: Bus, buses: readonly Bus[]): Step {
    return this.mix(
      into,
      buses.map(bus => ({ bus })),
    )
  }

  /** Sum of all sources, in their order; silence without any. `clock` counts the frames of fades. */
  mix(into: Bus, sources: readonly Source[], clock = 0): Step {
    const list = sources.flatMap(source => [
      source.bus,
      source.bus.channels,
      flagsOf(source),
      // What is held lies elsewhere in its bus than the block does.
      source.held ? 0 : marksOf(source.bus),
    ])
    const room = sources.flatMap(() => [0, 0, 0])
    const operands = [into, into.channels, clock, sources.length, marksOf(into), ...list, ...room]
    const step = this.#step('step_mix', operands, busesOf(sources), [into])
    const uses = this.#uses
    if (uses === undefined || sources.length < 2 || !sources.every(isWholeIn(into))) return step
    return { ...step, sums: sources.map(({ bus }) => uses.name(bus)) }
  }

  /** A mix, and the gains that are heard nowhere else, by the sources that they make. */
  mixGains(mix: Step, gains: readonly (Step | undefined)[]): Step {
    const list = gains.flatMap(gain => {
      const { self = 0, from } = gain?.through ?? {}
      return [self, from?.marks ?? 0]
    })
    const room = gains.flatMap(() => [0, 0, 0, 0])
    const gone = new Set(gains.map(gain => gain?.through?.to))
    const heard = gains.flatMap(gain => gain?.reads ?? [])
    const reads = [...mix.reads.filter(use => !gone.has(use)), ...heard]
    const operands = [mix.operands, ...list, ...room]
    return { ...this.#step('step_mix_gains', operands, [], []), reads, writes: mix.writes }
  }

  /** Runs the allocator, and the steps of each voice that sounds; those end by adding to the sums. */
  voices({ allocator, active, sums, lists }: VoiceSteps): Step {
    const inner = lists.flat()
    const buses = this.#words(sums.flatMap(sum => [sum, sum.channels, marksOf(sum)]))
    const counts = [sums.length, lists.length, lists[0]?.length ?? 0]
    const operands = [allocator.run, allocator.operands, active, ...counts, buses, this.list(inner)]
    const reads = [allocator, ...inner].flatMap(step => step.reads)
    const writes = [allocator, ...inner].flatMap(step => step.writes)
    return { ...this.#step('step_voices', operands, [], []), reads, writes }
  }

  /** Copies a bus to where the host takes it from; see `kernels/kept`. */
  tee(bus: Bus, tee: number): Step {
    return this.#step('step_tee', [bus, bus.channels, tee], [bus], [])
  }

  /** Brings back what was kept. */
  kept(into: Bus, kept: number): Step {
    return this.#step('step_kept', [into, into.channels, marksOf(into), kept], [], [into])
  }

  /** Adds a bus to another. */
  add(into: Bus, from: Bus): Step {
    return this.#step('step_add', [into, into.channels, from, from.channels], [from], [into])
  }

  /** Delays by `frames`, with what the line holds; see `DelayLines`. */
  delay(into: Bus, from: Bus, line: number, frames: Frames): Step {
    const marks = [marksOf(into), marksOf(from)]
    const operands = [into, into.channels, from, from.channels, line, frames, ...marks]
    return this.#step('step_delay', operands, [from], [into])
  }

  /** The notes of a bus as they are; none where there is no bus. */
  copyNotes(into: Bus, from: Bus | undefined): Step {
    const buses = from === undefined ? [] : [from]
    return this.#step('step_copy_notes', [into, buses.length, ...buses], buses, [into])
  }

  /** Keeps the notes that a looping cable carries into the next quantum. */
  keepNotes(into: Bus, from: Bus): Step {
    return this.#step('step_keep_notes', [into, from], [from], [into])
  }

  /** Merges notes; what a gate and its sources are says `note-gate.as.ts`. */
  gateNotes(gate: number, into: Bus, sources: readonly GateSource[]): Step {
    const list = sources.flatMap(({ bus, number, ring, wait }) => [bus, number, ring, wait, 0])
    const buses = sources.map(({ bus }) => bus)
    return this.#step('step_gate_notes', [gate, into, sources.length, ...list], buses, [into])
  }

  /** Values of a parameter under automation, by a `CourseTable`. */
  course(buffer: number, table: number, as: Conversion): Step {
    return this.#step('step_course', [table, buffer, conversionOf(as)], [], [])
  }

  /** Values of a parameter under modulation. */
  modulate({ into, base, moves, as, range, clock, sources }: Modulation): Step {
    const list = sources.flatMap(source => [source.bus, bits(source.depth), flagsOf(source)])
    const { min, max, curve, step = 0 } = range
    const numbers = [bits(min), bits(max), bits(step)]
    const kind = [curve === 'exponential' ? 1 : 0, conversionOf(as)]
    const operands = [into, base, moves, ...kind, ...numbers, clock, sources.length, ...list]
    return this.#step('step_modulate', operands, busesOf(sources), [])
  }

  /** Keeps the quantum that a looping cable carries into the next one. */
  keep(into: Bus, from: Bus): Step {
    return this.#step('step_keep', [into, into.channels, from, from.channels], [from], [into])
  }

  /** Takes out what is no sound (NaN, infinities, denormals), counts it at `mended`, and keeps peaks at `meter`. */
  guard(bus: Bus, meter: number, mended: number): Step {
    const operands = [bus, bus.channels, meter, mended, marksOf(bus)]
    return { ...this.#step('step_guard', operands, [], [bus]), gauges: true }
  }

  /** Keeps the peak of each channel at `meter`. */
  meter(bus: Bus, meter: number): Step {
    const operands = [bus, bus.channels, meter, marksOf(bus)]
    return { ...this.#step('step_meter', operands, [], [bus]), gauges: true }
  }

  /** Puts a list of steps into the arena, for the executor to run. */
  list(steps: readonly Step[]): number {
    const { arena } = this.kernels
    const at = allocate(arena, steps.length * 8, this.#owner)
    const { words } = arena
    let place = at >>> 2
    for (const { run, operands } of steps) {
      words[place] = run
      words[place + 1] = operands
      place += 2
    }
    return at
  }

  /** Puts numbers into the arena. */
  numbers(numbers: readonly number[]): number {
    return this.#words(numbers)
  }

  #step(
    name: string,
    operands: readonly Operand[],
    reads: readonly Bus[],
    writes: readonly Bus[],
  ): Step {
    const at = this.#words(operands)
    const run = this.kernels.indexOf(name)
    return { ...this.#touching(reads, writes), run, operands: at, main: false }
  }

  #touching(reads: readonly Bus[], writes: readonly Bus[]): Pick<Step, 'reads' | 'writes'> {
    // Marks of steps before this one; a step that does not know of marks leaves them like that.
    for (const { marks } of writes) if (marks !== undefined) unmark(this.kernels.arena, marks)
    const uses = this.#uses
    if (uses === undefined) return { reads: [], writes: [] }
    return { reads: reads.map(bus => uses.read(bus)), writes: writes.map(bus => uses.name(bus)) }
  }

  #words(operands: readonly Operand[]): number {
    const { arena } = this.kernels
    const at = allocate(arena, operands.length * 4, this.#owner)
    const { words } = arena
    let place = at
    for (const operand of operands) {
      const isNumber = typeof operand === 'number'
      words[place >>> 2] = isNumber ? operand : operand.at
      if (!isNumber) this.#uses?.stands(operand, place)
      place += 4
    }
    return at
  }
}

function busesOf(sources: readonly Source[]): Bus[] {
  return sources.map(({ bus }) => bus)
}

/** Where it says of a bus in which quanta it is silent; 0: nowhere. */
function marksOf({ marks = 0 }: Bus): number {
  return marks
}

/** Whether a source adds to a bus as it is: neither held back nor fading, and each channel to one, or one to all. */
function isWholeIn({ channels }: Bus): (source: Source) => boolean {
  return source => {
    const width = source.bus.channels
    return flagsOf(source) === 0 && (width === channels || (width === 1 && channels <= 2))
  }
}

function flagsOf({ held, fade }: Source): number {
  return (held ? HELD : 0) | (fade === undefined ? 0 : FADES[fade])
}

/** The bits of an f32. */
function bits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0
}
