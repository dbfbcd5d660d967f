import {
  BLOCK_FRAMES,
  exportNames,
  HEADER,
  kernels,
  PAIR_BYTES,
  QUANTUM_FRAMES,
} from '../../../engine/kernels'
import { loadKernels, type KernelModule } from '../../../engine/render/kernel-module'

/** The kernels by which this thread listens. */
export function listeningKernels(): KernelModule {
  module ??= loadKernels()
  return module
}

/** Enough for the tables of every rate that an ear hears. */
const MOST_RATE = 192_000

let module: KernelModule | undefined

/** One of the engine’s analysers (loudness, tempo, key), to hear whole sounds with, one after the other. */
export class KernelEar {
  readonly #id: string
  readonly #self: number
  readonly #planes: readonly number[]
  readonly #process: (...args: number[]) => number
  readonly #find: ((...args: number[]) => number) | undefined
  readonly #centre: number
  #filled = 0

  /** @param values of its params, in their order */
  constructor(id: string, channels: number, sampleRate: number, values: readonly number[]) {
    const module = listeningKernels()
    const { arena } = module
    const { stateSize, init, process } = exportNames(id)
    this.#id = id
    this.#self = arena.allocate(module.call(stateSize)(1, MOST_RATE))
    const input = arena.allocate(channels * arena.channelBytes)
    this.#planes = Array.from(
      { length: channels },
      (_, index) => input + index * arena.channelBytes,
    )
    this.#pair(HEADER.inputs.offset, 0, input, channels)
    for (const output of Object.keys(kernels.get(id)?.outputs ?? {}).keys()) {
      this.#pair(HEADER.outputs.offset, output, arena.allocate(arena.channelBytes), 1)
    }
    for (const [index, value] of values.entries()) {
      const at = arena.allocate(arena.channelBytes)
      arena.floats[at >>> 2] = value
      this.#pair(HEADER.params.offset, index, at, 0)
    }
    // Of some there is a form for who wants to know the end alone.
    this.#process = module.optional(`${id}_listen`) ?? module.call(process)
    this.#find = module.optional(`${id}_find`)
    this.#centre = values[0] ?? 0
    module.call(init)(this.#self, sampleRate, 1)
  }

  /** Where the next samples of a channel go, as many as there is room for. */
  room(channel: number): Float32Array {
    const { floats } = this.#kernels.arena
    const at = this.place(channel) >>> 2
    return floats.subarray(at, at + this.left)
  }

  /** How many frames there is room for. */
  get left(): number {
    return BLOCK_FRAMES - this.#filled
  }

  /** Where the room of a channel begins, in the memory of `listeningKernels`. */
  place(channel: number): number {
    return (this.#planes[channel] ?? 0) + 4 * this.#filled
  }

  /** So many frames were written to the room of every channel. */
  took(frames: number): void {
    this.#filled += frames
    if (this.#filled < BLOCK_FRAMES) return
    this.#process(this.#self, 0, BLOCK_FRAMES)
    this.#filled = 0
  }

  /** All of one channel. */
  hear(samples: Float32Array): void {
    for (let at = 0; at < samples.length;) {
      const room = this.room(0)
      const piece = samples.subarray(at, at + room.length)
      room.set(piece)
      this.took(piece.length)
      at += piece.length
    }
  }

  /** What is left is heard, with silence up to the quantum. */
  finish(): void {
    if (this.#filled > 0) {
      const frames = Math.ceil(this.#filled / QUANTUM_FRAMES) * QUANTUM_FRAMES
      for (const channel of this.#planes.keys()) {
        this.room(channel).fill(0, 0, frames - this.#filled)
      }
      this.#process(this.#self, 0, frames)
      this.#filled = 0
    }
    this.#find?.(this.#self, this.#centre)
  }

  read(name: string): number {
    const readout = kernels.get(this.#id)?.readouts?.[name]
    if (readout === undefined) throw new Error(`The kernel ${this.#id} shows no ${name}`)
    return this.#kernels.arena.floats[(this.#self + readout.offset) >>> 2] ?? 0
  }

  /** Begins with another sound. */
  begin(sampleRate: number): void {
    this.#filled = 0
    this.#kernels.call(exportNames(this.#id).init)(this.#self, sampleRate, 1)
  }

  get #kernels(): KernelModule {
    return listeningKernels()
  }

  #pair(offset: number, index: number, pointer: number, second: number): void {
    const at = (this.#self + offset + index * PAIR_BYTES) >>> 2
    this.#kernels.arena.words.set([pointer, second], at)
  }
}

const ears = new Map<string, KernelEar>()

/** An ear of this thread, kept for the next sound. */
export function earFor(
  id: string,
  channels: number,
  sampleRate: number,
  values: readonly number[],
): KernelEar {
  const name = `${id} ${channels}`
  const kept = ears.get(name)
  if (kept !== undefined) {
    kept.begin(sampleRate)
    return kept
  }
  const made = new KernelEar(id, channels, sampleRate, values)
  ears.set(name, made)
  return made
}
