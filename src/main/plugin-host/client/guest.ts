import { setTimeout as wait } from 'node:timers/promises'
import { err, fail, isFailure, ok, type CpuProfile, type Failure, type Result } from '#shared/kit'
import { oneLine } from '../../kit'
import type { CallKind, HostReply, HostRequest } from '../protocol'
import { CpuBudget, type CpuLimits } from './cpu-budget'
import type { HostedPlugin, HostEvents } from './hosted-plugin'
import { plainJson, Requests } from './requests'

/** Calls of one plugin that may wait at a time. */
const MOST_CALLS = 64
/** How long a plugin that missed a deadline has to show that it still hears. */
const GRACE_MS = 90
const LOAD_MS = 4000
/** How long its process may take to begin before that: no plugin is to blame for a machine that is busy. */
const BEGIN_MS = 15_000
const SET_UP_MS = 5000
/** How long it may take to put a profile together. */
const PROFILE_MS = 10_000
/** How long it has to put its things away. */
export const TEARDOWN_MS = 3000
/** How long calls that are under way may take still when a plugin is put away. */
const DRAIN_MS = 1000
/** A turn is what runs without a pause, so nothing that answers needs longer. */
const TURN_MS = 5000
export const HEAP_MB = 64

export interface Calling {
  readonly what: CallKind
  readonly name: string
  readonly input: unknown
  readonly timeoutMs: number
}

interface Waiting {
  readonly settle: (result: Result<unknown>) => void
  readonly timer: NodeJS.Timeout
}

export interface GuestParts {
  /** Its own among those of the process. */
  readonly key: string
  readonly plugin: HostedPlugin
  readonly events: HostEvents
  readonly send: (request: HostRequest) => boolean
  /** When the process has taken what was sent to it: false where it is gone. */
  readonly taken: () => Promise<boolean>
  readonly cpu: CpuLimits
  /** When its process takes requests; never, where it ends before. */
  readonly ready: Promise<void>
  /** Nothing gentler helps: its process must go. */
  readonly kill: (reason?: 'hung' | 'cpu' | 'flood') => void
}

/** One loaded plugin of a process, as the shell sees it: its calls, each with a deadline of its own. */
export class Guest {
  readonly plugin: HostedPlugin
  readonly #parts: GuestParts
  readonly #calls = new Map<number, Waiting>()
  /** Calls that were given up, and by when the process must show that it is alive. */
  readonly #abandoned = new Map<number, NodeJS.Timeout>()
  readonly #cpu: CpuBudget
  readonly #requests: Requests
  #nextCall = 0
  #loading: ((problem: Failure | undefined) => void) | undefined
  #ready: Promise<Failure | undefined> | undefined
  #profiled: ((profile: Result<CpuProfile>) => void) | undefined
  #usedAt = performance.now()
  #holders = 0

  constructor(parts: GuestParts) {
    this.#parts = parts
    this.plugin = parts.plugin
    this.#cpu = new CpuBudget(parts.cpu)
    this.#requests = new Requests(parts)
  }

  get busy(): boolean {
    return this.#calls.size > 0 || this.#loading !== undefined || this.#abandoned.size > 0
  }

  /** Milliseconds since it did something for somebody; 0 while somebody holds it. */
  get idleMs(): number {
    return this.busy || this.#holders > 0 ? 0 : performance.now() - this.#usedAt
  }

  /** Keeps it from being put to sleep, until disposed of. */
  hold(): Disposable {
    this.#holders += 1
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (held) this.#holders -= 1
        held = false
      },
    }
  }

  async call(calling: Calling): Promise<Result<unknown>> {
    this.#ready ??= this.#setUp()
    const problem = await this.#ready
    if (problem !== undefined) return err(problem)
    return this.#ask(calling)
  }

  /** Makes the same call again and again for a while, and tells where the time went. */
  async profile(calling: Calling, seconds: number): Promise<Result<CpuProfile>> {
    const { key, plugin, send } = this.#parts
    // The first pays for what is compiled.
    const first = await this.call(calling)
    if (!first.ok) return first
    send({ kind: 'profile', plugin: key, begins: true })
    let last: Result<unknown> = first
    const until = performance.now() + seconds * 1000
    while (last.ok && performance.now() < until) last = await this.call(calling)
    if (!last.ok) return last
    const { promise, resolve } = Promise.withResolvers<Result<CpuProfile>>()
    this.#profiled = resolve
    const late = fail('plugin-timeout', `${plugin.name} took too long.`)
    const timer = setTimeout(() => resolve(err(late)), PROFILE_MS)
    send({ kind: 'profile', plugin: key, begins: false })
    const profile = await promise
    clearTimeout(timer)
    this.#profiled = undefined
    return profile
  }

  /** Lets what is under way end, then tears down what was set up; neither takes longer than its deadline. */
  async tearDown(): Promise<void> {
    const ready = this.#ready
    this.#ready = undefined
    if (ready === undefined || (await ready) !== undefined) return
    const until = performance.now() + DRAIN_MS
    while (this.#calls.size > 0 && performance.now() < until) await wait(10)
    const done = await this.#ask(teardown)
    if (!done.ok) this.#parts.events.log(this.plugin.id, 'error', done.error.message)
    this.#parts.send({ kind: 'unload', plugin: this.#parts.key })
  }

  hear(reply: HostReply): void {
    const { id } = this.plugin
    const { events } = this.#parts
    switch (reply.kind) {
      case 'ready':
        return
      case 'loaded':
        return this.#loading?.(reply.problem && failureOf(reply.problem))
      case 'done':
        if (reply.stack !== '') events.log(id, 'error', reply.stack)
        return this.#settle(reply.call, this.#answerOf(reply))
      case 'cancelled':
        clearTimeout(this.#abandoned.get(reply.call))
        return void this.#abandoned.delete(reply.call)
      case 'broken':
        events.log(id, 'error', reply.message)
        return this.#break(reply)
      case 'request':
        return void this.#requests.answer(reply.request, reply.method, reply.args)
      case 'log':
        return events.log(id, reply.level, reply.text)
      case 'reading':
        return events.reading(
          id,
          reply.sensor.slice(reply.sensor.lastIndexOf('/') + 1),
          reply.value,
        )
      case 'dropped':
        events.dropped(id, reply.count)
        return events.log(id, 'warn', `${reply.count} messages were dropped: too many at once.`)
      case 'profiled':
        return this.#profiled?.(ok(reply.profile))
      case 'usage':
        if (this.#cpu.add(reply.cpuMs, performance.now(), this.busy)) this.#parts.kill('cpu')
        return events.usage(id, reply)
    }
  }

  /** Everything that waits fails with it. */
  end(reason: Failure): void {
    this.#loading?.(reason)
    this.#profiled?.(err(reason))
    for (const call of this.#calls.keys()) this.#settle(call, err(reason))
    for (const timer of this.#abandoned.values()) clearTimeout(timer)
    this.#abandoned.clear()
    this.#ready = undefined
  }

  async #setUp(): Promise<Failure | undefined> {
    const { plugin, key } = this.#parts
    const source = await plugin.source()
    if (!source.ok) return source.error
    const loaded = Promise.withResolvers<Failure | undefined>()
    this.#loading = loaded.resolve
    const { name, config, capabilities, heapMb = HEAP_MB } = plugin
    let timer = setTimeout(() => this.#parts.kill(), BEGIN_MS)
    void this.#parts.ready.then(() => {
      clearTimeout(timer)
      if (this.#loading === loaded.resolve) timer = setTimeout(() => this.#parts.kill(), LOAD_MS)
    })
    this.#parts.send({
      kind: 'load',
      plugin: key,
      name,
      source: source.value,
      config,
      capabilities,
      heapMb,
      turnMs: TURN_MS,
    })
    const problem = await loaded.promise
    clearTimeout(timer)
    this.#loading = undefined
    if (problem !== undefined) return problem
    const failure = (await this.#lacking()) ?? (await this.#begin())
    if (failure === undefined) return undefined
    this.#parts.send({ kind: 'unload', plugin: key })
    return failure
  }

  /** Why this machine will not do, as the plugin itself says. */
  async #lacking(): Promise<Failure | undefined> {
    const { events, plugin } = this.#parts
    const checked = await this.#ask({ what: 'check', name: '', input: {}, timeoutMs: SET_UP_MS })
    const reason = checked.ok ? reasonIn(checked.value) : checked.error.message
    if (reason === undefined) return undefined
    events.setUp(plugin.id, { state: 'skipped', reason })
    return fail('plugin-not-enabled', `${plugin.name} cannot work here: ${reason}`)
  }

  async #begin(): Promise<Failure | undefined> {
    const { events, plugin } = this.#parts
    const done = await this.#ask({ what: 'setup', name: '', input: {}, timeoutMs: SET_UP_MS })
    if (done.ok) return undefined
    events.setUp(plugin.id, { state: 'failed', reason: done.error.message })
    return done.error
  }

  #ask({ what, name, input, timeoutMs }: Calling): Promise<Result<unknown>> {
    const { key, plugin } = this.#parts
    if (this.#calls.size >= MOST_CALLS) {
      return Promise.resolve(err(fail('plugin-busy', `${plugin.name} has too much to do.`)))
    }
    this.#usedAt = performance.now()
    this.#nextCall += 1
    const call = this.#nextCall
    const { promise, resolve } = Promise.withResolvers<Result<unknown>>()
    const timer = setTimeout(() => this.#giveUp(call), timeoutMs)
    this.#calls.set(call, { settle: resolve, timer })
    const deadline = Date.now() + timeoutMs
    const text = JSON.stringify(input ?? {})
    const request = { kind: 'call', plugin: key, call, what, name, input: text, deadline } as const
    if (!this.#parts.send(request)) {
      this.#settle(call, err(fail('plugin-died', `${plugin.name} is not there any more.`)))
    }
    return promise
  }

  /** At its deadline the call has failed, whatever the plugin does; if it does not even hear, its process goes. */
  #giveUp(call: number): void {
    const { plugin, key } = this.#parts
    this.#settle(call, err(fail('plugin-timeout', `${plugin.name} took too long.`)))
    this.#abandoned.set(
      call,
      setTimeout(() => this.#parts.kill(), GRACE_MS),
    )
    this.#parts.send({ kind: 'cancel', plugin: key, call })
  }

  #settle(call: number, result: Result<unknown>): void {
    const waiting = this.#calls.get(call)
    if (waiting === undefined) return
    this.#calls.delete(call)
    this.#usedAt = performance.now()
    clearTimeout(waiting.timer)
    waiting.settle(result)
  }

  #answerOf({ isOk, text }: Extract<HostReply, { kind: 'done' }>): Result<unknown> {
    const { name } = this.plugin
    if (!isOk) {
      const said = text.slice(0, 500).replace(/\.$/, '')
      // What was denied to it says its name already.
      const whose = said.startsWith(`${name} `) ? '' : `${name}: `
      return err(fail('plugin-threw', `${whose}${said}.`))
    }
    const value = plainJson(text)
    return value.ok
      ? value
      : err(fail('tool-output-invalid', `${name} answered with something that is no plain JSON.`))
  }

  #break({ code, message, dead }: Extract<HostReply, { kind: 'broken' }>): void {
    const reason = failureOf({ code, message })
    for (const call of this.#calls.keys()) this.#settle(call, err(reason))
    if (dead) this.#parts.kill()
  }
}

const teardown = { what: 'teardown', name: '', input: {}, timeoutMs: TEARDOWN_MS } as const

/** Of what `checkDependencies` answered: `{ ok: false, reason }`. */
function reasonIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer) || answer.ok !== false) {
    return undefined
  }
  const given = 'reason' in answer && typeof answer.reason === 'string' ? answer.reason : ''
  return given === '' ? 'something is missing' : oneLine(given.slice(0, 200))
}

function failureOf(problem: { readonly code: string; readonly message: string }): Failure {
  return isFailure(problem) ? problem : fail('plugin-threw', problem.message)
}
