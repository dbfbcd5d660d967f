import ivm from 'isolated-vm'
import { err, fail, ok, type Bytes, type CpuProfile, type Hertz, type Result } from '#shared/kit'
import { mergeProfiles } from './cpu-profile'
import { IsolateClock } from './isolate-clock'
import { placesOf, ScriptBlock, type ScriptLayout } from './script-block'
import { messageOf, scriptFailure } from './script-failure'
import { ScriptInstance } from './script-instance'
import { quantaOf, type ScriptLimits } from './script-limits'

export interface IsolatedCodeOptions {
  readonly isolate: ivm.Isolate
  /** The wrapper’s function that makes a node. */
  readonly create: ivm.Reference<unknown>
  readonly limits: ScriptLimits
  readonly name: string
}

const PROFILE = 'profile'

/** One plugin's code in an isolate of its own; all of its nodes share it. */
export class IsolatedCode implements Disposable {
  readonly #options: IsolatedCodeOptions
  readonly #clock = new IsolateClock(() => this.cpuMs)
  #instances = 0
  #retired = false

  constructor(options: IsolatedCodeOptions) {
    this.#options = options
  }

  /** A node of the plugin, ready to process; with `kept`, as another version of it was when it said so. */
  instantiate(
    node: string,
    sampleRate: Hertz,
    layout: ScriptLayout,
    kept?: string,
  ): Result<ScriptInstance> {
    const { isolate, create, name } = this.#options
    const question = this.#question(node, sampleRate, layout, kept)
    try {
      return this.#made(layout, create.applySync(undefined, question, this.#setUp))
    } catch (thrown) {
      return err(scriptFailure(thrown, name, isolate))
    }
  }

  /** The same on a thread of the isolate’s. */
  async instantiateApart(
    node: string,
    sampleRate: Hertz,
    layout: ScriptLayout,
    kept?: string,
  ): Promise<Result<ScriptInstance>> {
    const { isolate, create, name } = this.#options
    const question = this.#question(node, sampleRate, layout, kept)
    try {
      return this.#made(layout, await create.apply(undefined, question, this.#setUp))
    } catch (thrown) {
      return err(scriptFailure(thrown, name, isolate))
    }
  }

  async rehearse(
    node: string,
    sampleRate: Hertz,
    layout: ScriptLayout,
    values: readonly number[],
  ): Promise<void> {
    const made = await this.instantiateApart(node, sampleRate, layout)
    if (!made.ok) return
    using script = made.value
    await script.rehearse(values)
  }

  get name(): string {
    return this.#options.name
  }

  /** Its isolate is gone: out of memory, or disposed of. */
  get dead(): boolean {
    return this.#options.isolate.isDisposed
  }

  /** Milliseconds of the processor that it has had so far. */
  get cpuMs(): number {
    return this.dead ? 0 : Number(this.#options.isolate.cpuTime) / 1e6
  }

  /** Of its heap, and of what lies beside it. */
  get memory(): Bytes {
    if (this.dead) return 0
    const { used_heap_size: heap, externally_allocated_size: beside } =
      this.#options.isolate.getHeapStatisticsSync()
    return heap + beside
  }

  /** What its code did meanwhile. */
  async profiled(work: () => void): Promise<CpuProfile> {
    const { isolate } = this.#options
    isolate.startCpuProfiler(PROFILE)
    work()
    const parts = this.dead ? [] : await isolate.stopCpuProfiler(PROFILE)
    return mergeProfiles(parts.map(({ profile }) => profile))
  }

  /** Makes no more nodes; its isolate goes with the last of those that it has. */
  retire(): void {
    this.#retired = true
    this.#tidy()
  }

  get #setUp() {
    return { timeout: this.#options.limits.setUpMs, result: { reference: true } } as const
  }

  #question(node: string, sampleRate: Hertz, layout: ScriptLayout, kept: string | undefined) {
    const { limits } = this.#options
    const places = placesOf(layout, quantaOf(limits, layout))
    const { common = false } = limits
    return [node, sampleRate, JSON.stringify({ ...layout, places, common }), kept]
  }

  #made(layout: ScriptLayout, made: unknown): Result<ScriptInstance> {
    const { isolate, limits, name } = this.#options
    if (!(made instanceof ivm.Reference)) {
      return err(fail('plugin-code-failed', `${name} failed.`))
    }
    if (made.typeof !== 'object') {
      return err(fail('plugin-code-failed', `${name}: ${messageOf(made.copySync())}.`))
    }
    const process: ivm.Reference<unknown> = made.getSync('process', { reference: true })
    const stage: unknown = made.getSync('stage', { copy: true })
    made.release()
    if (!(stage instanceof WebAssembly.Memory)) throw new Error('A script shares no memory')
    const block = new ScriptBlock(layout, quantaOf(limits, layout), stage)
    this.#instances += 1
    this.#clock.settle()
    const onDisposed = () => {
      this.#instances -= 1
      this.#tidy()
    }
    const clock = this.#clock
    return ok(new ScriptInstance({ isolate, process, block, clock, name, limits, onDisposed }))
  }

  #tidy(): void {
    if (this.#retired && this.#instances === 0) this[Symbol.dispose]()
  }

  [Symbol.dispose](): void {
    if (!this.dead) this.#options.isolate.dispose()
  }
}

/** What is set up in a new isolate; where that fails, nothing is left of it. */
export interface Setting {
  readonly isolate: ivm.Isolate
  readonly context: ivm.Context
  /** The time that is left of what setting up may take. */
  readonly left: () => { readonly timeout: number }
}

/**
 * Sets code up in an isolate of its own. `setUp` answers the function that makes nodes, or what its wrapper says is
 * wrong.
 */
export function isolated(
  name: string,
  limits: ScriptLimits,
  setUp: (setting: Setting) => ivm.Reference<unknown> | string,
): Result<IsolatedCode> {
  const isolate = new ivm.Isolate({ memoryLimit: limits.heapMb })
  const began = performance.now()
  const left = () => ({
    timeout: Math.max(1, Math.ceil(limits.setUpMs - (performance.now() - began))),
  })
  try {
    const create = setUp({ isolate, context: isolate.createContextSync(), left })
    if (typeof create !== 'string') {
      return ok(new IsolatedCode({ isolate, create, limits, name }))
    }
    isolate.dispose()
    return err(fail('plugin-code-failed', `${name}: ${messageOf(create)}.`))
  } catch (thrown) {
    const failure = scriptFailure(thrown, name, isolate)
    if (!isolate.isDisposed) isolate.dispose()
    const threw = failure.code === 'script-threw'
    return err(threw ? { ...failure, code: 'plugin-code-failed' } : failure)
  }
}
