import { join } from 'node:path'
import type { ExportsContract, ServiceOf } from '#shared/contract'
import type { NodeCatalog } from '#shared/graph'
import { err, fail, ok } from '#shared/kit'
import type { ProjectService } from '../project'
import type { RenderNode } from './find-like'

/** Renders the first output of a node by an export of it alone, as a stem. */
export function renderNodeBy(parts: {
  readonly exports: Pick<ServiceOf<ExportsContract>, 'run'>
  readonly projects: Pick<ProjectService, 'opened'>
  readonly catalog: () => NodeCatalog
}): RenderNode {
  const { exports, projects, catalog } = parts
  return async ({ project, node, from, to, folder }, signal) => {
    const opened = projects.opened(project)
    if (!opened.ok) return opened
    const type = opened.value.document.graph.nodes[node]?.type
    const definition = type === undefined ? undefined : catalog().get(type)
    const outputs = Object.entries(definition?.outputs ?? {})
    const port = outputs.find(([, { kind }]) => kind === 'audio')?.[0]
    if (port === undefined) {
      return err(fail('stem-unknown', 'The node has no output with sound.'))
    }
    const events = exports.run(
      {
        project,
        path: join(folder, 'mix.wav'),
        replace: true,
        from,
        to,
        format: 'wav32f',
        dither: 'none',
        bitrate: 256,
        stems: [{ node, port }],
        embed: false,
      },
      { signal },
    )
    for await (const event of events) {
      if (event.kind === 'failed') return err(event.failure)
      if (event.kind !== 'completed') continue
      const file = event.report.files.at(-1)
      return file === undefined
        ? err(fail('render-empty', 'The node gives no sound there.'))
        : ok(file.path)
    }
    return err(fail('render-cancelled', 'Nobody waits for it any more.'))
  }
}
