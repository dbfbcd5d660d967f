import { EventEmitter } from 'node:events'

// A stand-in for the `electron` module, loaded anew by each test. What the shell is not meant to use (ipcMain,
// shell.openExternal) is not there: an import of it fails.

type Answer<Reply> = (reply: Reply) => void

/** One end of a channel; what is posted arrives at the other end at once. */
export class FakePort extends EventEmitter {
  other: FakePort | undefined
  closed = false
  start(): void {}
  close(): void {
    if (this.closed) return
    this.closed = true
    this.emit('close')
    this.other?.close()
  }
  postMessage(data: unknown): void {
    if (!this.closed) this.other?.emit('message', { data })
  }
}

export class MessageChannelMain {
  readonly port1 = new FakePort()
  readonly port2 = new FakePort()
  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}

export class FakeContents extends EventEmitter {
  mainFrame = { url: '' }
  readonly posted: { channel: string; ports: FakePort[] }[] = []
  reloads = 0
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler
  }
  postMessage(channel: string, _message: unknown, ports: FakePort[]): void {
    this.posted.push({ channel, ports })
  }
  reload(): void {
    this.reloads++
  }
  /** What Electron does when a page has come. */
  finishLoad(url: string): void {
    this.mainFrame = { url }
    this.emit('did-finish-load')
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  readonly webContents = new FakeContents()
  focused = 0
  shown = false
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> }
  constructor(options: BrowserWindow['options']) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.finishLoad(url)
    this.emit('ready-to-show')
  }
  show(): void {
    this.shown = true
  }
  focus(): void {
    this.focused++
  }
  isDestroyed(): boolean {
    return false
  }
  isMinimized(): boolean {
    return false
  }
}

class FakeApp extends EventEmitter {
  isPackaged = true
  firstInstance = true
  quits = 0
  exitCode: number | undefined
  readonly paths = new Map<string, string>()
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  requestSingleInstanceLock(): boolean {
    return this.firstInstance
  }
  async whenReady(): Promise<void> {}
  exit(code: number): void {
    this.exitCode = code
  }
  /** As Electron does it: whoever holds the end back is asked again at the next quit. */
  quit(): void {
    let held = false
    this.emit('will-quit', { preventDefault: () => (held = true) })
    if (!held) this.quits++
  }
}
export const app = new FakeApp()

class FakeSession extends EventEmitter {
  permissionRequest: (
    contents: undefined,
    permission: string,
    answer: Answer<boolean>,
    details: { requestingUrl: string; mediaTypes?: readonly string[] },
  ) => void = (_contents, _permission, answer) => answer(true)
  permissionCheck: (
    contents: undefined,
    permission: string,
    origin: string,
    details: { mediaType?: string },
  ) => boolean = () => true
  devicePermission = () => true
  beforeRequest: (details: { url: string }, answer: Answer<{ cancel: boolean }>) => void = (
    _details,
    answer,
  ) => answer({ cancel: false })
  readonly webRequest = {
    onBeforeRequest: (handler: FakeSession['beforeRequest']) => void (this.beforeRequest = handler),
  }
  setPermissionRequestHandler(handler: FakeSession['permissionRequest']): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: FakeSession['permissionCheck']): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: FakeSession['devicePermission']): void {
    this.devicePermission = handler
  }
}
export const session = { defaultSession: new FakeSession() }

interface Scheme {
  readonly scheme: string
  readonly privileges: Readonly<Record<string, boolean>>
}
class FakeProtocol {
  readonly schemes: Scheme[] = []
  serve: (request: Request) => Promise<Response> = async () => new Response()
  registerSchemesAsPrivileged(schemes: readonly Scheme[]): void {
    this.schemes.push(...schemes)
  }
  handle(_scheme: string, serve: FakeProtocol['serve']): void {
    this.serve = serve
  }
}
export const protocol = new FakeProtocol()

export const net = { fetch: async (url: string) => new Response(`bytes of ${url}`) }
export const shell = {
  revealed: empty<string>(),
  showItemInFolder: (path: string) => void shell.revealed.push(path),
}
export const dialog = {
  boxes: empty<readonly [string, string]>(),
  showErrorBox: (title: string, text: string) => void dialog.boxes.push([title, text]),
}
export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  shown: empty<unknown>(),
  setApplicationMenu(menu: unknown): void {
    Menu.shown.push(menu)
  },
}

function empty<Item>(): Item[] {
  return []
}
