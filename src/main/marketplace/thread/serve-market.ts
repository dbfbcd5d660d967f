import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import type { Call, RatingSummary } from '#shared/contract'
import { err, type Result } from '#shared/kit'
import { rootFolder, systemClock, type Log } from '../../kit'
import { builtInPlugins } from '../../plugins'
import { openWorkshop, type OpenParts, type Workshop } from '../../plugins/packages'
import { openMarket } from '../market'
import { marketParts } from '../market-parts'
import { marketplaceOf, type OpenedMarketplace } from '../marketplace-service'
import type {
  MarketQuestion,
  MarketQuestions,
  MarketReply,
  MarketRequest,
  MarketThreadData,
} from './messages'

export { marketThreadSchema } from './messages'

export interface ServeMarketParts extends MarketThreadData {
  readonly log: Log
  readonly openParts: OpenParts
  /** All is ended. */
  readonly onClosed: () => void
}

/** The marketplace in a thread of its own: whatever it unpacks, hashes, looks through or writes, the sound’s shell goes on. */
export function serveMarket(port: MessagePort, parts: ServeMarketParts): void {
  const thread = new Served(port, parts)
  port.on('message', (request: MarketRequest) => thread.take(request))
}

class Served {
  readonly #port: MessagePort
  readonly #parts: ServeMarketParts
  readonly #opened: Result<OpenedMarketplace>
  readonly #workshop: Workshop
  readonly #stops = new Map<number, AbortController>()
  readonly #asked = new Map<number, (value: never) => void>()
  #ratings: ReadonlyMap<string, RatingSummary> = new Map()
  #questions = 0

  constructor(port: MessagePort, parts: ServeMarketParts) {
    this.#port = port
    this.#parts = parts
    this.#opened = this.#open()
    this.#workshop = openWorkshop({
      ...{ paths: parts.paths, openParts: parts.openParts, builtIn: builtInPlugins() },
      resources: join(rootFolder(), 'resources'),
    })
  }

  take(request: MarketRequest): void {
    switch (request.kind) {
      case 'call':
        return void this.#answers(request.id, stop =>
          this.#answer(request.method, request.input, stop),
        )
      case 'work':
        return void this.#answers(request.id, () => this.#work(request.method, request.input))
      case 'package':
        return void this.#answers(request.id, async () =>
          this.#opened.ok ? this.#opened.value.take(request.dropped) : this.#opened,
        )
      case 'watch':
        return void this.#watch(request.id)
      case 'abort':
        return this.#stops.get(request.id)?.abort()
      case 'told':
        this.#asked.get(request.id)?.(request.value)
        return void this.#asked.delete(request.id)
      case 'ratings':
        this.#ratings = request.ratings
        return undefined
      case 'renew':
        return void (this.#opened.ok && this.#opened.value.renew())
      case 'close':
        return void this.#close()
    }
  }

  #open(): Result<OpenedMarketplace> {
    const { paths, log, openParts } = this.#parts
    const market = openMarket(marketParts(paths, systemClock, log))
    if (!market.ok) return market
    const opened = marketplaceOf(market.value, {
      paths,
      openParts,
      needsOf: project => this.#ask('needs', project),
      pluginOf: id => this.#ask('plugin', id),
      refreshPlugins: ids => this.#say({ kind: 'changed', ids }),
      ratingOf: id => this.#ratings.get(id),
    })
    void market.value.recover()
    return { ok: true, value: opened }
  }

  async #answers(
    id: number,
    work: (stop: AbortController) => Promise<Result<unknown>>,
  ): Promise<void> {
    const stop = new AbortController()
    this.#stops.set(id, stop)
    try {
      const result = await work(stop)
      this.#port.postMessage({ kind: 'answer', id, result }, [])
    } catch (thrown) {
      // A thread’s door: whoever called is told of the bug, and the thread goes on.
      const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
      this.#say({ kind: 'threw', id, stack })
    } finally {
      this.#stops.delete(id)
    }
  }

  async #answer(
    method: Extract<MarketRequest, { kind: 'call' }>['method'],
    input: never,
    { signal }: AbortController,
  ): Promise<Result<unknown>> {
    if (!this.#opened.ok) return err(this.#opened.error)
    const asked: (input: never, call: Call) => Result<unknown> | Promise<Result<unknown>> =
      this.#opened.value.service[method]
    return await asked(input, { signal })
  }

  async #work(
    method: Extract<MarketRequest, { kind: 'work' }>['method'],
    input: never,
  ): Promise<Result<unknown>> {
    const asked: (input: never) => Promise<Result<unknown>> = this.#workshop[method]
    const done = await asked(input)
    // What looks only has changed nothing.
    if (this.#opened.ok) this.#opened.value.madeHere()
    return done
  }

  async #watch(id: number): Promise<void> {
    if (!this.#opened.ok) return
    const stop = new AbortController()
    this.#stops.set(id, stop)
    const events = this.#opened.value.service.watch(undefined, { signal: stop.signal })
    for await (const event of events) this.#say({ kind: 'event', id, event })
    this.#stops.delete(id)
  }

  #ask<What extends MarketQuestion>(what: What, about: string): Promise<MarketQuestions[What]> {
    const { promise, resolve } = Promise.withResolvers<MarketQuestions[What]>()
    const id = this.#questions++
    this.#asked.set(id, resolve)
    this.#say({ kind: 'ask', id, what, about })
    return promise
  }

  #say(reply: MarketReply): void {
    this.#port.postMessage(reply, [])
  }

  async #close(): Promise<void> {
    for (const stop of this.#stops.values()) stop.abort()
    if (this.#opened.ok) await this.#opened.value[Symbol.asyncDispose]()
    this.#parts.onClosed()
  }
}
