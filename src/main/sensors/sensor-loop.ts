import type { Reading } from '#shared/contract'
import type { SensorSpec } from '#shared/graph'
import type { PluginRunner } from '../tools'

/** A sensor is asked so often at most; what is faster publishes by itself. */
const FASTEST_HZ = 60
const SET_UP_MS = 5000
const TEARDOWN_MS = 3000
/** Between two tries of one that fails, longer each time. */
const SHORTEST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

/** Sets a sensor up, reads it at its rate, and tears it down. One that fails is tried again, ever more rarely. */
export class SensorLoop {
  readonly #runner: PluginRunner
  readonly #sourceId: string
  readonly #plugin: string
  readonly #name: string
  readonly #spec: SensorSpec
  readonly #take: (reading: Reading) => void
  readonly #held: Disposable
  readonly #ended: Promise<void>
  readonly #stopping = new AbortController()
  #problem: string | undefined

  constructor(
    runner: PluginRunner,
    sourceId: string,
    spec: SensorSpec,
    take: (reading: Reading) => void,
  ) {
    this.#runner = runner
    this.#sourceId = sourceId
    this.#plugin = sourceId.slice(0, sourceId.lastIndexOf('/'))
    this.#name = sourceId.slice(this.#plugin.length + 1)
    this.#spec = spec
    this.#take = take
    this.#held = runner.hold(this.#plugin)
    this.#ended = this.#run()
  }

  /** Why it gives nothing at present. */
  get problem(): string | undefined {
    return this.#problem
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#ended
  }

  async #run(): Promise<void> {
    let isSetUp = false
    let failures = 0
    while (!this.#stopping.signal.aborted) {
      const began = performance.now()
      isSetUp ||= await this.#ask('sensor-setup', SET_UP_MS, () => {})
      const isRead = isSetUp && (await this.#read())
      failures = isRead ? 0 : failures + 1
      // After a death it must be set up again, and it does not hurt otherwise.
      if (!isRead) isSetUp = false
      const period = 1000 / Math.min(this.#spec.rateHz, FASTEST_HZ)
      const wait = isRead
        ? period - (performance.now() - began)
        : Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** Math.min(failures - 1, 8))
      await this.#pause(Math.max(1, wait))
    }
    if (isSetUp) await this.#ask('sensor-teardown', TEARDOWN_MS, () => {})
    this.#held[Symbol.dispose]()
  }

  #read(): Promise<boolean> {
    const timeoutMs = Math.min(10_000, Math.max(1000, 2000 / this.#spec.rateHz))
    return this.#ask('sensor-read', timeoutMs, value => {
      this.#problem = undefined
      if (typeof value !== 'number' || !Number.isFinite(value)) return
      const { unit } = this.#spec
      this.#take({ sourceId: this.#sourceId, value, unit, ts: Date.now() })
    })
  }

  async #ask(
    what: 'sensor-setup' | 'sensor-read' | 'sensor-teardown',
    timeoutMs: number,
    then: (value: unknown) => void,
  ): Promise<boolean> {
    const result = await this.#runner.call(this.#plugin, {
      what,
      name: this.#name,
      input: {},
      timeoutMs,
    })
    // Until it is read, what was wrong with it is so still.
    if (!result.ok) this.#problem = result.error.message
    else then(result.value)
    return result.ok
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping
    if (signal.aborted) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    return promise
  }
}
