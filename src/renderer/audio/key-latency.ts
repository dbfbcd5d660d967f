import type { Seconds } from '#shared/kit'
import type { FromWorklet, ToWorklet } from './messages'

/** Sound that comes later than this belongs to another key. */
const LONGEST: Seconds = 1

/**
 * Measures how long a key takes to be heard: from the moment it was pressed to the first sample that is no silence, by the
 * clock of the audio device, and what the device itself adds by its own account.
 */
export class KeyLatency {
  /** The last one that was measured. */
  seconds: Seconds | undefined
  readonly #context: AudioContext
  readonly #port: MessagePort
  #pressed: Seconds | undefined

  constructor(context: AudioContext, port: MessagePort) {
    this.#context = context
    this.#port = port
    port.addEventListener('message', ({ data }: MessageEvent<FromWorklet>) => {
      if (data.kind === 'heard') this.#heard(data.at)
    })
    port.start()
  }

  pressed(): void {
    this.#pressed = this.#context.currentTime
    const message: ToWorklet = { kind: 'listen' }
    this.#port.postMessage(message)
  }

  #heard(at: Seconds): void {
    if (this.#pressed === undefined) return
    const { outputLatency, baseLatency } = this.#context
    const late = at - this.#pressed
    this.#pressed = undefined
    if (late > LONGEST) return
    this.seconds = late + Math.max(outputLatency || 0, baseLatency || 0)
  }
}
