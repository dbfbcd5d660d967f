import type { Frames } from '#shared/kit'
import type { Arena } from './arena'
import { allocateNotes, type Bus } from './bus'
import type { KernelModule } from './kernel-module'
import type { GateSource, Step, StepMaker } from './steps'
import type { Unit } from './unit'

/** A cable into a notes input. */
export interface NoteCable {
  readonly bus: Bus
  /** Who plays, and on which of its outputs: the same as long as the notes that sound on it go on. */
  readonly source: number
  readonly port: string
  readonly wait: Frames
}

/** What a gate keeps of a source. */
interface Known {
  readonly number: number
  ring: number
}

/**
 * A notes input of a node: it outlives the schedule, so that notes which sound through an edit end as they should, and
 * those whose cable or source the edit took away end with it.
 */
export class NoteGate implements Disposable {
  readonly #kernels: KernelModule
  readonly #arena: Arena
  readonly #owned = new DisposableStack()
  readonly #bus: Bus
  readonly #at: number
  readonly #bytes: number
  readonly #ringBytes: number
  readonly #known = new Map<string, Known>()
  #next = 0

  constructor(kernels: KernelModule) {
    const { arena } = kernels
    this.#kernels = kernels
    this.#arena = arena
    this.#bytes = kernels.call('note_gate_bytes')()
    this.#ringBytes = kernels.call('note_gate_waiting_bytes')()
    using failing = new DisposableStack()
    failing.use(this.#owned)
    this.#bus = allocateNotes(arena, this.#owned)
    this.#at = arena.allocate(this.#bytes)
    this.#owned.defer(() => arena.free(this.#at, this.#bytes))
    failing.move()
  }

  /** Hears these cables from now on. Answers the bus with their notes, and the step that fills it. */
  wire(maker: StepMaker, cables: readonly NoteCable[]): { bus: Bus; step: Step } {
    const present = new Set<string>()
    const sources = cables.map(({ bus, source, port, wait }): GateSource => {
      const name = `${source}/${port}`
      const key = present.has(name) ? `${name} ${present.size}` : name
      present.add(key)
      const known = this.#know(key)
      if (wait > 0 && known.ring === 0) known.ring = this.#arena.allocate(this.#ringBytes)
      return { bus, wait, ...known }
    })
    for (const [source, { ring }] of this.#known) {
      if (present.has(source)) continue
      this.#free(ring)
      this.#known.delete(source)
    }
    this.#kernels.call('note_gate_rewired')(this.#at)
    return { bus: this.#bus, step: maker.gateNotes(this.#at, this.#bus, sources) }
  }

  /** As before the first block. */
  clear(): void {
    const { bytes } = this.#arena
    bytes.fill(0, this.#at, this.#at + this.#bytes)
    for (const { ring } of this.#known.values()) {
      if (ring > 0) bytes.fill(0, ring, ring + this.#ringBytes)
    }
  }

  [Symbol.dispose](): void {
    for (const { ring } of this.#known.values()) this.#free(ring)
    this.#known.clear()
    this.#owned.dispose()
  }

  #know(source: string): Known {
    const known = this.#known.get(source) ?? { number: this.#next++, ring: 0 }
    this.#known.set(source, known)
    return known
  }

  #free(ring: number): void {
    if (ring > 0) this.#arena.free(ring, this.#ringBytes)
  }
}

const numbers = new WeakMap<Unit, number>()
let next = 0

/** Who makes the notes of an output: a node that is bypassed hands on those of others. */
export function noteSource(unit: Unit, bypassed: boolean): number {
  const number = numbers.get(unit) ?? next++
  numbers.set(unit, number)
  return 2 * number + (bypassed ? 1 : 0)
}
