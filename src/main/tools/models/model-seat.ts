import { z } from 'zod'
import type { ModelSpec } from '#shared/graph'
import { err, fail, ok, type Bytes, type Failure, type Result } from '#shared/kit'
import { Inference } from '../../inference'
import { serially, type Log } from '../../kit'
import { readRss } from '../../plugin-host'
import { answerProblem, MOST_TENSOR_BYTES, sentTensorsSchema, type SentTensors } from './tensors'

const MB: Bytes = 2 ** 20
/** What a process of models takes before it has any: Node and the runtime, some 95 MB, and room. */
const BASE_MB = 192
export const USUAL_MEMORY_MB = 256
const USUAL_MS = 5000
/** How long reading, looking through and preparing a file may take, with the start of the process. */
const LOAD_MS = 20_000
/** Runs of a plugin that wait, the one that runs among them. */
const MOST_WAITING = 32
/** As many as the process keeps loaded: see `model/run`. */
const MOST_LOADED = 4
const POLL_MS = 25

/** A model of a plugin that is to be run: what plugin.json says of it, and its file. */
export interface SeatModel {
  readonly id: string
  readonly spec: ModelSpec
  /** Asked when it is not loaded. */
  readonly file: () => Promise<Result<{ readonly path: string; readonly sha256: string }>>
}

const answerSchema = z.object({ outputs: sentTensorsSchema })

/**
 * Where the models of one plugin run: a process of its own, begun by the first run and gone when it is idle, one run at a
 * time. A run that takes too long, or memory that nobody allowed, ends the process; the next run begins another.
 */
export class ModelSeat implements AsyncDisposable {
  readonly #plugin: string
  readonly #inference: Inference
  readonly #inTurn = serially()
  /** By id, with the process that has them and their files. */
  readonly #loaded = new Map<string, Loaded>()
  #waiting = 0
  #gone = false
  usedAt = 0

  constructor(plugin: string, log: Log) {
    this.#plugin = plugin
    this.#inference = new Inference({ log })
  }

  get busy(): boolean {
    return this.#waiting > 0
  }
  /** Whether there is a process. */
  get open(): boolean {
    return this.#inference.pid !== undefined
  }

  /** Runs a model; without inputs it is looked through and loaded, no more. `admit` holds until there is room. */
  async run(
    model: SeatModel,
    inputs: SentTensors | undefined,
    admit: () => Promise<Disposable>,
  ): Promise<Result<SentTensors>> {
    if (this.#waiting >= MOST_WAITING) {
      const detail = `${this.#plugin} waits for ${MOST_WAITING} runs of its models already.`
      return err(fail('queue-full', detail))
    }
    this.#waiting += 1
    try {
      return await this.#inTurn(async () => {
        using _room = await admit()
        return await this.#run(model, inputs)
      })
    } finally {
      this.#waiting -= 1
      this.usedAt = performance.now()
    }
  }

  /** Ends its process; a run that is under way fails. */
  kill(): void {
    this.#loaded.clear()
    this.#inference.kill()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#gone = true
    this.kill()
    await this.#inference[Symbol.asyncDispose]()
  }

  async #run(model: SeatModel, inputs: SentTensors | undefined): Promise<Result<SentTensors>> {
    const { inputs: wanted, outputs, timeoutMs = USUAL_MS } = model.spec
    if (this.#gone) return err(fail('model-refused', `${this.#plugin} is not there any more.`))
    if (wanted === undefined || outputs === undefined) {
      const detail = `plugin.json does not say what goes into “${model.id}” and what comes out.`
      return err(fail('model-refused', detail))
    }
    const spec = { inputs: wanted, outputs }
    const file = await this.#load(model, spec)
    if (!file.ok) return file
    if (inputs === undefined) return ok({})
    const asked = { model: { ...file.value, spec }, inputs, most: MOST_TENSOR_BYTES }
    const ended = await this.#watched(model, asked, timeoutMs)
    if (!ended.ok) return ended
    const answer = answerSchema.safeParse(ended.value)
    if (!answer.success) return err(fail('inference-died', 'It answered in an unknown form.'))
    const problem = answerProblem(outputs, answer.data.outputs)
    return problem === undefined
      ? ok(answer.data.outputs)
      : err(fail('model-refused', `“${model.id}”: ${problem}`))
  }

  /** Has the process read a model that it does not have yet: that takes its own time. */
  async #load(model: SeatModel, spec: unknown): Promise<Result<File>> {
    const known = this.#loaded.get(model.id)
    if (known !== undefined && known.pid === this.#inference.pid) {
      this.#note(model, known.pid, known.file)
      return ok(known.file)
    }
    const file = await model.file()
    if (!file.ok) return file
    const asked = { model: { ...file.value, spec }, most: 0 }
    const ended = await this.#watched(model, asked, LOAD_MS)
    if (!ended.ok) return ended
    if (this.#gone) return err(fail('model-refused', `${this.#plugin} is not there any more.`))
    const { pid } = this.#inference
    if (pid !== undefined) this.#note(model, pid, file.value)
    return file
  }

  /** Bytes that the process may have while this model runs. */
  #limit({ id, spec }: SeatModel): Bytes {
    const others = [...this.#loaded].filter(([other]) => other !== id)
    const held = others.reduce((sum, [, { megabytes }]) => sum + megabytes, 0)
    return (BASE_MB + held + (spec.memoryMb ?? USUAL_MEMORY_MB)) * MB
  }

  #note({ id, spec }: SeatModel, pid: number, file: File): void {
    for (const [other, known] of this.#loaded) if (known.pid !== pid) this.#loaded.delete(other)
    this.#loaded.delete(id)
    const [oldest] = this.#loaded.keys()
    if (oldest !== undefined && this.#loaded.size >= MOST_LOADED) this.#loaded.delete(oldest)
    this.#loaded.set(id, { pid, file, megabytes: spec.memoryMb ?? USUAL_MEMORY_MB })
  }

  /** What came of it, or of its limits: beyond either the process ends. */
  async #watched(model: SeatModel, input: unknown, ms: number): Promise<Result<unknown>> {
    const limit = this.#limit(model)
    let broken: Failure | undefined
    const end = (failure: Failure) => {
      broken ??= failure
      this.kill()
    }
    const late = `It took longer than ${ms} ms, and was ended.`
    const timer = setTimeout(() => end(fail('model-timeout', late)), ms)
    const poll = setInterval(() => {
      const { pid } = this.#inference
      const held = pid === undefined ? 0 : (readRss(pid) ?? 0)
      if (held <= limit) return
      const megabytes = Math.round(limit / MB)
      end(fail('model-memory', `Its process took more than ${megabytes} MB, and was ended.`))
    }, POLL_MS)
    try {
      const done = await this.#inference.run({
        ...{ pipeline: 'model/run', input, folder: '' },
        signal: new AbortController().signal,
        save: () => true,
        progress: () => undefined,
        log: () => undefined,
      })
      const failure = broken ?? (done.ok ? undefined : done.error)
      return failure === undefined ? done : err(told(model.id, failure))
    } finally {
      clearTimeout(timer)
      clearInterval(poll)
    }
  }
}

interface Loaded {
  readonly pid: number
  readonly file: File
  readonly megabytes: number
}

interface File {
  readonly path: string
  readonly sha256: string
}

/** Names the model in what its run failed with. */
function told(id: string, failure: Failure): Failure {
  return { ...failure, message: `“${id}”: ${failure.message}` }
}
