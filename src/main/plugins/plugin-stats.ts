import type { CallTimes, PluginStats } from '#shared/contract'
import { Emitter } from '#shared/kit'

/** What one of the processes that run plugins says of one of them: all counted since the app started. */
export type StatsReport = Omit<PluginStats, 'plugin' | 'at'>

interface Said {
  readonly at: number
  readonly report: StatsReport
}

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

  constructor(now: () => number) {
    this.#now = now
  }

  /** Replaces what this source said of the plugin before. */
  report(source: string, plugin: string, report: StatsReport): void {
    const sources = this.#reports.get(plugin) ?? new Map<string, Said>()
    sources.set(source, { at: this.#now(), report })
    this.#reports.set(plugin, sources)
    if (report.calls > 0) this.working.emit(plugin)
  }

  forget(plugin: string): void {
    this.#reports.delete(plugin)
  }

  of(plugin: string): PluginStats {
    const reports = [...(this.#reports.get(plugin)?.values() ?? [])]
    const at = Math.max(0, ...reports.map(each => each.at))
    return { plugin, at, ...reports.map(each => each.report).reduce(together, nothing) }
  }
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
