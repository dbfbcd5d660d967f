import { Recording } from './recording'
import { InputRing } from './input-ring'
import type { FromWorklet, OutputMemory, ToWorklet } from './messages'
import { Ring } from './ring'

/** −80 dBFS. */
const AUDIBLE = 1e-4

/** The audio thread: copies the ring to the output, to the bit. No gain, no resampling, no allocation. */
class Output extends AudioWorkletProcessor {
  readonly #ring: Ring
  readonly #input: InputRing
  #recording: Recording | undefined
  /** Waits for the first sound after silence. */
  #listening = false
  #silent = true

  constructor({ processorOptions }: { readonly processorOptions: unknown }) {
    super()
    if (!isMemory(processorOptions)) throw new TypeError('The output needs the memory of a ring.')
    this.#ring = new Ring(processorOptions.output)
    this.#input = new InputRing(processorOptions.input)
    this.port.addEventListener('message', (event: MessageEvent<ToWorklet>) => {
      if (event.data.kind === 'record') this.#recording = new Recording(event.data.frames)
      else this.#listening = this.#silent
    })
    this.port.start()
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? []
    if (left === undefined || right === undefined) return true
    const heard = this.#ring.read(left, right)
    this.#input.write(inputs[0] ?? none, heard ? this.#ring.position : undefined)
    this.#silent = !heard || !isAudible(left)
    if (this.#listening && !this.#silent) this.#tellHeard()
    if (this.#recording !== undefined) this.#record(heard, left, right)
    return true
  }

  #tellHeard(): void {
    this.#listening = false
    const message: FromWorklet = { kind: 'heard', at: currentTime }
    this.port.postMessage(message)
  }

  #record(heard: boolean, left: Float32Array, right: Float32Array): void {
    const recording = this.#recording
    if (recording === undefined) return
    if (heard) recording.take(left, right, this.#ring.position ?? 0)
    if (!recording.complete(this.#ring.position === undefined)) return
    this.#recording = undefined
    const { samples, position } = recording.taken()
    const message: FromWorklet = { kind: 'recorded', samples, position }
    this.port.postMessage(message, [samples.buffer])
  }
}

/** Without a closure: this is the audio thread. */
function isAudible(samples: Float32Array): boolean {
  for (let i = 0; i < samples.length; i++) if (Math.abs(samples[i] ?? 0) > AUDIBLE) return true
  return false
}

const none: readonly Float32Array[] = []

function isMemory(value: unknown): value is OutputMemory {
  return typeof value === 'object' && value !== null && 'output' in value && 'input' in value
}

registerProcessor('wireharp-output', Output)
