import { Emitter, eventStream, ok } from '#shared/kit'
import type { Reading, SensorsContract, ServiceOf } from '#shared/contract'
import type { ReadingManager } from './reading-manager'

/** Readings for panels, scripts and plots. `tellUnderruns` hears what only the page knows. */
export function createSensorsService(
  manager: ReadingManager,
  tellUnderruns: (count: number) => void,
): ServiceOf<SensorsContract> {
  return {
    list: () => ok(manager.list()),
    async *watch({ sources }, { signal }) {
      using stack = new DisposableStack()
      for (const source of sources) stack.use(manager.hold(source))
      const chosen = new Emitter<Reading>()
      stack.use(
        manager.readings.on(reading => {
          if (sources.includes(reading.sourceId)) chosen.emit(reading)
        }),
      )
      const first = () => sources.flatMap(source => manager.latest(source) ?? [])
      yield* eventStream(chosen, signal, { first })
    },
    history: ({ sourceId }) => ok(manager.history(sourceId)),
    tellUnderruns: ({ count }) => {
      tellUnderruns(count)
      return ok()
    },
  }
}
