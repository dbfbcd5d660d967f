import { join } from 'node:path'
import { type Failure } from '#shared/kit'
import { appPaths, createLog } from '../../../kit'
import { createStudio } from '../../../studio'
import { appVersion } from '../../../system'
import { serveStudio } from '../../browser'
import { untilStopped } from '../../lifetime'
import { errorLine, exitCodes, type Io } from '../io'

export interface ServeFlags {
  readonly project?: string | undefined
  readonly open: boolean
  readonly port?: number
  readonly json?: boolean
}

/** An orderly end takes no longer; whatever hangs then is left to the system. */
const PATIENCE_MS = 2500

/** `wireharp serve`: the browser face, until a signal comes or its window is closed. */
export async function serve(io: Io, { project, open, port, json }: ServeFlags): Promise<number> {
  using stop = untilStopped()
  const hurry = () => void setTimeout(() => process.exit(exitCodes.done), PATIENCE_MS).unref()
  stop.signal.addEventListener('abort', hurry)
  const refuse = (failure: Failure) => {
    io.err(errorLine(failure))
    return exitCodes.refused
  }
  const created = await createStudio({ face: 'browser' })
  if (!created.ok) return refuse(created.error)
  await using studio = created.value
  if (project !== undefined) {
    const opened = await studio.services.project.open({ path: project }, { signal: stop.signal })
    if (!opened.ok) return refuse(opened.error)
  }
  const paths = appPaths()
  const log = createLog({ folder: paths.logs, name: 'browser' })
  const chromium = open && hasDisplay(io.env) ? io.env.WIREHARP_CHROMIUM : undefined
  const tell = (url: string) => {
    if (json === true) io.out(JSON.stringify({ url, face: 'browser' }))
    else io.out(`Wireharp runs at ${url} (the link lets one browser in). Ctrl-C ends it.`)
  }
  const served = await serveStudio({
    services: studio.services,
    audio: studio.audio,
    views: studio.viewPage,
    version: appVersion(),
    uploads: join(paths.cache, 'uploads'),
    reportBug: (error, call) => log.error({ err: error, call }, 'a call met a bug'),
    signal: stop.signal,
    onReady: url => {
      if (chromium === undefined || json === true) tell(url)
    },
    onNoWindow: url => {
      io.err('No window could be opened.')
      if (json !== true) tell(url)
    },
    ...(port !== undefined && { port }),
    ...(chromium !== undefined && { window: { chromium, profile: join(paths.config, 'window') } }),
  })
  hurry()
  return served.ok ? exitCodes.done : refuse(served.error)
}

function hasDisplay(env: Io['env']): boolean {
  return process.platform !== 'linux' || Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY)
}
