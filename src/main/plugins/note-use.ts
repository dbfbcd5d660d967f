import type { Emitter, Result } from '#shared/kit'
import { pluginOf, type Project } from '#shared/graph'
import type { Clock } from '../kit'
import type { PluginStatsBoard } from './plugin-stats'
import { PluginUse } from './plugin-use'

/** A project that is edited is looked at so often. */
const EVERY_MS = 60_000

export interface NoteUseParts {
  readonly data: string
  readonly clock: Clock
  readonly stats: Pick<PluginStatsBoard, 'working'>
  readonly projects: {
    opened(project: string): Result<{ readonly document: Project }>
    readonly events: Emitter<{ readonly project: string }>
  }
}

/** Notes which plugins are used: those that work, and those of whose nodes a project that is edited or saved is made. */
export function notePluginUse({ data, clock, stats, projects }: NoteUseParts): Disposable {
  const use = new PluginUse(data, clock)
  const seen = new Map<string, number>()
  const stack = new DisposableStack()
  stack.use(stats.working.on(plugin => void use.note([plugin])))
  stack.use(
    projects.events.on(({ project }) => {
      const now = clock.monotonic()
      if (now - (seen.get(project) ?? -EVERY_MS) < EVERY_MS) return
      const opened = projects.opened(project)
      if (!opened.ok) return
      seen.set(project, now)
      const nodes = Object.values(opened.value.document.graph.nodes)
      void use.note(new Set(nodes.map(({ type }) => pluginOf(type))))
    }),
  )
  return stack
}
