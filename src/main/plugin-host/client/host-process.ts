import { spawn, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Duplex } from 'node:stream'
import { Emitter, type Bytes } from '#shared/kit'
import { FramedPipe, nodeBinary, rootFolder, type FrameHandlers, type Log } from '../../kit'
import { parseReply, type HostReply, type HostRequest } from '../protocol'
import { readRss } from './read-rss'

const STOP_MS = 500
/** Messages a second: many times what plugins can say through their own walls. */
const MOST_MESSAGES = 50_000
/** The longest of them: what a plugin may say at once, as JSON within JSON. */
const LONGEST_MESSAGE: Bytes = 64 * 2 ** 20
/** How often its memory is looked at while it works, and while nobody waits for it. */
const BUSY_POLL_MS = 25
const IDLE_POLL_MS = 250
const NODE_FLAGS = [
  '--no-concurrent-recompilation',
  '--no-node-snapshot',
  '--no-warnings',
  '--disallow-code-generation-from-strings',
]

export interface HostExit {
  /** Why it was killed, where it was. */
  readonly reason?: 'memory' | 'hung' | 'cpu' | 'flood' | 'nonsense' | 'asked'
  /** It was asked to go and did not: it had to be killed. */
  readonly isForced?: true
  readonly signal?: string
  readonly code?: number
}

export interface HostProcessOptions {
  readonly log: Log
  /** How much it may grow beyond its size when it was ready. */
  readonly growth: Bytes
  /** Whether somebody waits for it: then its memory is watched more closely. */
  readonly busy: () => boolean
  /** How long it may take to go when it is told to. */
  readonly stopMs?: number
  /** Another host than Wireharp’s own: tests bring hostile ones. */
  readonly script?: string
}

/**
 * One process that runs plugins’ asynchronous parts: typed messages in, parsed ones out, and its end. Beside the walls
 * of the isolates it has Node’s own: it may read its own code, and open, write and start nothing.
 */
export class HostProcess implements AsyncDisposable {
  readonly replies = new Emitter<HostReply>()
  readonly ready: Promise<void>
  readonly exited: Promise<HostExit>
  readonly #child: ChildProcess
  readonly #pipe: FramedPipe
  readonly #options: HostProcessOptions
  #reason: HostExit['reason']
  #isForced = false
  #isOver = false
  /** Messages of the present second. */
  #heard = 0
  #second = 0

  constructor(options: HostProcessOptions) {
    this.#options = options
    const root = rootFolder()
    const readable = ['out/main', 'node_modules', 'package.json', '/etc/alpine-release'].map(
      path => `--allow-fs-read=${resolve(root, path)}`,
    )
    this.#child = spawn(
      nodeBinary(),
      [
        ...NODE_FLAGS,
        '--permission',
        '--allow-addons',
        ...readable,
        options.script ?? join(root, 'out/main/plugin-host.js'),
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
        // Nothing of the user's environment is a plugin's business.
        env: { PATH: '', NODE_OPTIONS: '' },
        cwd: root,
      },
    )
    const stream = this.#child.stdio[3]
    if (!(stream instanceof Duplex)) throw new Error('A plugin host was started without its pipe')
    const ready = Promise.withResolvers<void>()
    this.ready = ready.promise
    const handlers: FrameHandlers = {
      json: message => {
        if (this.#floods()) return this.kill('flood')
        const reply = parseReply(message)
        // It speaks in another form than ours: whatever runs there is not our code any more.
        if (reply === undefined) return this.kill('nonsense')
        if (reply.kind === 'ready') {
          ready.resolve()
          this.#watchMemory()
        } else this.replies.emit(reply)
      },
      audio: () => this.kill('nonsense'),
      closed: isForeign => {
        if (isForeign) this.kill('nonsense')
      },
    }
    this.#pipe = new FramedPipe(stream, handlers, LONGEST_MESSAGE)
    this.exited = this.#watch()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get over(): boolean {
    return this.#isOver
  }

  send(request: HostRequest): boolean {
    return !this.#isOver && this.#pipe.sendJson(request)
  }

  /** Resolves when it has taken what was sent to it: false where it is gone. */
  taken(): Promise<boolean> {
    return this.#pipe.taken()
  }

  kill(reason: NonNullable<HostExit['reason']>): void {
    this.#reason ??= reason
    this.#child.kill('SIGKILL')
  }

  /** Closing its pipe is how it is told to go; one that does not is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#reason ??= 'asked'
    this.#pipe[Symbol.dispose]()
    const timer = setTimeout(() => {
      this.#isForced = true
      this.kill('asked')
    }, this.#options.stopMs ?? STOP_MS)
    await this.exited
    clearTimeout(timer)
  }

  #floods(): boolean {
    const second = Math.floor(performance.now() / 1000)
    if (second !== this.#second) this.#heard = 0
    this.#second = second
    this.#heard += 1
    return this.#heard > MOST_MESSAGES
  }

  #watchMemory(): void {
    const { pid } = this.#child
    const atStart = pid === undefined ? undefined : readRss(pid)
    if (pid === undefined || atStart === undefined) return
    const limit = atStart + this.#options.growth
    const look = () => {
      if (this.#isOver) return
      if ((readRss(pid) ?? 0) > limit) return this.kill('memory')
      setTimeout(look, this.#options.busy() ? BUSY_POLL_MS : IDLE_POLL_MS).unref()
    }
    look()
  }

  async #watch(): Promise<HostExit> {
    const { log } = this.#options
    const { stderr } = this.#child
    if (stderr !== null) {
      createInterface({ input: stderr }).on('line', line =>
        log.warn({ said: line.slice(0, 500) }, 'plugin host'),
      )
    }
    this.#child.on('error', error => log.error({ error }, 'A plugin host could not be started'))
    const { promise, resolve } = Promise.withResolvers<readonly [unknown, unknown]>()
    this.#child.on('close', (...how) => resolve(how))
    this.#child.on('exit', () => {
      this.#isOver = true
    })
    const [code, signal] = await promise
    this.#isOver = true
    this.#pipe[Symbol.dispose]()
    return {
      ...(this.#reason !== undefined && { reason: this.#reason }),
      ...(this.#isForced && { isForced: true }),
      ...(typeof code === 'number' && { code }),
      ...(typeof signal === 'string' && { signal }),
    }
  }
}
