import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Duplex } from 'node:stream'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { FramedPipe, nodeBinary, rootFolder, type Log } from '../../kit'
import { parseReply, type InferenceReply } from '../protocol'

/** How long a pipeline has to hear that it is to stop; then its process goes. */
const STOP_MS = 150
/** A process that has nothing to do gives its memory back after this. */
const IDLE_MS = 60_000

/** What a job lends to the pipeline that does its work: its context fits. */
export interface InferenceTask {
  readonly pipeline: string
  readonly input: unknown
  readonly folder: string
  readonly checkpoint?: unknown
  readonly signal: AbortSignal
  readonly save: (checkpoint: unknown) => boolean
  readonly progress: (done: number, stage?: string) => void
  readonly log: (text: string) => void
}

interface Waiting {
  readonly task: InferenceTask
  readonly settle: (result: Result<unknown>) => void
}

/**
 * The process that runs models, as the shell sees it: started when it is needed, gone when it is idle, and started
 * anew after it died. Its death is the failure of what it ran, and of nothing else.
 */
export class Inference implements AsyncDisposable {
  readonly #log: Log
  readonly #entry: string
  readonly #waiting = new Map<number, Waiting>()
  #process: InferenceProcess | undefined
  #idle: NodeJS.Timeout | undefined
  #next = 0

  constructor({ log, entry }: { readonly log: Log; readonly entry?: string }) {
    this.#log = log
    this.#entry = entry ?? join(rootFolder(), 'out/main/inference-host.js')
  }

  /** Of the process, while there is one. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  async run(task: InferenceTask): Promise<Result<unknown>> {
    if (task.signal.aborted) return err(fail('job-stopped', 'It was stopped.'))
    clearTimeout(this.#idle)
    this.#next += 1
    const id = this.#next
    const { promise, resolve } = Promise.withResolvers<Result<unknown>>()
    this.#waiting.set(id, { task, settle: resolve })
    const running = (this.#process ??= this.#start())
    const { pipeline, input, folder, checkpoint } = task
    running.pipe.sendJson({ kind: 'run', task: id, pipeline, input, folder, checkpoint })
    const stop = () => this.#stop(id, running)
    task.signal.addEventListener('abort', stop)
    const result = await promise
    task.signal.removeEventListener('abort', stop)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#rest()
    return result
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#idle)
    await this.#process?.end()
  }

  #stop(id: number, running: InferenceProcess): void {
    running.pipe.sendJson({ kind: 'stop', task: id })
    setTimeout(() => {
      if (this.#waiting.has(id) && this.#process === running) running.kill()
    }, STOP_MS)
  }

  #rest(): void {
    this.#idle = setTimeout(() => void this.#process?.end(), IDLE_MS)
    this.#idle.unref()
  }

  #start(): InferenceProcess {
    const started: InferenceProcess = new InferenceProcess(this.#entry, this.#log, {
      hear: reply => this.#hear(reply),
      ended: failure => {
        if (this.#process === started) this.#process = undefined
        for (const { settle } of this.#waiting.values()) settle(err(failure))
      },
    })
    return started
  }

  #hear(reply: InferenceReply): void {
    if (reply.kind === 'ready') return
    const waiting = this.#waiting.get(reply.task)
    if (waiting === undefined) return
    const { task, settle } = waiting
    switch (reply.kind) {
      case 'progress':
        return task.progress(reply.done, reply.stage)
      case 'checkpoint':
        return void task.save(reply.checkpoint)
      case 'log':
        return task.log(reply.text)
      case 'done':
        return settle(ok(reply.result))
      case 'failed':
        return settle(err(reply.failure))
    }
  }
}

class InferenceProcess {
  readonly pipe: FramedPipe
  readonly #child: ChildProcess
  readonly #ended: Promise<void>

  constructor(
    entry: string,
    log: Log,
    on: {
      readonly hear: (reply: InferenceReply) => void
      readonly ended: (failure: Failure) => void
    },
  ) {
    this.#child = spawn(nodeBinary(), ['--no-warnings', entry], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      cwd: rootFolder(),
    })
    const stream = this.#child.stdio[3]
    if (!(stream instanceof Duplex)) throw new Error('The inference process has no pipe')
    this.pipe = new FramedPipe(stream, {
      json: message => {
        const reply = parseReply(message)
        if (reply === undefined) this.kill()
        else on.hear(reply)
      },
      audio: () => this.kill(),
      closed: () => {},
    })
    if (this.#child.stderr !== null) {
      createInterface({ input: this.#child.stderr }).on('line', line =>
        log.warn({ said: line.slice(0, 500) }, 'inference'),
      )
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#ended = promise
    this.#child.on('error', error => log.error({ err: error }, 'inference could not be started'))
    this.#child.on('close', (code, signal) => {
      this.pipe[Symbol.dispose]()
      on.ended(fail('inference-died', `The process that runs models ended (${signal ?? code}).`))
      resolve()
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Closing its pipe is how it is told to go; one that does not is killed. */
  async end(): Promise<void> {
    this.pipe[Symbol.dispose]()
    const timer = setTimeout(() => this.kill(), 500)
    await this.#ended
    clearTimeout(timer)
  }
}
