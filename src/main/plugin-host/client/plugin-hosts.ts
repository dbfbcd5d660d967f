import { err, fail, type Bytes, type CpuProfile, type Failure, type Result } from '#shared/kit'
import type { Log } from '../../kit'
import { usualCpuLimits, type CpuLimits } from './cpu-budget'
import { Guest, HEAP_MB, type Calling } from './guest'
import { HostProcess, type HostExit } from './host-process'
import type { HostedPlugin, HostEvents } from './hosted-plugin'

/** A plugin that nobody used for so long is put to sleep; its state is gone then. */
const IDLE_MS = 60_000
const SWEEP_MS = 5000
/** Processes of third parties at a time. */
const MOST_PROCESSES = 16
const MB: Bytes = 2 ** 20
const SPARE_MB = 64
const SHARED_MB = 512
const SHARED = 'built-in'

export interface PluginHostsOptions {
  readonly events: HostEvents
  readonly log: Log
  readonly idleMs?: number
  readonly cpu?: CpuLimits
  /** Another host than Wireharp’s own: tests bring hostile ones. */
  readonly script?: string
}

interface Home {
  readonly process: HostProcess
  readonly guests: Map<string, Guest>
}

/**
 * The processes in which plugins’ tools, sensors and providers run: one for all that come with Wireharp, one for each
 * third party’s plugin. They start when they are first used, sleep when nobody uses them, and are killed when they miss a
 * deadline and do not hear, or when they grow too large; whoever waits is told, and the next call starts them anew.
 */
export class PluginHosts implements AsyncDisposable {
  readonly #homes = new Map<string, Home>()
  readonly #options: PluginHostsOptions
  readonly #sweep: NodeJS.Timeout
  #disposed = false

  constructor(options: PluginHostsOptions) {
    this.#options = options
    this.#sweep = setInterval(() => void this.#tidy(), SWEEP_MS)
    this.#sweep.unref()
  }

  /** `instance` names one of several isolates of the plugin, each with its own state. */
  call(plugin: HostedPlugin, calling: Calling, instance = ''): Promise<Result<unknown>> {
    const guest = this.#guest(plugin, instance)
    return guest.ok ? guest.value.call(calling) : Promise.resolve(guest)
  }

  /** Where the time of a call goes that is made again and again for a while. */
  profile(
    plugin: HostedPlugin,
    calling: Calling,
    seconds: number,
    instance = '',
  ): Promise<Result<CpuProfile>> {
    const guest = this.#guest(plugin, instance)
    return guest.ok ? guest.value.profile(calling, seconds) : Promise.resolve(guest)
  }

  /** Keeps a plugin awake, for what it measures all the time. */
  hold(plugin: HostedPlugin, instance = ''): Disposable {
    const guest = this.#guest(plugin, instance)
    return guest.ok ? guest.value.hold() : { [Symbol.dispose]: () => {} }
  }

  /** Which plugins run now, and where. */
  get running(): readonly { readonly plugin: string; readonly pid: number | undefined }[] {
    return [...this.#homes.values()].flatMap(({ process, guests }) =>
      [...guests.values()].map(({ plugin }) => ({ plugin: plugin.id, pid: process.pid })),
    )
  }

  /** Tears a plugin down, all of its instances: it is reloaded, disabled or uninstalled. */
  async end(plugin: string, instance?: string): Promise<void> {
    const all = [...this.#homes].flatMap(([place, home]) =>
      [...home.guests]
        .filter(
          ([key, guest]) =>
            guest.plugin.id === plugin &&
            (instance === undefined || key === keyOf(plugin, instance)),
        )
        .map(([key, guest]) => this.#sleep(place, home, key, guest)),
    )
    await Promise.all(all)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    clearInterval(this.#sweep)
    const homes = [...this.#homes.values()]
    this.#homes.clear()
    await Promise.all(
      homes.map(async ({ process, guests }) => {
        await Promise.all([...guests.values()].map(guest => guest.tearDown()))
        await process[Symbol.asyncDispose]()
      }),
    )
  }

  #guest(plugin: HostedPlugin, instance: string): Result<Guest> {
    const place = plugin.shared ? SHARED : plugin.id
    const home = this.#homes.get(place) ?? this.#open(place, plugin)
    if (home === undefined) {
      return err(fail('plugin-busy', `${plugin.name} cannot start: too many plugins run.`))
    }
    const key = keyOf(plugin.id, instance)
    const known = home.guests.get(key)
    if (known !== undefined) return { ok: true, value: known }
    const guest = new Guest({
      key,
      plugin,
      events: this.#options.events,
      send: request => home.process.send(request),
      taken: () => home.process.taken(),
      cpu: plugin.cpu ?? this.#options.cpu ?? usualCpuLimits,
      ready: home.process.ready,
      kill: (reason = 'hung') => home.process.kill(reason),
    })
    home.guests.set(key, guest)
    return { ok: true, value: guest }
  }

  #open(place: string, plugin: HostedPlugin): Home | undefined {
    if (this.#disposed || this.#homes.size > MOST_PROCESSES) return undefined
    const guests = new Map<string, Guest>()
    const heap = plugin.shared ? SHARED_MB : (plugin.heapMb ?? HEAP_MB)
    const { log, script } = this.#options
    const process = new HostProcess({
      log,
      ...(script !== undefined && { script }),
      growth: (heap + SPARE_MB) * MB,
      busy: () => [...guests.values()].some(guest => guest.busy),
    })
    const home = { process, guests }
    this.#homes.set(place, home)
    process.replies.on(reply => {
      if ('plugin' in reply) guests.get(reply.plugin)?.hear(reply)
    })
    void process.exited.then(exit => this.#ended(place, home, exit))
    return home
  }

  #ended(place: string, home: Home, exit: HostExit): void {
    if (this.#homes.get(place) === home) this.#homes.delete(place)
    const names = new Set<string>()
    for (const guest of home.guests.values()) {
      const reason = reasonOf(guest.plugin.name, exit)
      // Of those that share a process only those can be blamed that were at work.
      const blamed = !guest.plugin.shared || guest.busy
      guest.end(reason)
      if (exit.reason === 'asked' || !blamed || names.has(guest.plugin.id)) continue
      names.add(guest.plugin.id)
      this.#options.events.death(guest.plugin.id, reason)
    }
    if (exit.reason !== 'asked') this.#options.log.warn({ place, ...exit }, 'A plugin host ended')
  }

  async #tidy(): Promise<void> {
    const { idleMs = IDLE_MS } = this.#options
    for (const [place, home] of this.#homes) {
      for (const [key, guest] of home.guests) {
        if (guest.idleMs > idleMs) await this.#sleep(place, home, key, guest)
      }
    }
  }

  async #sleep(place: string, home: Home, key: string, guest: Guest): Promise<void> {
    home.guests.delete(key)
    if (home.guests.size === 0 && this.#homes.get(place) === home) this.#homes.delete(place)
    // What it says in the meantime is still heard.
    using _replies = home.process.replies.on(reply => {
      if ('plugin' in reply && reply.plugin === key) guest.hear(reply)
    })
    await guest.tearDown()
    guest.end(fail('plugin-died', `${guest.plugin.name} was put away.`))
    if (home.guests.size === 0 && this.#homes.get(place) !== home) {
      await home.process[Symbol.asyncDispose]()
    }
  }
}

function keyOf(plugin: string, instance: string): string {
  return instance === '' ? plugin : `${plugin}#${instance}`
}

function reasonOf(name: string, { reason, signal, code }: HostExit): Failure {
  if (reason === 'memory') return fail('script-memory', `${name} used more memory than it may.`)
  if (reason === 'cpu') {
    return fail(
      'plugin-timeout',
      `${name} kept the processor busy with nobody asking, and was stopped.`,
    )
  }
  if (reason === 'hung') return fail('plugin-timeout', `${name} hung and was stopped.`)
  if (reason === 'flood') {
    return fail('plugin-died', `${name} said more than anybody can hear, and was stopped.`)
  }
  if (reason === 'nonsense') {
    return fail(
      'plugin-died',
      `The process of ${name} said what none of ours does, and was stopped.`,
    )
  }
  return fail('plugin-died', `${name} ended (${signal ?? `code ${code ?? '?'}`}).`)
}
