import { BrowserWindow } from 'electron'
import { join } from 'node:path'
import { rootFolder } from '../../kit'
import { connectPage, type PageConnection } from './connect-page'
import { PAGE_URL } from './page-scheme'

/** The app's window: a sandboxed page without Node, reached by its ports alone. */
export async function openWindow(
  connection: PageConnection,
  devTools: boolean,
): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: 'Wireharp',
    backgroundColor: '#131417',
    webPreferences: {
      preload: join(rootFolder(), 'out/preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools,
      // Sound and meters go on while another window is in front.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  window.once('ready-to-show', () => window.show())
  connectPage(window.webContents, connection)
  await window.loadURL(PAGE_URL)
  return window
}
