import { parentPort, type MessagePort } from 'node:worker_threads'
import { errnoOf } from '../../kit'
import type { OutputReply, OutputRequest, OutputSpan } from './output-messages'
import { openOutput, SoundAccount, type SoundOutput } from './sound-output'

/** Writes what another thread renders: converts, hashes, measures, rounds, encodes. One render at a time. */
class OutputThread {
  readonly #port: MessagePort
  #outputs: SoundOutput[] = []
  #account: SoundAccount | undefined
  #ring = new SharedArrayBuffer(0)
  #slotSamples = 0
  #broken = false

  constructor(port: MessagePort) {
    this.#port = port
  }

  /** In the order in which they came: each waits for the one before. */
  async take(request: OutputRequest): Promise<void> {
    try {
      await this.#take(request)
    } catch (thrown) {
      this.#broken = true
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      this.#say({ kind: 'failed', message, errno: errnoOf(thrown) })
    }
  }

  async #take(request: OutputRequest): Promise<void> {
    if (request.kind === 'open') return this.#open(request)
    if (request.kind === 'close') {
      this.#close()
      return this.#say({ kind: 'closed' })
    }
    if (this.#broken) return
    if (request.kind === 'blocks') {
      for (const span of request.spans) this.#write(span)
      const slots = request.spans.reduce((sum, span) => sum + span.slots, 0)
      return this.#say({ kind: 'taken', slots })
    }
    for (const output of this.#outputs) output.finish()
    const facts = this.#account?.facts()
    if (facts !== undefined) this.#say({ kind: 'finished', facts })
  }

  async #open(request: Extract<OutputRequest, { kind: 'open' }>): Promise<void> {
    this.#close()
    this.#broken = false
    const { targets, sampleRate, frames, measure, ring, slotSamples } = request
    this.#ring = ring
    this.#slotSamples = slotSamples
    const account = new SoundAccount(targets[0]?.rate ?? sampleRate, measure)
    this.#account = account
    for (const [index, target] of targets.entries()) {
      const listen = index === 0 && { listen: (samples: Float32Array) => account.add(samples) }
      this.#outputs.push(await openOutput(target, { sampleRate, frames, ...listen }))
    }
    this.#say({ kind: 'opened' })
  }

  #write({ slot, samples }: OutputSpan): void {
    this.#outputs.forEach((output, index) => {
      const place = (slot * this.#outputs.length + index) * this.#slotSamples
      output.write(new Float32Array(this.#ring, place * 4, samples))
    })
  }

  #close(): void {
    for (const output of this.#outputs) output[Symbol.dispose]()
    this.#outputs = []
    this.#account = undefined
  }

  #say(reply: OutputReply): void {
    this.#port.postMessage(reply)
  }
}

function serve(port: MessagePort): void {
  const thread = new OutputThread(port)
  let last = Promise.resolve()
  port.on('message', (request: OutputRequest) => {
    last = last.then(() => thread.take(request))
  })
}

if (parentPort !== null) serve(parentPort)
