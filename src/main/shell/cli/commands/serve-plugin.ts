import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fail } from '#shared/kit'
import { failureStatus } from '../../../api'
import { Inference } from '../../../inference'
import { appPaths, appVersion, attempt, createLog, writeFailure } from '../../../kit'
import { createLibraryService } from '../../../library'
import { createLocalService, separationWork, serveService } from '../../../services'
import { aborted, untilStopped } from '../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../io'
import type { ServePluginFlags } from '../services-program'

/** `wireharp serve-plugin`: until a signal comes. */
export async function servePlugin(io: Io, flags: ServePluginFlags): Promise<number> {
  const { id, port, host, root = [], json = false } = flags
  const token = flags.token ?? io.env['WIREHARP_SERVICE_TOKEN']
  const refuse = (failure: Parameters<typeof errorLine>[0]) => {
    io.err(errorLine(failure))
    return exitCodes.refused
  }
  if (id !== 'stems/shape') {
    return refuse(fail('service-unknown', `“${id}” cannot be served; stems/shape can.`))
  }
  if (!/^(?:127\.|localhost$|::1$)/.test(host) && (token ?? '') === '') {
    return refuse(
      fail('service-token-wrong', 'Whoever reaches this address could call: give --token.'),
    )
  }
  using stop = untilStopped()
  const paths = appPaths(io.env)
  const log = createLog({ folder: paths.logs, name: 'services' })
  await using stack = new AsyncDisposableStack()
  const reportBug = (error: unknown) => log.error({ err: error }, 'a served job met a bug')
  const projects = {
    opened: () => ({ ok: false, error: fail('project-not-open', 'There is none.') }) as const,
  }
  const service = stack.use(
    createLocalService({
      work: separationWork({
        inference: stack.use(new Inference({ log })),
        library: createLibraryService({ projects, paths, log }),
        version: appVersion(),
      }),
      folder: await mkdtemp(join(tmpdir(), 'wireharp-served-')),
      roots: root.map(folder => resolve(folder)),
      reportBug,
    }),
  )
  const started = await attempt(
    () =>
      serveService({
        ...{ service, host, port, reportBug },
        ...(token !== undefined && token !== '' && { token }),
        statusOf: ({ code }) => failureStatus(code),
      }),
    errno => writeFailure(errno, `to ${host}:${port}`),
  )
  if (!started.ok) return refuse(started.error)
  stack.use(started.value)
  const { origin } = started.value
  if (json) io.out(JSON.stringify({ id, url: origin }))
  else io.out(oneLine(`${id} is served at ${origin}. Ctrl-C ends it.`))
  await aborted(stop.signal)
  return exitCodes.done
}
