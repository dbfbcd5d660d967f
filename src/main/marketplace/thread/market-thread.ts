import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Call, DropOutcome, MarketEvent, RatingSummary } from '#shared/contract'
import { Emitter, err, eventStream, fail, type Result } from '#shared/kit'
import { rootFolder, type AppPaths } from '../../kit'
import type { MadePlugin } from '../marketplace-service'
import type { PluginNeeds } from '../missing'
import type { DroppedPackage } from '../take-package'
import type {
  MarketInput,
  MarketMethod,
  MarketReply,
  MarketRequest,
  MarketThreadData,
  MarketValue,
  WorkInput,
  WorkMethod,
  WorkValue,
} from './messages'

export interface MarketThreadParts {
  readonly paths: AppPaths
  readonly needsOf: (project: string) => Result<PluginNeeds>
  readonly pluginOf: (id: string) => MadePlugin | undefined
  /** These plugins changed on the disk, or may run no more. */
  readonly refreshPlugins: (ids: readonly string[]) => void
  /** What reviews say of all plugins: `revision` counts the changes of it. */
  readonly ratings: () => {
    readonly revision: number
    readonly all: () => ReadonlyMap<string, RatingSummary>
  }
  /** It ended without being asked to: a bug of it, or of a library. */
  readonly onGone: (why: string) => void
}

/** How the thread is started; tests run it from its sources. */
export interface MarketThreadStart {
  readonly url?: URL
  readonly execArgv?: readonly string[]
}

/** Methods that show what reviews say. */
const RATED: ReadonlySet<MarketMethod> = new Set(['search', 'details'])

interface Waiting {
  readonly resolve: (result: Result<never>) => void
  readonly reject: (error: Error) => void
}

/** The marketplace’s thread, as the shell sees it. Once it is gone, everything fails, and a new one is needed. */
export class MarketThread implements AsyncDisposable {
  readonly #parts: MarketThreadParts
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #watches = new Map<number, { events: Emitter<MarketEvent>; stop: AbortController }>()
  readonly #ended = Promise.withResolvers<void>()
  #calls = 0
  #rated: number | undefined
  #closing = false

  constructor(parts: MarketThreadParts, start: MarketThreadStart = {}) {
    const { url = pathToFileURL(join(rootFolder(), 'out/main/market-thread.js')), execArgv } = start
    this.#parts = parts
    const data: MarketThreadData = { paths: parts.paths }
    this.#worker = new Worker(url, {
      workerData: data,
      name: 'marketplace',
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
      ...(execArgv && { execArgv: [...execArgv] }),
    })
    this.#worker.on('message', (reply: MarketReply) => this.#take(reply))
    let why = 'It ended.'
    this.#worker.on('error', error => (why = String(error)))
    this.#worker.on('exit', () => this.#gone(why))
  }

  call<Method extends MarketMethod>(
    method: Method,
    input: MarketInput<Method>,
    { signal }: Call,
  ): Promise<Result<MarketValue<Method>>> {
    const { promise, resolve, reject } = Promise.withResolvers<Result<MarketValue<Method>>>()
    const id = this.#calls++
    this.#waiting.set(id, { resolve, reject })
    if (RATED.has(method)) this.#tellRatings()
    const stop = () => this.#say({ kind: 'abort', id })
    signal.addEventListener('abort', stop)
    this.#worker.postMessage({ kind: 'call', id, method, input }, [])
    return promise.finally(() => signal.removeEventListener('abort', stop))
  }

  /** Has something made in the app put among the plugins. */
  work<Method extends WorkMethod>(
    method: Method,
    input: WorkInput<Method>,
  ): Promise<Result<WorkValue<Method>>> {
    const { promise, resolve, reject } = Promise.withResolvers<Result<WorkValue<Method>>>()
    const id = this.#calls++
    this.#waiting.set(id, { resolve, reject })
    this.#worker.postMessage({ kind: 'work', id, method, input }, [])
    return promise
  }

  /** Looks into a package that was dropped, or installs it. */
  take(dropped: DroppedPackage): Promise<Result<DropOutcome>> {
    const { promise, resolve, reject } = Promise.withResolvers<Result<DropOutcome>>()
    const id = this.#calls++
    this.#waiting.set(id, { resolve, reject })
    this.#say({ kind: 'package', id, dropped })
    return promise
  }

  async *watch({ signal }: Call): AsyncGenerator<MarketEvent, void, void> {
    const id = this.#calls++
    using events = new Emitter<MarketEvent>()
    const stop = new AbortController()
    const end = () => stop.abort()
    signal.addEventListener('abort', end)
    this.#watches.set(id, { events, stop })
    this.#say({ kind: 'watch', id })
    try {
      yield* eventStream(events, stop.signal)
    } finally {
      signal.removeEventListener('abort', end)
      this.#watches.delete(id)
      this.#say({ kind: 'abort', id })
    }
  }

  /** Brings what policy.yaml lets come by itself. */
  renew(): void {
    this.#say({ kind: 'renew' })
  }

  /** When what it does has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true
    this.#say({ kind: 'close' })
    await this.#ended.promise
  }

  #take(reply: MarketReply): void {
    switch (reply.kind) {
      case 'answer':
        return this.#waited(reply.id)?.resolve(reply.result)
      case 'threw':
        return this.#waited(reply.id)?.reject(new Error(reply.stack))
      case 'event':
        return this.#watches.get(reply.id)?.events.emit(reply.event)
      case 'changed':
        return this.#parts.refreshPlugins(reply.ids)
      case 'ask': {
        const { needsOf, pluginOf } = this.#parts
        const value = reply.what === 'needs' ? needsOf(reply.about) : pluginOf(reply.about)
        return this.#worker.postMessage({ kind: 'told', id: reply.id, value }, [])
      }
    }
  }

  #waited(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  /** Those that changed since the last time. */
  #tellRatings(): void {
    const { revision, all } = this.#parts.ratings()
    if (revision === this.#rated) return
    this.#rated = revision
    this.#say({ kind: 'ratings', ratings: all() })
  }

  #say(request: MarketRequest): void {
    this.#worker.postMessage(request, [])
  }

  #gone(why: string): void {
    const failure = fail('marketplace-gone', 'The marketplace broke off.')
    for (const { resolve } of this.#waiting.values()) resolve(err(failure))
    this.#waiting.clear()
    for (const { stop } of this.#watches.values()) stop.abort()
    if (!this.#closing) this.#parts.onGone(why)
    this.#ended.resolve()
  }
}
