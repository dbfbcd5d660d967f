import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { rootFolder } from '../../kit'
import { aborted } from '../lifetime'
import { listPageFiles } from '../page'
import { openWindow } from './open-window'
import { startServer, type ServerOptions } from './start-server'

export interface ServeOptions extends Omit<ServerOptions, 'page'> {
  /** The window to open; without it the address is only told. */
  readonly window?: { readonly chromium: string; readonly profile: string }
  /** Hears the address once the server answers. */
  readonly onReady: (url: string) => void
  /** Hears an address to open by hand, since the window could not be opened. */
  readonly onNoWindow: (url: string) => void
  readonly signal: AbortSignal
}

/** A window that is gone sooner was closed by nobody: the browser did not start. */
const SHORTEST_VISIT_MS = 5000

/** Serves the app in this process until `signal` aborts or the user closes its window. */
export async function serveStudio({ window, ...options }: ServeOptions): Promise<Result<void>> {
  const page = await listPageFiles(join(rootFolder(), 'out/renderer'))
  if (!page.ok) return page
  await using server = await startServer({ ...options, page: page.value })
  options.onReady(server.launchUrl())
  if (window === undefined) {
    await aborted(options.signal)
    return ok()
  }
  await using opened = await openWindow({ ...window, url: server.launchUrl() })
  const visit = await Promise.race([opened.closed, aborted(options.signal)])
  if (visit !== undefined && visit.ms < SHORTEST_VISIT_MS) {
    options.onNoWindow(server.launchUrl())
    await aborted(options.signal)
  }
  return ok()
}
