import { readFile } from 'node:fs/promises'
import { Emitter, err, fail, type CpuProfile, type Failure, type Result } from '#shared/kit'
import type { Reading } from '#shared/contract'
import type { Manifest } from '#shared/graph'
import type { Broker, Wanting } from '../grants'
import { attempt, readFailure, StackMaps, type Log } from '../kit'
import type { PolicyFile } from '../policy'
import { PluginHosts, type Calling, type HostedPlugin } from '../plugin-host'
import type { ListedPlugin, PluginDirectory } from './plugin-directory'
import { PluginStats } from './plugin-stats'

export interface PluginRunnerParts {
  readonly directory: PluginDirectory
  readonly broker: Pick<Broker, 'request'>
  readonly log: Log
  /** What limits plugins to less than they may have by themselves. */
  readonly policy?: PolicyFile
  readonly idleMs?: number
  /** Hears of plugins whose process ended though nobody asked it to. */
  readonly died?: (plugin: string) => void
}

/**
 * Runs the tools, sensors and providers of enabled plugins in their hosts: with the rights that they have, the settings
 * that they were given, and the blame where they die.
 */
export class PluginRunner implements AsyncDisposable {
  readonly readings = new Emitter<Reading>()
  readonly directory: PluginDirectory
  readonly #broker: Pick<Broker, 'request'>
  readonly #hosts: PluginHosts
  /** What they cost. */
  readonly stats: PluginStats
  readonly #tellDeath: ((plugin: string) => void) | undefined
  readonly #policy: PolicyFile | undefined
  readonly #maps = new StackMaps()
  readonly #subscription: Disposable

  constructor({ directory, broker, log, policy, idleMs, died }: PluginRunnerParts) {
    this.#tellDeath = died
    this.directory = directory
    this.#broker = broker
    this.#policy = policy
    this.stats = new PluginStats(directory)
    this.#hosts = new PluginHosts({
      log,
      ...(idleMs !== undefined && { idleMs }),
      events: {
        request: (plugin, method, args) => this.#request(plugin, method, args),
        log: (plugin, level, text) =>
          directory.logs.append(plugin, level, this.#inSources(plugin, text)),
        reading: (plugin, sensor, value) => this.#read(plugin, sensor, value),
        death: (plugin, reason) => this.#died(plugin, reason),
        usage: (plugin, use) => this.stats.used(plugin, use),
        dropped: (plugin, count) => this.stats.dropped(plugin, count),
        setUp: (plugin, report) => directory.report(plugin, report),
      },
    })
    // Other code, other settings, another state: what runs is the old one.
    this.#subscription = directory.changes.on(({ plugins }) => {
      for (const plugin of plugins) void this.#hosts.end(plugin)
    })
  }

  /** Which plugins run now, and in which process. */
  get running(): PluginHosts['running'] {
    return this.#hosts.running
  }

  async call(plugin: string, calling: Calling, instance?: Instance): Promise<Result<unknown>> {
    const hosted = this.#hosted(plugin, instance?.config)
    if (!hosted.ok) return hosted
    const began = performance.now()
    const result = await this.#hosts.call(hosted.value, calling, instance?.id)
    const label = `${calling.what}:${calling.name}`
    this.stats.called(plugin, label, performance.now() - began, result.ok)
    return result
  }

  /** The enabled plugin that provides this, by its id. */
  providerOf(kind: string, name: string): string | undefined {
    const { directory } = this
    return [...directory.found].find(
      ([id, { manifest }]) =>
        directory.isEnabled(id) &&
        manifest.providers.some(own => own.kind === kind && own.name === name),
    )?.[0]
  }

  /**
   * Where the time of a tool or a sensor goes: called again and again for so many seconds, in an isolate of its own, so
   * that what the others do goes on.
   */
  async profile(plugin: string, part: ProfiledPart, seconds: number): Promise<Result<CpuProfile>> {
    const hosted = this.#hosted(plugin)
    if (!hosted.ok) return hosted
    const { what, name, input, timeoutMs } = part
    const asking = { name, input, timeoutMs }
    const call = (kind: CallKind) =>
      this.#hosts.call(hosted.value, { ...asking, what: kind }, PROFILE)
    const begun = what === 'tool' ? undefined : await call('sensor-setup')
    const isBegun = begun === undefined || begun.ok
    const kind = what === 'tool' ? 'tool' : 'sensor-read'
    const profile = isBegun
      ? await this.#hosts.profile(hosted.value, { ...asking, what: kind }, seconds, PROFILE)
      : begun
    if (what === 'sensor' && isBegun) await call('sensor-teardown')
    await this.#hosts.end(plugin, PROFILE)
    if (!profile.ok || profile.value.samples.length > 0) return profile
    return err(fail('plugin-timeout', 'It did not run long enough to be seen.'))
  }

  /** Keeps it awake until disposed of. */
  hold(plugin: string): Disposable {
    const hosted = this.#hosted(plugin)
    return hosted.ok ? this.#hosts.hold(hosted.value) : { [Symbol.dispose]: () => {} }
  }

  end(plugin: string, instance?: string): Promise<void> {
    return this.#hosts.end(plugin, instance)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription[Symbol.dispose]()
    await this.#hosts[Symbol.asyncDispose]()
  }

  #hosted(id: string, config: unknown = this.directory.configOf(id)): Result<HostedPlugin> {
    const plugin = this.directory.found.get(id)
    if (plugin === undefined) return err(fail('plugin-not-found', `There is no plugin “${id}”.`))
    const { code } = plugin
    if (!this.directory.isEnabled(id) || code === undefined) {
      return err(fail('plugin-not-enabled', `${plugin.manifest.name} is not enabled.`))
    }
    const { manifest, origin } = plugin
    return {
      ok: true,
      value: {
        id,
        name: manifest.name,
        shared: origin === 'built-in',
        config,
        ...heapOf(manifest),
        ...(origin !== 'built-in' && limitsOf(this.#policy)),
        capabilities: manifest.permissions.map(({ right }) => right),
        source: () =>
          attempt(
            () => readFile(code, 'utf8'),
            errno => readFailure(errno, code),
          ),
      },
    }
  }

  async #request(id: string, method: string, args: unknown): Promise<Result<unknown>> {
    const plugin = this.directory.found.get(id)
    if (plugin === undefined) return err(fail('plugin-not-found', `There is no plugin “${id}”.`))
    return this.#broker.request(wantingOf(plugin), method, args)
  }

  #read(plugin: string, sensor: string, value: number): void {
    const sensors = this.directory.found.get(plugin)?.manifest.sensors ?? {}
    const spec = Object.hasOwn(sensors, sensor) ? sensors[sensor] : undefined
    if (spec === undefined || !Number.isFinite(value)) {
      return this.directory.logs.append(
        plugin,
        'warn',
        `There is no sensor “${sensor}” to publish for.`,
      )
    }
    const sourceId = `${plugin}/${sensor}`
    this.readings.emit({ sourceId, value, unit: spec.unit, ts: Date.now() })
  }

  /** Stacks name the author’s files. */
  #inSources(plugin: string, text: string): string {
    return this.#maps.inSources(text, this.directory.found.get(plugin)?.code)
  }

  #died(plugin: string, reason: Failure): void {
    this.stats.restarted(plugin)
    this.directory.reportDeath(plugin, reason.message)
    this.#tellDeath?.(plugin)
  }
}

/** Of a plugin with models: tensors of 4 MB there and back stand there several times on their way. */
const WITH_MODELS_MB = 128

/** What of a heap a plugin has, where that is not what all have. */
export function heapOf({ models }: Pick<Manifest, 'models'>): Pick<HostedPlugin, 'heapMb'> {
  return Object.keys(models).length > 0 ? { heapMb: WITH_MODELS_MB } : {}
}

/** The isolate that is profiled. */
const PROFILE = 'profile'

type CallKind = Calling['what']

/** What is profiled of a plugin, and how it is called. */
export interface ProfiledPart {
  readonly what: 'tool' | 'sensor'
  readonly name: string
  readonly input: unknown
  readonly timeoutMs: number
}

/** One of several of a plugin, with settings of its own. */
export interface Instance {
  readonly id: string
  readonly config?: unknown
}

const WINDOW_MS = 10_000

/** Those that come with Wireharp share a process, and are trusted with it. */
function limitsOf(policy: PolicyFile | undefined): Pick<HostedPlugin, 'heapMb' | 'cpu'> {
  const { cpuPercent, memoryMb } = policy?.state.policy.limits ?? {}
  return {
    ...(memoryMb !== undefined && { heapMb: memoryMb }),
    ...(cpuPercent !== undefined && {
      cpu: { cpuMs: (WINDOW_MS * cpuPercent) / 100, windowMs: WINDOW_MS },
    }),
  }
}

function wantingOf({ manifest, origin }: ListedPlugin): Wanting {
  return {
    plugin: manifest.id,
    name: manifest.name,
    permissions: manifest.permissions,
    isBuiltIn: origin === 'built-in',
  }
}
