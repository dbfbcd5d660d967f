import ivm from 'isolated-vm'
import { err, fail, ok, type CpuProfile, type Failure, type Result } from '#shared/kit'
import { mergeProfiles } from '../cpu-profile'
import { messageOf, scriptFailure } from '../script-failure'
import { ASYNC_WRAPPER } from './async-wrapper'
import { parseSaid, type Said } from './said'

export interface AsyncPluginOptions {
  /** For messages and stacks. */
  readonly name: string
  /** The bundle, one ES module without imports. */
  readonly source: string
  readonly config: unknown
  /** Names of what its context holds beside the log, its storage and its readings. */
  readonly capabilities: readonly string[]
  readonly limits: AsyncLimits
  /** Hears what it says, in order. */
  readonly onSaid: (said: Said) => void
}

export interface AsyncLimits {
  /** MB of V8 heap. Memory outside of it is watched from outside. */
  readonly heapMb: number
  /** How long loading may take. */
  readonly setUpMs: number
  /** How long one turn of its code may take before it is stopped. */
  readonly turnMs: number
}

const PROFILE = 'profile'

/** Tuples that `ASYNC_WRAPPER` takes. */
export type Entry =
  | readonly [0, call: number, kind: string, name: string, input: string, deadline: number]
  | readonly [1, request: number, isOk: boolean, text: string]
  | readonly [2, timer: number]
  | readonly [3, call: number]

/**
 * The asynchronous parts of one plugin in an isolate of their own. Its code runs on threads of isolated-vm, so that
 * whoever holds this stays free to hear and to stop it; turns come one after the other.
 */
export class AsyncPlugin implements Disposable {
  readonly #isolate: ivm.Isolate
  readonly #enter: ivm.Reference<unknown>
  readonly #drain: ivm.Reference<unknown>
  readonly #options: AsyncPluginOptions
  #last: Promise<unknown> = Promise.resolve()
  #running = 0

  private constructor(
    isolate: ivm.Isolate,
    enter: ivm.Reference<unknown>,
    drain: ivm.Reference<unknown>,
    options: AsyncPluginOptions,
  ) {
    this.#isolate = isolate
    this.#enter = enter
    this.#drain = drain
    this.#options = options
  }

  /** Compiles the bundle and runs its top level once. */
  static async load(options: AsyncPluginOptions): Promise<Result<AsyncPlugin>> {
    const { name, source, limits } = options
    const isolate = new ivm.Isolate({ memoryLimit: limits.heapMb })
    const timeout = { timeout: limits.setUpMs }
    try {
      const context = await isolate.createContext()
      const wrapper = await context.eval(ASYNC_WRAPPER, { reference: true })
      const [install, enter, drain] = await Promise.all(
        ['install', 'enter', 'drain'].map(key => wrapper.get(key, { reference: true })),
      )
      const module = await isolate.compileModule(source, { filename: `${name}/main.js` })
      await module.instantiate(context, () => {
        throw new Error('A plugin’s bundle imports nothing')
      })
      await module.evaluate(timeout)
      const granted = [JSON.stringify(options.config ?? {}), JSON.stringify(options.capabilities)]
      const said: unknown = await install?.apply(
        undefined,
        [module.namespace.derefInto(), ...granted],
        timeout,
      )
      if (enter && drain && typeof said === 'string' && said.startsWith('o')) {
        const plugin = new AsyncPlugin(isolate, enter, drain, options)
        await plugin.#take()
        return ok(plugin)
      }
      dispose(isolate)
      return err(fail('plugin-code-failed', `${name}: ${messageOf(said)}.`))
    } catch (thrown) {
      const failure = scriptFailure(thrown, name, isolate)
      dispose(isolate)
      return err(
        failure.code === 'script-threw' ? { ...failure, code: 'plugin-code-failed' } : failure,
      )
    }
  }

  /** A turn of its code. Resolves when it is over and what it said is told; a failure is of the turn. */
  enter(entries: readonly Entry[]): Promise<Failure | undefined> {
    this.#running += 1
    const turn = this.#last.then(() => this.#turn(entries))
    this.#last = turn.finally(() => {
      this.#running -= 1
    })
    return turn
  }

  /** Turns that were begun and are not over. */
  get waiting(): number {
    return this.#running
  }

  /** Milliseconds of the processor so far. */
  get cpuMs(): number {
    return this.#isolate.isDisposed ? 0 : Number(this.#isolate.cpuTime) / 1e6
  }

  get dead(): boolean {
    return this.#isolate.isDisposed
  }

  /** Bytes of its heap, beyond it included. */
  async memory(): Promise<number> {
    if (this.#isolate.isDisposed) return 0
    const { used_heap_size, externally_allocated_size } = await this.#isolate.getHeapStatistics()
    return used_heap_size + externally_allocated_size
  }

  /** From now on it is noted where the time goes. */
  beginProfile(): void {
    if (!this.dead) this.#isolate.startCpuProfiler(PROFILE)
  }

  /** What its code did since then. */
  async endProfile(): Promise<CpuProfile> {
    const parts = this.dead ? [] : await this.#isolate.stopCpuProfiler(PROFILE)
    return mergeProfiles(parts.map(({ profile }) => profile))
  }

  [Symbol.dispose](): void {
    dispose(this.#isolate)
  }

  async #turn(entries: readonly Entry[]): Promise<Failure | undefined> {
    const { name, limits } = this.#options
    if (this.dead) return fail('script-memory', `${name} used more memory than it may.`)
    try {
      await this.#enter.apply(undefined, [JSON.stringify(entries)], { timeout: limits.turnMs })
      return await this.#take()
    } catch (thrown) {
      const failure = scriptFailure(thrown, name, this.#isolate)
      if (!this.dead) await this.#take().catch(() => undefined)
      return failure
    }
  }

  async #take(): Promise<Failure | undefined> {
    const { limits, name, onSaid } = this.#options
    const text: unknown = await this.#drain.apply(undefined, [], { timeout: limits.turnMs })
    if (typeof text !== 'string') return fail('script-threw', `${name} answered out of turn.`)
    if (text !== '') for (const said of parseSaid(text)) onSaid(said)
    return undefined
  }
}

function dispose(isolate: ivm.Isolate): void {
  if (!isolate.isDisposed) isolate.dispose()
}
