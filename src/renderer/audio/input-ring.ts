import { QUANTUM, type Frames } from '#shared/kit'
import type { InputPart } from '../state'

export const INPUT_CHANNELS = 2
/** Twenty seconds at 48 kHz: a page in the background is seldom heard. */
const QUANTA = 8192
const WRITTEN = 0
const ON = 1

export interface InputMemory {
  readonly control: SharedArrayBuffer
  readonly samples: SharedArrayBuffer
  readonly positions: SharedArrayBuffer
}

export function allocateInput(): InputMemory {
  return {
    control: new SharedArrayBuffer(8),
    samples: new SharedArrayBuffer(QUANTA * QUANTUM * INPUT_CHANNELS * 4),
    positions: new SharedArrayBuffer(QUANTA * 8),
  }
}

/** The way from the audio thread to the page of what comes in: written quantum by quantum, without a lock. */
export class InputRing {
  readonly #control: Int32Array
  readonly #samples: Float32Array
  readonly #positions: Float64Array
  #read = 0

  constructor({ control, samples, positions }: InputMemory) {
    this.#control = new Int32Array(control)
    this.#samples = new Float32Array(samples)
    this.#positions = new Float64Array(positions)
  }

  set on(on: boolean) {
    Atomics.store(this.#control, ON, on ? 1 : 0)
  }

  /** By the audio thread; a channel that is missing is as the first one. */
  write(channels: readonly Float32Array[], position: Frames | undefined): void {
    if (Atomics.load(this.#control, ON) === 0) return
    const written = Atomics.load(this.#control, WRITTEN)
    const slot = (written >>> 0) % QUANTA
    const first = slot * QUANTUM * INPUT_CHANNELS
    const left = channels[0]
    const right = channels[1] ?? left
    for (let frame = 0; frame < QUANTUM; frame++) {
      this.#samples[first + 2 * frame] = left?.[frame] ?? 0
      this.#samples[first + 2 * frame + 1] = right?.[frame] ?? 0
    }
    this.#positions[slot] = position ?? Number.NaN
    Atomics.store(this.#control, WRITTEN, written + 1)
  }

  /** All that comes from now on. */
  skip(): void {
    this.#read = Atomics.load(this.#control, WRITTEN) >>> 0
  }

  take(): InputPart | undefined {
    const written = Atomics.load(this.#control, WRITTEN) >>> 0
    // One is left alone, which may be being written.
    const lost = Math.max(0, written - this.#read - (QUANTA - 1))
    const from = this.#read + lost
    const quanta = written - from
    if (quanta <= 0) return undefined
    const size = QUANTUM * INPUT_CHANNELS
    const samples = new Float32Array(quanta * size)
    const positions = new Float64Array(quanta)
    for (let index = 0; index < quanta; index++) {
      const slot = (from + index) % QUANTA
      samples.set(this.#samples.subarray(slot * size, (slot + 1) * size), index * size)
      positions[index] = this.#positions[slot] ?? Number.NaN
    }
    this.#read = written
    return { samples, positions, lost }
  }
}
