import { err, ok, type Bytes, type Failure, type Result } from '#shared/kit'
import { HostNursery } from './host-nursery'
import { HostProcess } from './host-process'
import type { CodeKind } from './load-code'
import { MOST_STILLBORN, ScriptHost } from './script-host'
import { stricter, type ScriptLimits, type StricterLimits } from './script-limits'

/** A plugin’s code, as it lies on the disk. */
export interface HostedCode {
  readonly plugin: string
  /** Another one for every version of the code. */
  readonly revision: string
  readonly kind: CodeKind
  readonly limits?: StricterLimits | undefined
  read(): Result<Uint8Array>
}

export interface ScriptHostsOptions {
  readonly limits: ScriptLimits
  /** Keeps a process ready for the next plugin. */
  readonly spare: boolean
  /** A plugin took its process down, or was the reason that it had to go. */
  readonly onDeath: (plugin: string, failure: Failure) => void
}

/** So long a death counts. */
const WITHIN_MS = 5 * 60_000
/** Before the second try; before each one after it twice as long, up to a limit. */
const BACKOFF_MS = 1000
const LONGEST_BACKOFF_MS = 8000

interface Held {
  readonly plugin: string
  readonly host: ScriptHost
}

/**
 * The processes of plugins that are not trusted: one for every version of a plugin’s code that runs. While sound plays
 * one that dies is made anew when its nodes ask for it, at once the first time, after a second the next, and so on: when
 * it is enough, whoever hears of the deaths decides, and takes its nodes away. A file does not go on with a gap: there
 * the first death ends that version of the code.
 */
export class ScriptHosts implements Disposable {
  /** Whether waiting for a process is out of the question: sound runs. */
  hurried = false
  readonly #options: ScriptHostsOptions
  readonly #hosts = new Map<string, Held>()
  readonly #deaths = new Map<string, readonly number[]>()
  readonly #refused = new Map<string, Failure>()
  #nursery: HostNursery | undefined
  #openedAt = Number.NEGATIVE_INFINITY
  #spare: HostProcess | undefined
  #preparing = false
  #disposed = false
  #stillborn = 0

  constructor(options: ScriptHostsOptions) {
    this.#options = options
  }

  /** The process of this code; undefined where it is not to be had just now. */
  open(code: HostedCode): Result<ScriptHost | undefined> {
    const key = keyOf(code.plugin, code.revision)
    for (const [other, held] of this.#hosts) {
      if (held.plugin === code.plugin) this.#check(other, held)
    }
    const refused = this.#refused.get(key)
    if (refused !== undefined) return err(refused)
    const present = this.#hosts.get(key)
    if (present !== undefined) return ok(present.host)
    if (this.#isTooEarly(code.plugin)) return ok(undefined)
    const source = code.read()
    if (!source.ok) return this.#refuse(key, source.error)
    const process = this.#process()
    if (process === undefined) return ok(undefined)
    const { plugin, kind } = code
    const limits = stricter(this.#options.limits, code.limits)
    const host = new ScriptHost(process, { name: plugin, kind, limits }, source.value)
    this.#hosts.set(key, { plugin, host })
    return ok(host)
  }

  /** This version is needed no more. */
  close(plugin: string, revision: string): void {
    const key = keyOf(plugin, revision)
    const held = this.#hosts.get(key)
    if (held !== undefined) this.#check(key, held)
    this.#hosts.get(key)?.host[Symbol.dispose]()
    this.#hosts.delete(key)
    this.#refused.delete(key)
  }

  /** Another chance for a plugin, with fresh processes. */
  forget(plugin: string): void {
    this.#deaths.delete(plugin)
    for (const [key, { plugin: owner, host }] of this.#hosts) {
      if (owner !== plugin) continue
      host[Symbol.dispose]()
      this.#hosts.delete(key)
    }
    for (const key of this.#refused.keys()) {
      if (key.startsWith(keyOf(plugin, ''))) this.#refused.delete(key)
    }
  }

  /** No death counts any more: what is gone is made anew at once. Processes go on. */
  forgive(): void {
    this.#deaths.clear()
  }

  clear(): void {
    for (const { host } of this.#hosts.values()) host[Symbol.dispose]()
    this.#hosts.clear()
    this.#deaths.clear()
    this.#refused.clear()
  }

  /** Has a process started ahead of need. */
  prepare(): void {
    if (!this.#options.spare || this.#spare !== undefined || this.#preparing) return
    const nursery = this.#open()
    if (nursery === undefined) return
    this.#preparing = true
    nursery.order(host => {
      this.#preparing = false
      if (this.#disposed) host?.[Symbol.dispose]()
      else this.#spare = host
    })
  }

  /** Takes the cost of the first start, before sound runs. */
  warmUp(): void {
    if (this.#options.spare && !this.#disposed) this.#open()
  }

  /** By plugin: the memory of its processes. */
  memory(): ReadonlyMap<string, Bytes> {
    const sums = new Map<string, Bytes>()
    for (const { plugin, host } of this.#hosts.values()) {
      sums.set(plugin, (sums.get(plugin) ?? 0) + host.memory)
    }
    return sums
  }

  /** Questions to the processes that there are, so far. */
  get questions(): number {
    return [...this.#hosts.values()].reduce((sum, { host }) => sum + host.questions, 0)
  }

  /** Of the processes of a plugin. */
  pidsOf(plugin: string): readonly number[] {
    return [...this.#hosts.values()].flatMap(held =>
      held.plugin === plugin ? (held.host.pid ?? []) : [],
    )
  }

  /** Of its processes, the spare one too. */
  get pids(): readonly number[] {
    return [this.#spare?.pid, ...[...this.#hosts.values()].map(({ host }) => host.pid)].flatMap(
      pid => pid ?? [],
    )
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    this.clear()
    this.#spare?.[Symbol.dispose]()
    this.#spare = undefined
    this.#nursery?.[Symbol.dispose]()
  }

  /** Undefined where one has just ended: else each block would begin another. */
  #open(): HostNursery | undefined {
    if (this.#nursery?.lost === false) return this.#nursery
    const now = performance.now()
    if (now - this.#openedAt < BACKOFF_MS) return undefined
    this.#openedAt = now
    this.#nursery = new HostNursery()
    return this.#nursery
  }

  #process(): HostProcess | undefined {
    const spare = this.#spare?.line.listen() === true ? this.#spare : undefined
    this.#spare = undefined
    this.prepare()
    // To start one takes 3 to 30 ms: while sound runs the nursery does it.
    return spare ?? (this.hurried && this.#options.spare ? undefined : HostProcess.start())
  }

  #check(key: string, held: Held): void {
    const { host } = held
    const { ending, refusal } = host
    if (ending !== undefined) this.#bury(key, held, ending)
    else if (refusal !== undefined) {
      host[Symbol.dispose]()
      this.#hosts.delete(key)
      this.#refused.set(key, refusal)
    }
  }

  #bury(key: string, { plugin, host }: Held, ending: Failure): void {
    this.#hosts.delete(key)
    if (!host.begun && this.#stillborn++ < MOST_STILLBORN) return
    this.#stillborn = 0
    const now = performance.now()
    const before = this.#deaths.get(plugin) ?? []
    const deaths = [...before.filter(time => now - time < WITHIN_MS), now]
    this.#deaths.set(plugin, deaths)
    if (this.#options.limits.waitMs === undefined) this.#refused.set(key, ending)
    this.#options.onDeath(plugin, ending)
  }

  #isTooEarly(plugin: string): boolean {
    const deaths = this.#deaths.get(plugin) ?? []
    const [last = 0] = deaths.slice(-1)
    const backoff = Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** (deaths.length - 2))
    return deaths.length > 1 && performance.now() - last < backoff
  }

  #refuse(key: string, failure: Failure): Result<never> {
    this.#refused.set(key, failure)
    return err(failure)
  }
}

function keyOf(plugin: string, revision: string): string {
  return `${plugin}@${revision}`
}
