import type { Frames } from '#shared/kit'
import type { ParamRange } from '../graph'
import { exportNames } from '../kernels'
import { allocate, type Bus } from './bus'
import type { HostStep, KernelModule } from './kernel-module'

/**
 * One step of a program: a function of the kernels' table, and where its operands lie: a kernel's instance, or
 * what `kernels/steps/steps.as.ts` says.
 */
export interface Step {
  readonly run: number
  readonly operands: number
  /** Only the main thread may run it: it calls back into the host. */
  readonly main: boolean
  /** A kernel with one audio input and one output: what it goes from and to. */
  readonly through?: Through
}

interface Through {
  readonly kernel: string
  readonly self: number
  readonly from: number
  readonly to: number
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
  readonly as: 'gain' | 'percent' | undefined
  readonly range: ParamRange
  readonly clock: number
  readonly sources: readonly ModulationSource[]
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

/** How many steps read each bus: what one alone reads need not be written where both can be one step. */
export class BusReads {
  readonly #counts = new Map<number, number>()

  add({ at }: Bus): void {
    this.#counts.set(at, this.of(at) + 1)
  }

  of(at: number): number {
    return this.#counts.get(at) ?? 0
  }
}

const HELD = 1
const FADES = { in: 2, out: 4 } as const

/** Makes steps whose operands live as long as the owner. */
export class StepMaker {
  readonly kernels: KernelModule
  readonly #owner: DisposableStack
  readonly #reads: BusReads | undefined

  constructor(kernels: KernelModule, owner: DisposableStack, reads?: BusReads) {
    this.kernels = kernels
    this.#owner = owner
    this.#reads = reads
  }

  /** A kernel, and the buses of its inputs and outputs; where it can rest, it does. */
  kernel(
    id: string,
    self: number,
    inputs: readonly Bus[] = [],
    outputs: readonly Bus[] = [],
  ): Step {
    for (const bus of inputs) this.#reads?.add(bus)
    const { process, idle } = exportNames(id)
    const [[from, second], [to, other]] = [inputs, outputs]
    const run = this.kernels.indexOf(process)
    const step =
      inputs.length > 0 && this.kernels.optional(idle) !== undefined
        ? this.#step('step_resting', [
            ...[run, self, this.kernels.indexOf(idle)],
            ...[inputs.length, outputs.length],
          ])
        : { run, operands: self, main: false }
    if (from === undefined || to === undefined || second || other) return step
    return { ...step, through: { kernel: id, self, from: from.at, to: to.at } }
  }

  /** Biquads in series, of which each feeds nobody but the next one. */
  biquads(instances: readonly number[]): Step {
    return this.#step('step_biquads', [instances.length, ...instances])
  }

  /** Runs on the main thread, between the kernels. */
  host(step: HostStep): Step {
    return { ...this.#step('step_host', [this.kernels.host(step, this.#owner)]), main: true }
  }

  clear(bus: Bus): Step {
    return this.#step('step_clear', [bus.at, bus.channels])
  }

  /** Sum of all sources, in their order; silence without any. `clock` counts the frames of fades. */
  mix(into: Bus, sources: readonly Source[], clock = 0): Step {
    for (const { bus } of sources) this.#reads?.add(bus)
    const list = sources.flatMap(source => [source.bus.at, source.bus.channels, flagsOf(source)])
    return this.#step('step_mix', [into.at, into.channels, clock, sources.length, ...list])
  }

  /** Runs the allocator, and the steps of each voice that sounds; those end by adding to the sums. */
  voices({ allocator, active, sums, lists }: VoiceSteps): Step {
    const buses = this.words(sums.flatMap(({ at, channels }) => [at, channels]))
    const steps = this.list(lists.flat())
    const counts = [sums.length, lists.length, lists[0]?.length ?? 0]
    const operands = [allocator.run, allocator.operands, active, ...counts, buses, steps]
    return this.#step('step_voices', operands)
  }

  /** Adds a bus to another. */
  add(into: Bus, from: Bus): Step {
    this.#reads?.add(from)
    return this.#step('step_add', [into.at, into.channels, from.at, from.channels])
  }

  /** Delays by `frames`, with what the line holds; see `DelayLines`. */
  delay(into: Bus, from: Bus, line: number, frames: Frames): Step {
    this.#reads?.add(from)
    return this.#step('step_delay', [into.at, into.channels, from.at, from.channels, line, frames])
  }

  /** All notes of the sources, in the order of their frames. */
  mergeNotes(into: Bus, sources: readonly Source[]): Step {
    return this.#step('step_merge_notes', [
      into.at,
      sources.length,
      ...sources.map(({ bus }) => bus.at),
    ])
  }

  /** Values of a parameter under modulation. */
  modulate({ into, base, moves, as, range, clock, sources }: Modulation): Step {
    for (const { bus } of sources) this.#reads?.add(bus)
    const list = sources.flatMap(source => [source.bus.at, bits(source.depth), flagsOf(source)])
    const { min, max, curve, step = 0 } = range
    const numbers = [bits(min), bits(max), bits(step)]
    const kind = [curve === 'exponential' ? 1 : 0, as === 'gain' ? 1 : as === 'percent' ? 2 : 0]
    return this.#step('step_modulate', [
      ...[into, base, moves, ...kind, ...numbers, clock, sources.length],
      ...list,
    ])
  }

  /** Keeps the quantum that a looping cable carries into the next one. */
  keep(into: Bus, from: Bus): Step {
    this.#reads?.add(from)
    return this.#step('step_keep', [into.at, into.channels, from.at, from.channels])
  }

  /** Takes out what is no sound (NaN, infinities, denormals), counts it at `mended`, and keeps peaks at `meter`. */
  guard(bus: Bus, meter: number, mended: number): Step {
    return this.#step('step_guard', [bus.at, bus.channels, meter, mended])
  }

  /** Keeps the peak of each channel at `meter`. */
  meter(bus: Bus, meter: number): Step {
    return this.#step('step_meter', [bus.at, bus.channels, meter])
  }

  #step(name: string, operands: readonly number[]): Step {
    const at = this.words(operands)
    return { run: this.kernels.indexOf(name), operands: at, main: false }
  }

  /** Puts words into the arena. */
  words(words: readonly number[]): number {
    const { arena } = this.kernels
    const at = allocate(arena, words.length * 4, this.#owner)
    arena.words.set(words, at >>> 2)
    return at
  }

  /** Puts a list of steps into the arena, for the executor to run. */
  list(steps: readonly Step[]): number {
    return this.words(steps.flatMap(({ run, operands }) => [run, operands]))
  }
}

function flagsOf({ held, fade }: Source): number {
  return (held ? HELD : 0) | (fade === undefined ? 0 : FADES[fade])
}

/** The bits of an f32. */
function bits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0
}
