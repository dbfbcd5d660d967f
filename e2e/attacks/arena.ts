import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Failure, Result } from '../../src/shared/kit'
import { fixedAnswers } from '../../src/main/grants'
import { withPlugins } from '../../src/main/tools/testing/with-plugins'
import type { AsyncProbe } from './probes-async'

const anything = { type: 'object' }
const tool = (timeoutMs = 2000) => ({
  label: 'It',
  description: 'Does it.',
  input: anything,
  timeoutMs,
})
const PATIENCE_MS = 15_000

/** A plugin that does no harm, and one that is slow. */
const others = {
  good: {
    manifest: { tools: { it: tool(), asks: tool(), waits: tool() }, permissions: ['tools.call'] },
    code: `tools: {
      it: () => 1,
      asks: async (_, { storage }) => { await storage.keys(); return 1 },
      waits: (_, { tools }) => tools.call('slow/wait', {}),
    }`,
  },
  slow: {
    manifest: { tools: { wait: tool() } },
    code: `tools: { wait: () => new Promise(resolve => setTimeout(() => resolve(1), 150)) }`,
  },
}

type Home = Awaited<ReturnType<typeof withPlugins>>

/** Everything of the app that runs plugins beside their sound, with one hostile plugin for each probe. */
export class Arena implements AsyncDisposable {
  readonly deaths: [plugin: string, failure: Failure][] = []
  readonly silentIo = { out: () => {}, err: () => {}, status: () => {} }
  /** Readings that reached the app. */
  readings = 0
  readonly #own: Home
  readonly #reading: Disposable

  private constructor(own: Home) {
    this.#own = own
    this.#reading = own.runner.readings.on(() => {
      this.readings += 1
    })
  }

  static async open(probes: readonly AsyncProbe[]): Promise<Arena> {
    const hostile = probes.map((probe, index) => {
      const sensors = { s: { label: 'S', unit: '', min: 0, max: 1e6, rateHz: 20 } }
      const { code, timeoutMs, permissions = [] } = probe
      const manifest = { tools: { it: tool(timeoutMs) }, sensors, permissions }
      return [Arena.idOf(index), { manifest, code }] as const
    })
    const ask = fixedAnswers(['tools.call'])
    const own = await withPlugins({ ...others, ...Object.fromEntries(hostile) }, { ask })
    for (const { id, state, reason } of own.manager.plugins) {
      if (state !== 'enabled') throw new Error(`${id} is ${state}: ${reason?.message}`)
    }
    return new Arena(own)
  }

  static idOf(probe: number): string {
    return `bad${probe}`
  }

  get home(): string {
    return this.#own.home
  }

  get manager(): Home['manager'] {
    return this.#own.manager
  }

  get pids(): readonly number[] {
    return this.#own.runner.running.flatMap(({ pid }) => pid ?? [])
  }

  call(name: string, input?: object): Promise<Result<unknown>> {
    return this.#own.call(name, input)
  }

  /** Whether a process of the plugin runs. */
  runs(id: string): boolean {
    return this.#own.runner.running.some(({ plugin }) => plugin === id)
  }

  pause(ms: number): Promise<void> {
    return setTimeout(ms)
  }

  /** Puts the plugin away, its process too. */
  end(id: string): Promise<void> {
    return this.#own.runner.end(id)
  }

  /** What was dropped is told in its figures, as its page shows them. */
  async countsDrops(id: string, least: number): Promise<void> {
    for (const began = performance.now(); performance.now() - began < PATIENCE_MS;) {
      if (this.manager.stats.of(id).drops >= least) return
      await setTimeout(20)
    }
    throw new Error(
      `Of ${least} messages at least only ${this.manager.stats.of(id).drops} were dropped`,
    )
  }

  async logFile(id: string): Promise<string> {
    await this.manager.logs.flush()
    return readFile(join(this.#own.paths.logs, 'plugins', `${id}.log`), 'utf8')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#reading[Symbol.dispose]()
    await this.#own[Symbol.asyncDispose]()
  }
}
