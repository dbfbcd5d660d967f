import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Duplex } from 'node:stream'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { FramedPipe, nodeBinary, rootFolder, type Log, type SoundPart } from '../../kit'
import { parseReply, type InferenceReply } from '../protocol'
import { roomyMemory } from './roomy-memory'

/** How long a pipeline has to hear that it is to stop; then its process goes. */
const STOP_MS = 150
/** A process that has nothing to do gives its memory back after this. */
const IDLE_MS = 60_000
/** A process that says nothing for so long hangs. Loading a large model is silent, for some seconds. */
const PATIENCE_MS = 300_000

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
  readonly parts?: (parts: readonly SoundPart[]) => void
}

/** A process and what it does now; one task at a time. */
interface Seat {
  readonly process: InferenceProcess
  /** What it ran last: the models of that are warm. */
  pipeline: string
  running?: Running | undefined
  idle?: NodeJS.Timeout | undefined
}

interface Running {
  readonly id: number
  readonly task: InferenceTask
  readonly settle: (result: Result<unknown>) => void
  stall: NodeJS.Timeout
}

/**
 * The processes that run models, as the shell sees them: each is started when it is needed, gone when it is idle, and runs
 * one task at a time. Its death is the failure of that task, and of nothing else. One that says nothing for too long is
 * killed: a model is a program, and may run for ever.
 */
export class Inference implements AsyncDisposable {
  readonly #log: Log
  readonly #entry: string
  readonly #patience: number
  readonly #seats = new Set<Seat>()
  #next = 0

  constructor({
    log,
    entry,
    patience = PATIENCE_MS,
  }: {
    readonly log: Log
    readonly entry?: string
    /** Milliseconds without a word after which a task counts as hung. */
    readonly patience?: number
  }) {
    this.#log = log
    this.#entry = entry ?? join(rootFolder(), 'out/main/inference-host.js')
    this.#patience = patience
  }

  /** Of a process, while there is one: the first. */
  get pid(): number | undefined {
    return this.pids[0]
  }
  get pids(): readonly number[] {
    return [...this.#seats].map(({ process }) => process.pid ?? 0)
  }

  async run(task: InferenceTask): Promise<Result<unknown>> {
    if (task.signal.aborted) return err(fail('job-stopped', 'It was stopped.'))
    this.#next += 1
    const id = this.#next
    const { promise, resolve } = Promise.withResolvers<Result<unknown>>()
    const seat = this.#seat(task.pipeline)
    const running = { id, task, settle: resolve, stall: this.#watch(seat) }
    seat.running = running
    const { pipeline, input, folder, checkpoint } = task
    const heard = task.parts !== undefined
    const wish = { task: id, pipeline, input, folder, checkpoint, heard }
    seat.process.pipe.sendJson({ kind: 'run', ...wish })
    const stop = () => stopRunning(seat, id)
    task.signal.addEventListener('abort', stop)
    const result = await promise
    task.signal.removeEventListener('abort', stop)
    clearTimeout(running.stall)
    seat.running = undefined
    if (this.#seats.has(seat)) this.#rest(seat)
    return result
  }

  /** Ends its processes at once, whatever they do; what runs fails with `inference-died`. */
  kill(): void {
    for (const { idle, process } of this.#seats) {
      clearTimeout(idle)
      process.kill()
    }
    // Nobody is given one that is about to go.
    this.#seats.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const seats = [...this.#seats]
    for (const { idle } of seats) clearTimeout(idle)
    await Promise.all(seats.map(({ process }) => process.end()))
  }

  /** A process that has nothing to do, best one that did the same; else a new one. */
  #seat(pipeline: string): Seat {
    const free = [...this.#seats].filter(({ running }) => running === undefined)
    const seat = free.find(other => other.pipeline === pipeline) ?? free[0] ?? this.#start(pipeline)
    clearTimeout(seat.idle)
    seat.pipeline = pipeline
    return seat
  }

  #rest(seat: Seat): void {
    seat.idle = setTimeout(() => {
      this.#seats.delete(seat)
      void seat.process.end()
    }, IDLE_MS)
    seat.idle.unref()
  }

  #start(pipeline: string): Seat {
    const process = new InferenceProcess(this.#entry, this.#log, {
      hear: reply => this.#hear(seat, reply),
      ended: failure => {
        this.#seats.delete(seat)
        seat.running?.settle(err(failure))
      },
    })
    const seat: Seat = { process, pipeline }
    this.#seats.add(seat)
    return seat
  }

  #watch(seat: Seat): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const seconds = Math.round(this.#patience / 1000)
      const detail = `It said nothing for ${seconds} s and was ended.`
      seat.running?.settle(err(fail('inference-stalled', detail)))
      this.#seats.delete(seat)
      seat.process.kill()
    }, this.#patience)
    timer.unref()
    return timer
  }

  #hear(seat: Seat, reply: InferenceReply): void {
    const { running } = seat
    if (reply.kind === 'ready' || running?.id !== reply.task) return
    running.stall.refresh()
    const { task, settle } = running
    switch (reply.kind) {
      case 'progress':
        return task.progress(reply.done, reply.stage)
      case 'checkpoint':
        task.save(reply.checkpoint)
        return void seat.process.pipe.sendJson({ kind: 'kept', task: running.id })
      case 'parts':
        return task.parts?.(reply.parts)
      case 'log':
        return task.log(reply.text)
      case 'done':
        return settle(ok(reply.result))
      case 'failed':
        return settle(err(reply.failure))
    }
  }
}

function stopRunning(seat: Seat, id: number): void {
  seat.process.pipe.sendJson({ kind: 'stop', task: id })
  setTimeout(() => {
    if (seat.running?.id === id) seat.process.kill()
  }, STOP_MS)
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
      env: roomyMemory(),
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
      closed: isForeign => {
        if (isForeign) this.kill()
      },
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
