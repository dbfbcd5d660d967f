import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { Emitter, fail } from '#shared/kit'
import { FramedPipe, nodeBinary, rootFolder, type Log } from '../../kit'
import {
  isEngineReply,
  isLastWords,
  type EngineReply,
  type EngineRequest,
  type LastWords,
  type PageGreeting,
} from '../protocol'
import { prefer, standsAlone } from './prefer'

/** How an engine process ended. */
export interface EngineExit {
  /** What its watchdog said, if that ended it. */
  readonly lastWords?: LastWords
  readonly signal?: string
  readonly code?: number
}

/**
 * Without the first, code optimised in the background is often never installed in isolates. With the last two all
 * kernels are compiled at once and optimised beside it, some 150 ms of the processor altogether; else each is when it
 * has run for a while, so that the first sound of a process is made by slow code.
 */
const NODE_FLAGS = [
  '--no-concurrent-recompilation',
  '--no-node-snapshot',
  '--no-warnings',
  '--no-wasm-lazy-compilation',
  '--no-wasm-dynamic-tiering',
]
/**
 * While it plays garbage is collected a little at a time on the thread that makes the sound, some 0.3 ms a step. Helpers
 * beside it inherit its priority: for 30 ms, every 22 seconds with 50 tracks, they kept both cores from everyone else, the
 * page that hears the sound among them.
 */
const PLAYING_FLAGS = ['--single-threaded-gc']
const STOP_MS = 1000

/** One engine process: typed messages in, typed events out, and its end. */
export class EngineProcess implements AsyncDisposable {
  readonly replies = new Emitter<EngineReply>()
  readonly audio = new Emitter<Uint8Array<ArrayBuffer>>()
  readonly exited: Promise<EngineExit>
  /** Resolves when it takes requests; a process that dies before that never becomes ready. */
  readonly ready: Promise<void>
  readonly #child: ChildProcess
  readonly #pipe: FramedPipe

  /** `mostMs`: the longest call of a script in a render to a file; eight seconds if left out. */
  constructor(purpose: 'real-time' | 'offline', log: Log, mostMs?: number) {
    const script = join(rootFolder(), 'out/main/engine-host.js')
    const flags = purpose === 'real-time' ? [...NODE_FLAGS, ...PLAYING_FLAGS] : NODE_FLAGS
    this.#child = spawn(nodeBinary(), [...flags, script, purpose, String(mostMs ?? '')], {
      // The last one is for handing over the sockets of pages.
      stdio: [
        'ignore',
        'pipe',
        'pipe',
        'pipe',
        ...(purpose === 'real-time' ? ['ipc' as const] : []),
      ],
      detached: purpose === 'real-time' && standsAlone,
      // Nothing of the user's environment is an engine's business, least of all a plugin's.
      env: {
        PATH: '',
        NODE_OPTIONS: '',
        // For measuring: how many threads render.
        WIREHARP_THREADS: process.env['WIREHARP_THREADS'],
      },
    })
    const stream = this.#child.stdio[3]
    if (!(stream instanceof Duplex)) throw new Error('The engine was started without its pipe')
    const ready = Promise.withResolvers<void>()
    this.ready = ready.promise
    this.#pipe = new FramedPipe(stream, {
      json: message => {
        if (!isEngineReply(message)) return
        if (message.kind === 'ready') ready.resolve()
        this.replies.emit(message)
      },
      audio: payload => this.audio.emit(payload),
      closed: isForeign => {
        if (isForeign) this.kill()
      },
    })
    if (purpose === 'real-time' && this.#child.pid !== undefined) prefer(this.#child.pid, log)
    this.exited = this.#watch(log)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** False where the request is too long to be sent; of a commit the answer says so too. */
  send(request: EngineRequest): boolean {
    const isSent = this.#pipe.sendJson(request)
    if (!isSent && request.kind === 'commit') {
      const failure = fail('graph-too-large', 'The graph is larger than the engine can be told.')
      queueMicrotask(() =>
        this.replies.emit({ kind: 'committed', layout: 0, nodes: [], params: [], failure }),
      )
    }
    return isSent
  }

  /** Hands a page’s connection over; false where the process has ended. It is closed where that goes wrong. */
  adopt(greeting: PageGreeting, socket: Socket): boolean {
    if (!this.#child.connected) return false
    // Else the server would ask this process about it until both are closed.
    Reflect.set(socket, 'server', undefined)
    this.#child.send(greeting, socket, () => socket.destroy())
    return true
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Closing its pipe is how it is told to go; one that does not is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#pipe[Symbol.dispose]()
    const timer = setTimeout(() => this.kill(), STOP_MS)
    await this.exited
    clearTimeout(timer)
  }

  async #watch(log: Log): Promise<EngineExit> {
    let lastWords: LastWords | undefined
    const { stdout, stderr } = this.#child
    if (stdout !== null) {
      createInterface({ input: stdout }).on('line', line => {
        const words: unknown = line.startsWith('{"kind"') ? JSON.parse(line) : undefined
        if (isLastWords(words)) lastWords = words
      })
    }
    if (stderr !== null) {
      createInterface({ input: stderr }).on('line', line => log.warn({ said: line }, 'engine'))
    }
    this.#child.on('error', error => log.error({ error }, 'The engine could not be started'))
    // 'close' comes after the last line of both streams, 'exit' may not.
    const { promise, resolve } = Promise.withResolvers<readonly [unknown, unknown]>()
    this.#child.on('close', (...how) => resolve(how))
    const [code, signal] = await promise
    return {
      ...(lastWords && { lastWords }),
      ...(typeof code === 'number' && { code }),
      ...(typeof signal === 'string' && { signal }),
    }
  }
}
