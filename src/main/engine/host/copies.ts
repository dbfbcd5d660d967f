import { QUANTUM, type Frames } from '#shared/kit'
import type { FramedPipe } from '../../kit'

/** The shell gets copies of so much at once: nobody hears them, and it would wake up 375 times a second. */
const TOGETHER: Frames = 8 * QUANTUM
const LATEST_MS = 30

/** What pages have got from the engine itself, on its way to the shell, which keeps it and knows by it where sound is. */
export class Copies {
  readonly #pipe: Pick<FramedPipe, 'sendAudioTogether'>
  #waiting: Uint8Array[] = []
  #frames: Frames = 0
  #timer: NodeJS.Timeout | undefined

  constructor(pipe: Pick<FramedPipe, 'sendAudioTogether'>) {
    this.#pipe = pipe
  }

  add(block: Uint8Array, frames: Frames): void {
    this.#waiting.push(block)
    this.#frames += frames
    if (this.#frames >= TOGETHER) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), LATEST_MS)
  }

  /** Before anything else is said that has to come after them. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#waiting.length === 0) return
    this.#pipe.sendAudioTogether(this.#waiting)
    this.#waiting = []
    this.#frames = 0
  }
}
