import { decodeAudioBlock } from '../../src/shared/contract'
import { QUANTUM } from '../../src/shared/kit'
import { RealTimeEngine } from '../../src/main/engine'
import { graphOf, kernelNode } from '../../src/main/engine/testing/in-process'
import { silentLog } from '../../src/main/kit'

/** Quanta of a turn: it is played again and again. */
const TURN = 200
const PULLED = 8
const PAUSE_MS = 25

/**
 * The engine of the app, in its own process, that plays the same second or so over and over while plugins misbehave:
 * every quantum is held against what it was when nothing else ran.
 */
export class Sounding implements AsyncDisposable {
  readonly #engine = new RealTimeEngine(silentLog)
  readonly #first: Buffer[] = []
  readonly #learned = Promise.withResolvers<void>()
  #at = 0
  #owed = 0
  #epoch = 0
  #compared = 0
  #different = 0
  #over = false

  /** Resolves when it is known how it sounds. */
  async start(): Promise<void> {
    const nodes = [
      kernelNode('osc', 'oscillator'),
      kernelNode('noise', 'noise'),
      kernelNode('quieter', 'gain', { gain: 0.5 }, true),
    ]
    this.#engine.load('p', graphOf(nodes, ['osc>quieter', 'noise>quieter', 'quieter>output']))
    this.#engine.blocks.on(bytes => this.#hear(bytes))
    this.#turn()
    await this.#learned.promise
  }

  /** Quanta since the last time. */
  get heard(): number {
    return this.#compared
  }

  /** What became of it since the last time. */
  take(): { readonly compared: number; readonly different: number; readonly restarts: number } {
    const [status] = this.#engine.present.flatMap(event => (event.kind === 'status' ? event : []))
    const taken = {
      compared: this.#compared,
      different: this.#different,
      restarts: status?.restarts ?? 0,
    }
    this.#compared = 0
    this.#different = 0
    return taken
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true
    await this.#engine[Symbol.asyncDispose]()
  }

  #turn(): void {
    this.#at = 0
    this.#epoch = this.#engine.play(0).epoch
    this.#pull()
  }

  #pull(): void {
    if (this.#over) return
    this.#owed = Math.min(PULLED, TURN - this.#at)
    this.#engine.pull({ epoch: this.#epoch, blocks: this.#owed })
  }

  #hear(bytes: Uint8Array<ArrayBuffer>): void {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined || this.#over) return
    const { samples, frames, channels } = block
    for (let at = 0; at < frames; at += QUANTUM) {
      this.#compare(Buffer.from(samples.slice(at * channels, (at + QUANTUM) * channels).buffer))
    }
    this.#owed -= frames / QUANTUM
    if (this.#owed > 0) return
    const isOver = this.#at >= TURN
    if (isOver) this.#learned.resolve()
    setTimeout(() => (isOver ? this.#turn() : this.#pull()), PAUSE_MS)
  }

  #compare(sound: Buffer): void {
    const at = this.#at++
    const before = this.#first[at]
    if (before === undefined) this.#first.push(sound)
    else {
      this.#compared += 1
      if (!before.equals(sound)) this.#different += 1
    }
  }
}
