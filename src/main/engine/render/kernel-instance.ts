import type { KernelStage } from '../compile'
import {
  exportNames,
  HEADER,
  PAIR_BYTES,
  STATE_OFFSET,
  type Kernel,
  type Readout,
} from '../kernels'
import { allocate, allocateBus, allocateNotes, type Bus } from './bus'
import type { BusUses } from './bus-uses'
import type { KernelModule } from './kernel-module'
import type { ReadoutPlace } from './unit'

export interface InstanceOptions {
  readonly kernels: KernelModule
  readonly owner: DisposableStack
  readonly rate: number
  /** What its random numbers begin with. */
  readonly seed: number
  /** Channels that it works on. */
  readonly channels: number
  /** Frames and channels of the sound that it holds, if any. */
  readonly sound?: readonly [frames: number, channels: number]
  /** Where it writes, if another of its kind has room there that never runs at the same time. */
  readonly room?: ReadonlyMap<string, Bus> | undefined
}

/** A kernel that runs: its header and state in the arena. */
export class KernelInstance {
  readonly kernel: Kernel
  readonly bindings: KernelStage['bindings']
  readonly self: number
  readonly outputs: ReadonlyMap<string, Bus>
  readonly #options: InstanceOptions
  readonly #bytes: number

  constructor(
    { kernel, bindings }: Pick<KernelStage, 'kernel' | 'bindings'>,
    options: InstanceOptions,
  ) {
    this.kernel = kernel
    this.bindings = bindings
    this.#options = options
    const { kernels, owner, rate, channels, sound = [0, 0] } = options
    this.#bytes = kernels.call(exportNames(kernel.id).stateSize)(channels, rate, ...sound)
    this.self = allocate(kernels.arena, this.#bytes, owner)
    const outputs = Object.entries(kernel.outputs).map(([port, spec], index) => {
      const width = typeof spec.channels === 'number' ? spec.channels : channels
      const made = () =>
        spec.kind === 'notes'
          ? allocateNotes(kernels.arena, owner)
          : allocateBus(kernels.arena, width, owner)
      const bus = options.room?.get(port) ?? made()
      this.point('outputs', index, bus.at, bus.channels)
      return [port, bus] as const
    })
    this.outputs = new Map(outputs)
  }

  /** An input reads a bus from now on. */
  readFrom(index: number, bus: Bus, uses: BusUses): void {
    this.point('inputs', index, bus.at, bus.channels)
    uses.stands(bus, this.addressOf('inputs', index))
  }

  /** Its outputs may lie elsewhere while nobody needs them; notes stay, since a block's are begun in its first part. */
  letMove(uses: BusUses): void {
    for (const [index, [port, { kind, mayRest }]] of Object.entries(
      this.kernel.outputs,
    ).entries()) {
      const bus = this.outputs.get(port)
      if (kind === 'notes' || bus === undefined) continue
      const place = this.addressOf('outputs', index)
      uses.mayMove(bus)
      uses.stands(bus, place)
      if (mayRest === true) uses.mayRest(bus, place + PAIR_BYTES / 2)
    }
  }

  /** Writes a pair of the header: of an input, an output or a parameter. */
  point(part: keyof typeof HEADER, index: number, at: number, word: number): void {
    const place = this.addressOf(part, index) >>> 2
    const { words } = this.#options.kernels.arena
    words[place] = at
    words[place + 1] = word
  }

  /** Where a pair of the header lies. */
  addressOf(part: keyof typeof HEADER, index: number): number {
    return this.self + HEADER[part].offset + index * PAIR_BYTES
  }

  /** Back to the state before the first block. */
  reset(): void {
    const { kernels, rate, seed } = this.#options
    kernels.arena.bytes.fill(0, this.self + STATE_OFFSET, this.self + this.#bytes)
    kernels.call(exportNames(this.kernel.id).init)(this.self, rate, seed)
  }

  /** Goes on where another instance of the kernel stands, if they are alike. */
  takeOver(from: KernelInstance | undefined): void {
    if (from === undefined || from.#bytes !== this.#bytes) return
    const { bytes } = this.#options.kernels.arena
    bytes.copyWithin(this.self + STATE_OFFSET, from.self + STATE_OFFSET, from.self + from.#bytes)
  }

  /** Where it keeps what it measures, of all its channels. */
  readout(name: string): ReadoutPlace | undefined {
    const readouts: Readonly<Record<string, Readout>> = this.kernel.readouts ?? {}
    const readout = Object.hasOwn(readouts, name) ? readouts[name] : undefined
    if (readout === undefined) return undefined
    const { offset, type, perChannel, length = 1 } = readout
    const { channels } = this.#options
    return { at: this.self + offset, type, length: perChannel ? channels * length : length }
  }

  get mayLag(): boolean {
    return this.#options.kernels.optional(exportNames(this.kernel.id).latency) !== undefined
  }

  /** Frames by which its output lags behind its input. */
  get latency(): number {
    return this.#options.kernels.optional(exportNames(this.kernel.id).latency)?.(this.self) ?? 0
  }
}

/** The same node and kernel always begin with the same seed: renders repeat to the bit. FNV-1a. */
export function seedOf(...names: readonly string[]): number {
  let hash = 0x811c9dc5
  for (const character of names.join('/')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash >>> 0
}
