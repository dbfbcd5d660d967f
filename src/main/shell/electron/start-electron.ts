import { app, dialog, shell, type BrowserWindow } from 'electron'
import { join } from 'node:path'
import { ok, type Failure, type Result } from '#shared/kit'
import { createApi } from '../../api'
import { appPaths, createLog, rootFolder } from '../../kit'
import { createStudio, type Studio } from '../../studio'
import { untilStopped } from '../lifetime'
import { listPageFiles } from '../page'
import { serveAppMenu } from './app-menu'
import type { PageConnection } from './connect-page'
import { lockDown } from './lock-down'
import { openWindow } from './open-window'
import { registerPageScheme, servePage } from './page-scheme'

/** An orderly end takes no longer; whatever hangs then is left to the system. */
const PATIENCE_MS = 2500

/** The Electron face: one instance, one window. Everything that it shows is the studio's. */
export function startElectron(): void {
  // Not awaited by the entry: Electron is not ready before the entry has ended.
  run().catch((error: unknown) => {
    dialog.showErrorBox('Wireharp has to end because of a bug', String(error))
    app.exit(70)
  })
}

async function run(): Promise<void> {
  registerPageScheme()
  const paths = appPaths()
  app.setPath('userData', join(paths.config, 'electron'))
  if (!app.requestSingleInstanceLock()) return app.quit()
  const stop = untilStopped()
  stop.signal.addEventListener('abort', () => app.quit())
  app.on('window-all-closed', () => app.quit())
  await app.whenReady()
  const devTools = !app.isPackaged
  lockDown()
  const studio = await begin()
  if (!studio.ok) return giveUp(studio.error)
  endOrderly(studio.value)
  serveAppMenu(studio.value.menu, devTools)
  const log = createLog({ folder: paths.logs, name: 'electron' })
  const { services, audio } = studio.value
  const api = createApi(services, (error, call) =>
    log.error({ err: error, call }, 'a call met a bug'),
  )
  const project = projectOf(process.argv.slice(app.isPackaged ? 1 : 2))
  if (project !== undefined) await open(studio.value, project)
  const connection: PageConnection = { api, audio }
  const window = await openWindow(connection, devTools)
  app.on('second-instance', () => focus(window))
  return undefined
}

async function begin(): Promise<Result<Studio>> {
  const page = await listPageFiles(join(rootFolder(), 'out/renderer'))
  if (!page.ok) return page
  const begun: { studio?: Result<Studio> } = {}
  servePage(page.value, async address =>
    begun.studio?.ok === true ? begun.studio.value.viewPage(address) : undefined,
  )
  begun.studio = await createStudio({
    face: 'electron',
    reveal: path => shell.showItemInFolder(path),
  })
  return begun.studio
}

/** Holds the end back until the studio has let go of its files and processes. */
function endOrderly(studio: Studio): void {
  let ended = false
  app.on('will-quit', event => {
    if (ended) return
    event.preventDefault()
    const patience = new Promise(resolve => setTimeout(resolve, PATIENCE_MS))
    void Promise.race([studio[Symbol.asyncDispose](), patience]).finally(() => {
      ended = true
      app.quit()
    })
  })
}

/** The project of a command line, if it names one. */
export function projectOf(args: readonly string[]): string | undefined {
  return args.find(argument => argument.endsWith('.wireharp') && !argument.startsWith('-'))
}

/** Opens what the user asked for; the page then begins with it. What cannot be opened is said, not fatal. */
async function open({ services }: Studio, path: string): Promise<Result<void>> {
  const { signal } = new AbortController()
  const opened = await services.project.open({ path }, { signal })
  if (opened.ok) return ok()
  dialog.showErrorBox('The project could not be opened', opened.error.message)
  return opened
}

function giveUp({ message }: Failure): void {
  dialog.showErrorBox('Wireharp cannot start', message)
  app.exit(1)
}

function focus(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.focus()
}
