import { BLOCK_FRAMES, exportNames, HEADER, kernels, PAIR_BYTES, QUANTUM_FRAMES } from '../kernels'
// Not by the folder's door: the thread that writes must not load isolated-vm.
import { loadKernels } from '../render/kernel-module'

const CHANNELS = 2
const ID = 'loudness'

/** Hears a render and says how loud it was, by the kernel that the loudness node shows. */
export class LoudnessMeter {
  readonly #kernels = loadKernels()
  readonly #self: number
  readonly #input: number
  readonly #process: (...args: number[]) => number

  constructor(sampleRate: number) {
    const { arena } = this.#kernels
    const { channelBytes } = arena
    const { stateSize, init, process } = exportNames(ID)
    this.#self = arena.allocate(this.#kernels.call(stateSize)(1, sampleRate))
    this.#input = arena.allocate(CHANNELS * channelBytes)
    this.#pair(HEADER.inputs.offset, 0, this.#input, CHANNELS)
    for (const output of [0, 1]) {
      this.#pair(HEADER.outputs.offset, output, arena.allocate(channelBytes), 1)
    }
    // `reset` is off: the first of its values holds.
    this.#pair(HEADER.params.offset, 0, arena.allocate(channelBytes), 0)
    this.#kernels.call(init)(this.#self, sampleRate, 1)
    this.#process = this.#kernels.call(process)
  }

  /** Interleaved stereo; the rest of a quantum that is not whole counts as silence. */
  add(samples: Float32Array): void {
    const step = BLOCK_FRAMES * CHANNELS
    for (let at = 0; at < samples.length; at += step) this.#add(samples.subarray(at, at + step))
  }

  #add(samples: Float32Array): void {
    const frames = samples.length / CHANNELS
    const { floats, channelBytes } = this.#kernels.arena
    for (let channel = 0; channel < CHANNELS; channel++) {
      const at = (this.#input + channel * channelBytes) >>> 2
      const plane = floats.subarray(at, at + BLOCK_FRAMES)
      for (let frame = 0; frame < frames; frame++) {
        plane[frame] = samples[frame * CHANNELS + channel] ?? 0
      }
      plane.fill(0, frames)
    }
    this.#process(this.#self, 0, Math.ceil(frames / QUANTUM_FRAMES) * QUANTUM_FRAMES)
  }

  /** LUFS and dBTP; −120 for silence, and for what is too short to be measured. */
  result(): { readonly integrated: number; readonly truePeak: number } {
    return { integrated: this.#read('integrated'), truePeak: this.#read('truePeak') }
  }

  #read(name: string): number {
    const readout = kernels.get(ID)?.readouts?.[name]
    if (readout === undefined) throw new Error(`The kernel ${ID} shows no ${name}`)
    return this.#kernels.arena.floats[(this.#self + readout.offset) >>> 2] ?? 0
  }

  #pair(offset: number, index: number, pointer: number, second: number): void {
    const at = (this.#self + offset + index * PAIR_BYTES) >>> 2
    this.#kernels.arena.words.set([pointer, second], at)
  }
}
