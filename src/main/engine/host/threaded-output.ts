import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Frames, Hertz } from '#shared/kit'
import { rootFolder } from '../../kit'
import { kernelsCode } from '../render'
import type { RenderTarget } from '../protocol'
import {
  BATCH,
  SLOTS,
  type OutputReply,
  type OutputRequest,
  type OutputSpan,
} from './output-messages'
import { CHANNELS, type SoundFacts } from './sound-output'

export interface OutputsOptions {
  /** The first one is accounted for. */
  readonly targets: readonly RenderTarget[]
  readonly sampleRate: Hertz
  readonly frames: Frames
  readonly measure: boolean
  /** Longest block. */
  readonly block: Frames
}

/**
 * Files of a render, written on a thread of their own while the next blocks are rendered: encoding takes as long as
 * much of the rendering does. The thread is there for all renders of a process, one after another.
 */
export class ThreadedOutput implements Disposable {
  #worker: Worker | undefined
  #options: OutputsOptions | undefined
  #ring: Float32Array = new Float32Array()
  #sent = 0
  #taken = 0
  /** What was sent and the thread was not told of yet. */
  #pending: OutputSpan[] = []
  #facts: SoundFacts | undefined
  #state: 'closed' | 'open' | 'closing' = 'closed'
  #failure: Error | undefined
  #wake: () => void = () => {}

  /** Throws the system's errors, as the others do. */
  async open(options: OutputsOptions): Promise<void> {
    const { targets, sampleRate, frames, measure, block } = options
    const worker = this.#start()
    // What came before may still be on its way out.
    await this.#until(() => this.#state === 'closed')
    this.#options = options
    const slotSamples = block * CHANNELS
    this.#sent = 0
    this.#taken = -1
    this.#pending = []
    this.#facts = undefined
    this.#state = 'open'
    const job = { targets, sampleRate, frames, measure, slotSamples }
    this.#post(worker, { kind: 'open', ...job })
    await this.#until(() => this.#taken === 0)
  }

  /** When there is room for a block. */
  async room(): Promise<void> {
    if (this.#failure === undefined && this.#sent - this.#taken < SLOTS) return
    this.#tell()
    await this.#until(() => this.#sent - this.#taken < SLOTS)
  }

  /** Where a block's samples of a target go. */
  slotOf(target: number, samples: number): Float32Array {
    const { targets = [], block = 0 } = this.#options ?? {}
    const size = block * CHANNELS
    const place = ((this.#sent % SLOTS) * targets.length + target) * size
    return this.#ring.subarray(place, place + samples)
  }

  /** All targets' samples of a block are in their places. */
  send(samples: number): void {
    const { targets = [], block = 0 } = this.#options ?? {}
    const slot = this.#sent % SLOTS
    this.#sent += 1
    const last = this.#pending.at(-1)
    const follows = last !== undefined && slot === last.slot + last.slots
    if (targets.length === 1 && follows && last.samples === last.slots * block * CHANNELS) {
      const span = { slot: last.slot, slots: last.slots + 1, samples: last.samples + samples }
      this.#pending[this.#pending.length - 1] = span
    } else this.#pending.push({ slot, slots: 1, samples })
    if (this.#sent % BATCH === 0) this.#tell()
  }

  /** When the files are on the disk. */
  async finish(): Promise<SoundFacts> {
    this.#tell()
    if (this.#worker !== undefined) this.#post(this.#worker, { kind: 'finish' })
    await this.#until(() => this.#facts !== undefined)
    if (this.#facts === undefined) throw new Error('There is no account of the sound')
    return this.#facts
  }

  /** Closes the files, whole or not. */
  close(): void {
    if (this.#worker === undefined || this.#state !== 'open') return
    this.#state = 'closing'
    this.#failure = undefined
    this.#post(this.#worker, { kind: 'close' })
  }

  [Symbol.dispose](): void {
    void this.#worker?.terminate()
    this.#worker = undefined
  }

  #tell(): void {
    if (this.#pending.length === 0 || this.#worker === undefined) return
    this.#post(this.#worker, { kind: 'blocks', spans: this.#pending })
    this.#pending = []
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const workerData = kernelsCode()
    const worker = new Worker(join(rootFolder(), 'out/main/output-thread.js'), { workerData })
    worker.on('message', (reply: OutputReply) => this.#hear(reply))
    worker.on('error', error => this.#fail(error))
    worker.unref()
    this.#worker = worker
    return worker
  }

  #hear(reply: OutputReply): void {
    if (reply.kind === 'opened') {
      this.#ring = reply.ring
      this.#taken += 1
    } else if (reply.kind === 'taken') this.#taken += reply.slots
    else if (reply.kind === 'finished') this.#facts = reply.facts
    else if (reply.kind === 'closed') this.#state = 'closed'
    else if (this.#state === 'open') {
      const { message, errno } = reply
      return this.#fail(Object.assign(new Error(message), errno !== undefined && { code: errno }))
    }
    this.#wake()
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error))
    this.#wake()
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#failure !== undefined) throw this.#failure
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      // While someone waits for it the process must not end.
      this.#worker?.ref()
      await promise
      this.#worker?.unref()
    }
    if (this.#failure !== undefined) throw this.#failure
  }

  #post(worker: Worker, request: OutputRequest): void {
    worker.postMessage(request)
  }
}
