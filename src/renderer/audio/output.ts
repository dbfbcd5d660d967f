import { err, fail, ok, unreachable, type Frames, type Hertz, type Result } from '#shared/kit'
import type { TransportState } from '#shared/contract'
import { paintSparingly, type AudioSource } from '../kit'
import {
  receiveLevels,
  receiveLoad,
  receiveLooks,
  type InputFacts,
  type InputOptions,
  type InputPart,
  type Playback,
  type PlaybackCounters,
} from '../state'
import { Input } from './input'
import { allocateInput } from './input-ring'
import { KeyLatency } from './key-latency'
import type { FromWorker, FromWorklet, OutputMemory, ToWorker, ToWorklet } from './messages'
import { allocateRing, Ring, type RingMemory } from './ring'
import workletUrl from './worklet?worker&url'

const CAPACITY: Frames = 32_768

export interface Recorded {
  readonly samples: Float32Array
  readonly position: Frames
}

/**
 * The sound output of the page: a worker that streams, and an audio thread that copies. Both outlive a change
 * of the sample rate in the worker's case; the context is made anew then.
 */
export class Output implements Playback {
  readonly #memory: RingMemory = allocateRing(CAPACITY)
  readonly #ring = new Ring(this.#memory)
  readonly #asked: Frames
  #lookAhead: Frames
  readonly #worker: Worker
  #context: AudioContext | undefined
  #opening: Promise<void> | undefined
  #node: AudioWorkletNode | undefined
  #failed = false
  #key: KeyLatency | undefined
  readonly #inputMemory = allocateInput()
  readonly #input = new Input(this.#inputMemory)

  constructor(source: AudioSource | undefined, lookAhead: Frames) {
    this.#asked = lookAhead
    this.#lookAhead = lookAhead
    this.#worker = new Worker(new URL('./stream-worker.ts', import.meta.url), { type: 'module' })
    this.#worker.addEventListener('message', (event: MessageEvent<FromWorker>) =>
      this.#receive(event.data),
    )
    if (source === undefined) return
    const message: ToWorker = { kind: 'start', source, ring: this.#memory, lookAhead }
    this.#worker.postMessage(message, source.kind === 'port' ? [source.port] : [])
  }

  async start(sampleRate: Hertz): Promise<Result<void>> {
    try {
      await this.#openFor(sampleRate)
      await this.#resume()
      this.#failed = false
      return ok()
    } catch (error) {
      this.#failed = true
      const reason = error instanceof Error ? error.message : String(error)
      return err({
        code: 'engine-unavailable',
        message: `The sound output could not be opened (${reason}). Check the audio device and try again.`,
      })
    }
  }

  /** A context without a device never resumes: play must not wait for it for ever. */
  async #resume(): Promise<void> {
    const context = this.#context
    if (context === undefined || context.state === 'running') return
    const late = new Promise<'late'>(resolve => {
      setTimeout(() => resolve('late'), 3000)
    })
    if ((await Promise.race([context.resume(), late])) === 'late') {
      throw new Error('the audio device does not start')
    }
  }

  /** One after the other: two at a time would take turns at one ring. */
  async #openFor(sampleRate: Hertz): Promise<void> {
    while (this.#opening !== undefined) await this.#opening
    if (this.#context?.sampleRate === sampleRate) return
    this.#opening = this.#open(sampleRate).finally(() => {
      this.#opening = undefined
    })
    await this.#opening
  }

  async #open(sampleRate: Hertz): Promise<void> {
    await this.#context?.close()
    // As little as there is: what is ahead lies in the ring, and a long buffer would empty it in gulps (Chromium takes
    // 10 ms at once for “interactive”, and says that it is heard 32 ms later instead of 8).
    const context = new AudioContext({ sampleRate, latencyHint: 0 })
    await context.audioWorklet.addModule(workletUrl)
    const node = new AudioWorkletNode(context, 'wireharp-output', {
      numberOfInputs: 1,
      outputChannelCount: [2],
      processorOptions: { output: this.#memory, input: this.#inputMemory } satisfies OutputMemory,
    })
    node.connect(context.destination)
    this.#context = context
    this.#node = node
    this.#key = new KeyLatency(context, node.port)
  }

  follow({ epoch, playing, monitoring = false }: TransportState): void {
    this.#tell({ kind: 'transport', epoch, playing: playing || monitoring })
  }

  silence(): void {
    this.#tell({ kind: 'silence' })
  }

  position(): Frames | undefined {
    return this.#ring.position
  }

  takePeaks(): readonly [left: number, right: number] {
    return this.#ring.takePeaks()
  }

  keyPressed(): void {
    this.#key?.pressed()
  }

  keyLatency(): number | undefined {
    return this.#key?.seconds
  }

  async openInput(options: InputOptions): Promise<Result<InputFacts>> {
    const [context, node] = [this.#context, this.#node]
    if (context === undefined || node === undefined) {
      return err(fail('device-unavailable', 'The sound output is not open yet.'))
    }
    return await this.#input.open(context, node, options)
  }

  closeInput(): void {
    this.#input.close()
  }

  monitorInput(on: boolean): void {
    this.#input.monitoring = on
  }

  takeInput(): InputPart | undefined {
    return this.#input.ring.take()
  }

  counters(): PlaybackCounters {
    return {
      underruns: this.#ring.underruns,
      lookAhead: this.#lookAhead,
      raised: this.#lookAhead > this.#asked,
      buffered: this.#ring.available,
      state: this.#state(),
    }
  }

  /** The next frames that go to the output, from the first that sounds; for comparing with an export. */
  record(frames: Frames): Promise<Recorded> {
    const port = this.#node?.port
    if (port === undefined) return Promise.reject(new Error('Play once before recording.'))
    return new Promise(resolve => {
      const take = (event: MessageEvent<FromWorklet>) => {
        if (event.data.kind !== 'recorded') return
        port.removeEventListener('message', take)
        resolve({ samples: event.data.samples, position: event.data.position })
      }
      port.addEventListener('message', take)
      port.start()
      const message: ToWorklet = { kind: 'record', frames }
      port.postMessage(message)
    })
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'levels':
        receiveLoad(message.load, performance.now())
        return receiveLevels(message.layout, message.frame, performance.now())
      case 'looks':
        return receiveLooks(message.frame, performance.now())
      case 'look-ahead':
        this.#lookAhead = message.frames
        return
      case 'strain':
        return paintSparingly(message.strained)
      default:
        unreachable(message)
    }
  }

  #state(): PlaybackCounters['state'] {
    if (this.#failed) return 'failed'
    if (this.#context === undefined) return 'off'
    return this.#context.state === 'running' ? 'running' : 'suspended'
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message)
  }
}
