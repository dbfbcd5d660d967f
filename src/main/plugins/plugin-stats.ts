import type { CallTimes, PluginStats } from '#shared/contract'
import { Emitter } from '#shared/kit'

/** What one of the processes that run plugins says of one of them: all counted since the app started. */
export type StatsReport = Omit<PluginStats, 'plugin' | 'at' | 'minute'>

interface Said {
  readonly at: number
  readonly report: StatsReport
}

/** Who says nothing for so long has nothing that runs. */
const QUIET_MS = 3000
/** Seconds that are remembered. */
const SPAN = 60

const nothing: StatsReport = {
  calls: 0,
  errors: 0,
  restarts: 0,
  drops: 0,
  cpu: 0,
  memoryBytes: 0,
  times: { p50: 0, p95: 0, max: 0 },
  instances: [],
}

/** The newest figures of every plugin: one report a source, such as the engine and the plugin host, together. */
export class PluginStatsBoard {
  /** Which plugin has something to say of what it did. */
  readonly working = new Emitter<string>()
  readonly #now: () => number
  readonly #reports = new Map<string, Map<string, Said>>()
  readonly #past = new Map<string, readonly Moment[]>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Replaces what this source said of the plugin before. */
  report(source: string, plugin: string, report: StatsReport): void {
    const sources = this.#reports.get(plugin) ?? new Map<string, Said>()
    const at = this.#now()
    sources.set(source, { at, report })
    this.#reports.set(plugin, sources)
    const second = Math.floor(at / 1000)
    const { cpu, times } = this.#present(plugin)
    const before = (this.#past.get(plugin) ?? []).filter(each => each.second !== second)
    this.#past.set(plugin, [...before, { second, cpu, p95: times.p95 }].slice(-SPAN))
    if (report.calls > 0) this.working.emit(plugin)
  }

  forget(plugin: string): void {
    this.#reports.delete(plugin)
    this.#past.delete(plugin)
  }

  of(plugin: string): PluginStats {
    const reports = [...(this.#reports.get(plugin)?.values() ?? [])]
    const at = Math.max(0, ...reports.map(each => each.at))
    return { plugin, at, ...this.#present(plugin), minute: this.#minute(plugin) }
  }

  #present(plugin: string): StatsReport {
    const now = this.#now()
    return [...(this.#reports.get(plugin)?.values() ?? [])]
      .map(({ at, report }) => (now - at > QUIET_MS ? { ...report, cpu: 0 } : report))
      .reduce(together, nothing)
  }

  #minute(plugin: string): PluginStats['minute'] {
    const past = new Map((this.#past.get(plugin) ?? []).map(each => [each.second, each]))
    const last = Math.floor(this.#now() / 1000)
    const seconds = Array.from({ length: SPAN }, (_, at) => past.get(last - SPAN + 1 + at))
    return {
      cpu: seconds.map(each => each?.cpu ?? 0),
      p95: seconds.map(each => each?.p95 ?? 0),
    }
  }
}

interface Moment {
  /** Since 1970. */
  readonly second: number
  readonly cpu: number
  readonly p95: number
}

function together(a: StatsReport, b: StatsReport): StatsReport {
  return {
    calls: a.calls + b.calls,
    errors: a.errors + b.errors,
    restarts: a.restarts + b.restarts,
    drops: a.drops + b.drops,
    cpu: a.cpu + b.cpu,
    memoryBytes: a.memoryBytes + b.memoryBytes,
    times: timesOf(a, b),
    instances: [...a.instances, ...b.instances],
  }
}

/** Percentiles do not add up: those of the busier one stand for both, and the worst call is the worst of all. */
function timesOf(a: StatsReport, b: StatsReport): CallTimes {
  const busier = a.calls >= b.calls ? a.times : b.times
  return { ...busier, max: Math.max(a.times.max, b.times.max) }
}
