import type { PluginStats } from '#shared/contract'
import type { RealTimeEngine, ScriptEvent, ScriptFigures } from '../engine'

/** Who wants to know what plugins do in the engine. */
export interface PluginBook {
  readonly stats: {
    report(
      source: string,
      plugin: string,
      report: Omit<PluginStats, 'plugin' | 'at' | 'minute'>,
    ): void
  }
  readonly logs: { append(plugin: string, level: 'info' | 'error', text: string): unknown }
  reportDeath(plugin: string, reason: string): void
}

type Counted = Omit<PluginStats['instances'][number], 'instance'> & {
  readonly plugin: string
  readonly restarts: number
  readonly drops: number
}

/** Tells the manager what the engine says of plugins: deaths, replaced code, costs. */
export function tellPlugins(
  engine: Pick<RealTimeEngine, 'scripts' | 'failed' | 'figures' | 'pluginOf'>,
  book: PluginBook,
): Disposable {
  const nodes = new Map<string, Counted>()
  const told = new Map<string, string>()
  const owned = new DisposableStack()
  owned.use(
    engine.scripts.on(event => {
      // What goes wrong after it ran again is new.
      if (event.kind !== 'death') told.delete(event.node)
      tell(event, engine, book)
    }),
  )
  owned.use(
    engine.failed.on(({ node, failure }) => {
      const plugin = engine.pluginOf(node)
      if (plugin === undefined || told.get(node) === failure.message) return
      told.set(node, failure.message)
      book.logs.append(plugin, 'error', `${node}: ${failure.message}`)
    }),
  )
  owned.use(
    engine.figures.on(({ nodes: figures, memory, spanMs }) => {
      for (const [node, each] of Object.entries(figures)) {
        nodes.set(node, together(nodes.get(node), each))
      }
      const used = Object.groupBy(Object.values(figures), ({ plugin }) => plugin)
      for (const [plugin, calls = []] of Object.entries(used)) {
        const own = [...nodes].filter(([, counted]) => counted.plugin === plugin)
        const sum = (pick: (counted: Counted) => number) =>
          own.reduce((total, [, counted]) => total + pick(counted), 0)
        const busiest = own.map(([, { times }]) => times).toSorted((a, b) => b.p95 - a.p95)[0]
        book.stats.report('engine', plugin, {
          calls: sum(({ calls }) => calls),
          errors: sum(({ errors }) => errors),
          restarts: sum(({ restarts }) => restarts),
          drops: sum(({ drops }) => drops),
          cpu: Math.min(1, calls.reduce((total, { cpuMs }) => total + cpuMs, 0) / spanMs),
          memoryBytes: memory[plugin] ?? 0,
          times: busiest ?? { p50: 0, p95: 0, max: 0 },
          instances: own.map(([instance, { calls, errors, times }]) => ({
            instance,
            calls,
            errors,
            times,
          })),
        })
      }
    }),
  )
  return owned
}

function tell(
  event: ScriptEvent,
  engine: Pick<RealTimeEngine, 'pluginOf'>,
  book: PluginBook,
): void {
  if (event.kind === 'death') return book.reportDeath(event.plugin, event.failure.message)
  const plugin = engine.pluginOf(event.node)
  if (plugin === undefined) return
  if (event.kind === 'recovered') book.logs.append(plugin, 'info', 'Runs again')
  else if (event.failure !== undefined) {
    book.logs.append(plugin, 'error', `New code was refused: ${event.failure.message}`)
  } else if (event.lost !== undefined) {
    book.logs.append(
      plugin,
      'error',
      `Runs with new code, without its state: ${event.lost.message}`,
    )
  } else book.logs.append(plugin, 'info', 'Runs with new code')
}

function together(before: Counted | undefined, now: ScriptFigures): Counted {
  return {
    plugin: now.plugin,
    calls: (before?.calls ?? 0) + now.calls,
    errors: (before?.errors ?? 0) + now.errors,
    restarts: (before?.restarts ?? 0) + now.restarts,
    drops: (before?.drops ?? 0) + now.drops,
    times: {
      // Of a moment without calls nothing is known.
      p50: now.calls > 0 ? now.p50 : (before?.times.p50 ?? 0),
      p95: now.calls > 0 ? now.p95 : (before?.times.p95 ?? 0),
      max: Math.max(before?.times.max ?? 0, now.max),
    },
  }
}
