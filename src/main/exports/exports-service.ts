import { resolve } from 'node:path'
import type { ExportEvent, ExportsContract, ServiceOf } from '#shared/contract'
import { withReadings } from '#shared/graph'
import { Emitter, eventStream } from '#shared/kit'
import type { ProjectService } from '../project'
import { renderProject, type RenderParts } from './render-project'

/** Exports of open projects, beside what plays. */
export function createExportsService({
  projects,
  latest = () => undefined,
  making = () => new Set(),
  ...parts
}: RenderParts & {
  readonly projects: ProjectService
  /** The last reading of a sensor; an export holds it. */
  readonly latest?: (sensor: string) => number | undefined
  /** The nodes of a project whose results are being made now. */
  readonly making?: (project: string) => ReadonlySet<string>
}): ServiceOf<ExportsContract> {
  return {
    async *run({ project, path, from, to, ...settings }, { signal }) {
      const opened = projects.opened(project)
      if (!opened.ok) {
        yield { kind: 'failed', failure: opened.error }
        return
      }
      const { folder } = opened.value
      // As part of the document, so that the project in the file renders to the same sound.
      const document = withReadings(opened.value.document, parts.plugins.catalog, latest)
      const stop = new AbortController()
      const abort = () => stop.abort()
      signal.addEventListener('abort', abort)
      const events = new Emitter<ExportEvent>()
      const out = resolve(path)
      const began = performance.now()
      const stream = eventStream(events)
      // The stream listens from its first step on, so that step is taken before the work begins.
      let next = stream.next()
      const render = renderProject(
        {
          document,
          folder,
          ...settings,
          out,
          making: making(project),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          signal: stop.signal,
          onProgress: done => events.emit(progress(done, performance.now() - began)),
        },
        parts,
      ).then(result => {
        events.emit(
          result.ok
            ? { kind: 'completed', path: out, report: result.value }
            : { kind: 'failed', failure: result.error },
        )
      })
      try {
        for (;;) {
          const { value: event, done } = await next
          if (done === true || event === undefined) return
          yield event
          if (event.kind !== 'progress') return
          next = stream.next()
        }
      } finally {
        // Whoever ends the stream cancels the export; no file is left.
        stop.abort()
        signal.removeEventListener('abort', abort)
        await render
      }
    },
  }
}

function progress(done: number, elapsedMs: number): ExportEvent {
  if (done < 0.02) return { kind: 'progress', done }
  return { kind: 'progress', done, secondsLeft: ((elapsedMs / done) * (1 - done)) / 1000 }
}
