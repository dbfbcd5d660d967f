import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { failureStatus } from '../../../api'
import { attempt, createLog, appPaths, appVersion, writeFailure } from '../../../kit'
import { providerWork } from '../../../providers'
import {
  createLocalService,
  separationWork,
  serveService,
  type ServedWork,
} from '../../../services'
import { aborted, untilStopped } from '../../lifetime'
import { errorLine, exitCodes, oneLine, type Io } from '../io'
import type { ServePluginFlags } from '../services-program'
import { openProviders, type OpenProviders } from './providers/open-providers'

/** `wireharp serve-plugin`: until a signal comes. */
export async function servePlugin(io: Io, flags: ServePluginFlags): Promise<number> {
  const { id, port, host, root = [], json = false } = flags
  const token = flags.token ?? io.env['WIREHARP_SERVICE_TOKEN']
  const refuse = (failure: Parameters<typeof errorLine>[0]) => {
    io.err(errorLine(failure))
    return exitCodes.refused
  }
  if (!/^(?:127\.|localhost$|::1$)/.test(host) && (token ?? '') === '') {
    return refuse(
      fail('service-token-wrong', 'Whoever reaches this address could call: give --token.'),
    )
  }
  using stop = untilStopped()
  await using stack = new AsyncDisposableStack()
  const log = createLog({ folder: appPaths(io.env).logs, name: 'services' })
  const work = workOf(id, stack.use(openProviders(io.env, log)))
  if (!work.ok) return refuse(work.error)
  const reportBug = (error: unknown) => log.error({ err: error }, 'a served job met a bug')
  const service = stack.use(
    createLocalService({
      work: work.value,
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

/** Stems go through files, so that a long sound takes no more memory than a short one; all else by its provider. */
function workOf(
  id: string,
  { hub, inference, library, models }: OpenProviders,
): Result<ServedWork> {
  const parts = { inference, library, version: appVersion() }
  if (id === 'stems/shape') return ok(separationWork(parts))
  if (id === 'stems/demucs') {
    const model = async () => {
      const ready = await models.ready('htdemucs')
      if (!ready.ok) return ready
      const file = ready.value.files['htdemucs.onnx']
      return file === undefined ? err(fail('model-missing', 'It has no htdemucs.onnx.')) : ok(file)
    }
    return ok(separationWork({ ...parts, model }))
  }
  const provider = hub.list().find(one => `${one.kind}/${one.name}` === id)
  if (provider !== undefined) return ok(providerWork(provider, { ...parts, hub }))
  const known = ['stems/shape', 'stems/demucs', ...hub.list().map(one => `${one.kind}/${one.name}`)]
  return err(fail('service-unknown', `“${id}” cannot be served; there are ${known.join(', ')}.`))
}
