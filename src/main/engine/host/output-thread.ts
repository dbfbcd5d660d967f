import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { errnoOf } from '../../kit'
import type { PackerOf } from '../../sound-files'
import { SLOTS, type OutputReply, type OutputRequest, type OutputSpan } from './output-messages'
import { SampleWorks } from './sample-works'
import { openOutput, SoundAccount, type SoundOutput } from './sound-output'

/** Writes what another thread renders: converts, hashes, measures, rounds, encodes. One render at a time. */
class OutputThread {
  readonly #port: MessagePort
  readonly #works: SampleWorks
  #outputs: SoundOutput[] = []
  #account: SoundAccount | undefined
  #ring: Float32Array = new Float32Array()
  #slotSamples = 0
  #broken = false

  constructor(port: MessagePort, works: SampleWorks) {
    this.#port = port
    this.#works = works
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
    const { targets, sampleRate, frames, measure, slotSamples } = request
    const works = this.#works
    this.#ring = works.ring(SLOTS * targets.length * slotSamples)
    this.#slotSamples = slotSamples
    const peakOf = (samples: Float32Array) => works.peakOf(samples)
    const account = new SoundAccount(targets[0]?.rate ?? sampleRate, measure, peakOf)
    this.#account = account
    for (const [index, target] of targets.entries()) {
      const listen = index === 0 && { listen: (samples: Float32Array) => account.add(samples) }
      const packer: PackerOf = options => works.packer(options)
      this.#outputs.push(await openOutput(target, { sampleRate, frames, packer, ...listen }))
    }
    this.#say({ kind: 'opened', ring: this.#ring })
  }

  #write({ slot, samples }: OutputSpan): void {
    this.#outputs.forEach((output, index) => {
      const place = (slot * this.#outputs.length + index) * this.#slotSamples
      output.write(this.#ring.subarray(place, place + samples))
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

function serve(port: MessagePort, works: SampleWorks): void {
  const thread = new OutputThread(port, works)
  let last = Promise.resolve()
  port.on('message', (request: OutputRequest) => {
    last = last.then(() => thread.take(request))
  })
}

if (parentPort !== null) {
  if (!(workerData instanceof WebAssembly.Module)) throw new Error('The thread got no kernels')
  serve(parentPort, new SampleWorks(workerData))
}
