import { readdirSync, readFileSync } from 'node:fs'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeAudioRequest, type AudioRequest, type contract } from '#shared/contract'
import { fail, type Result } from '#shared/kit'
import { fakeServices } from '../../api/testing'
import { createMenuService } from '../../menu'
import type * as page from '../page'
import type { StudioOptions } from '../../studio'
import type * as fake from './testing/fake-electron'

/** What `createStudio` gives, and what became of it. */
let begunWith: StudioOptions | undefined
let given: { studio: Result<unknown>; disposed: number; requests: AudioRequest[]; leavers: number }
vi.mock('../../studio', () => ({
  createStudio: async (options: StudioOptions) => {
    begunWith = options
    return given.studio
  },
}))
vi.mock('../page', async importOriginal => ({
  ...(await importOriginal<typeof page>()),
  listPageFiles: async () => ({ ok: true, value: files }),
}))

const files = new Map([
  ['/index.html', { path: '/out/index.html', type: 'text/html; charset=utf-8', hashed: false }],
  ['/assets/app-1a2b.js', { path: '/out/app.js', type: 'text/javascript', hashed: true }],
])
const PAGE = 'app://wireharp/index.html'

beforeEach(() => {
  vi.resetModules()
  vi.stubEnv('WIREHARP_HOME', '/tmp/wireharp-electron-test')
  const requests: AudioRequest[] = []
  given = { studio: { ok: true, value: undefined }, disposed: 0, requests, leavers: 0 }
  const studio = {
    services: fakeServices(),
    menu: createMenuService(),
    audio: {
      connect: (send: (block: Uint8Array) => void) => ({
        request(message: AudioRequest) {
          requests.push(message)
          send(new Uint8Array([1, 2, 3]))
        },
        [Symbol.dispose]: () => void given.leavers++,
      }),
    },
    [Symbol.asyncDispose]: async () => void given.disposed++,
  }
  given.studio = { ok: true, value: studio }
})

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
const own = new Set(signals.flatMap(name => process.listeners(name)))
const ownDisconnect = new Set(process.listeners('disconnect'))
afterEach(() => {
  vi.unstubAllEnvs()
  for (const name of signals) {
    for (const listener of process.listeners(name)) {
      if (!own.has(listener)) process.off(name, listener)
    }
  }
  for (const listener of process.listeners('disconnect')) {
    if (!ownDisconnect.has(listener)) process.off('disconnect', listener)
  }
})

/** Starts the face on a fresh fake and waits for its window. */
async function start(prepare: (electron: Fake) => void = () => {}) {
  const electron: Fake = await import('./testing/fake-electron')
  vi.doMock('electron', () => electron)
  prepare(electron)
  const { startElectron } = await import('.')
  startElectron()
  await vi.waitFor(() => {
    const { app, BrowserWindow, dialog } = electron
    const window = BrowserWindow.all[0]?.shown === true
    expect(window || dialog.boxes.length > 0 || app.quits > 0).toBe(true)
  })
  const window = electron.BrowserWindow.all[0]
  return { ...electron, window, contents: window?.webContents }
}
type Fake = typeof fake

function prevented(emit: (event: object) => void, details: object = {}): boolean {
  let held = false
  emit({ ...details, preventDefault: () => (held = true) })
  return held
}

describe('E01: the window', () => {
  test.each([
    ['contextIsolation', true],
    ['sandbox', true],
    ['nodeIntegration', false],
    ['nodeIntegrationInWorker', false],
    ['nodeIntegrationInSubFrames', false],
    ['webSecurity', true],
    ['allowRunningInsecureContent', false],
    ['experimentalFeatures', false],
    ['webviewTag', false],
    ['navigateOnDragDrop', false],
    ['devTools', false],
  ])('%s is %s', async (name, value) => {
    const { window } = await start()
    expect(window?.options.webPreferences[name]).toBe(value)
  })

  test('E-22 a file is shown in its folder by the system’s file manager', async () => {
    const { shell } = await start()
    begunWith?.reveal?.('/home/ada/mix.wav')
    expect(shell.revealed).toEqual(['/home/ada/mix.wav'])
  })

  test('there is one, and it is shown when it can be', async () => {
    const { BrowserWindow, window } = await start()
    expect(BrowserWindow.all).toHaveLength(1)
    expect(window?.shown).toBe(true)
  })
})

describe('E02: the page', () => {
  const get = async (url: string, method = 'GET') => {
    const { protocol } = await start()
    return protocol.serve(new Request(url, { method }))
  }

  test('comes from a scheme of its own', async () => {
    const { protocol } = await start()
    expect(protocol.schemes).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ])
    expect(protocol.schemes[0]?.privileges).not.toHaveProperty('bypassCSP')
  })

  test('carries the policy and is isolated from other origins', async () => {
    const { headers, status } = await get(PAGE)
    expect(status).toBe(200)
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    )
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test.each([
    'app://wireharp/../../etc/passwd',
    'app://wireharp/%2e%2e/%2e%2e/etc/passwd',
    'app://wireharp/assets/../../package.json',
    'app://other/index.html',
    'app://wireharp.evil/index.html',
  ])('%s is not there', async url => {
    expect((await get(url)).status).toBe(404)
  })

  test('is only to be read', async () => {
    expect((await get(PAGE, 'POST')).status).toBe(404)
  })

  test('E02: reaches nothing but itself', async () => {
    const { session } = await start()
    const cancelled = (url: string) => {
      let answer = false
      session.defaultSession.beforeRequest({ url }, ({ cancel }) => (answer = cancel))
      return answer
    }
    expect(cancelled(PAGE)).toBe(false)
    for (const url of [
      'https://evil.example/',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      'app://x/',
    ]) {
      expect([url, cancelled(url)]).toEqual([url, true])
    }
  })
})

describe('E03: permissions', () => {
  /** What a request and a check answer, of these media where there are any. */
  async function ask(permission: string, url: string, media: readonly string[] = []) {
    const { session } = await start()
    const { defaultSession } = session
    let granted = false
    const answer = (reply: boolean) => (granted = reply)
    const details = { requestingUrl: url, mediaTypes: media }
    defaultSession.permissionRequest(undefined, permission, answer, details)
    const [mediaType] = media
    const kind = mediaType === undefined ? {} : { mediaType }
    return [
      granted,
      // Not URL’s: of a scheme of its own that is “null”.
      defaultSession.permissionCheck(undefined, permission, url.split('/', 3).join('/'), kind),
    ]
  }

  test.each([
    'media',
    'geolocation',
    'midiSysex',
    'hid',
    'usb',
    'serial',
    'fileSystem',
    'openExternal',
    'display-capture',
    'unknown',
  ])('%s is denied', async permission => {
    expect(await ask(permission, PAGE)).toEqual([false, false])
  })

  test('of media, the page gets the microphone and no camera', async () => {
    expect(await ask('media', PAGE, ['audio'])).toEqual([true, true])
    expect(await ask('media', PAGE, ['video'])).toEqual([false, false])
    expect((await ask('media', PAGE, ['audio', 'video']))[0]).toBe(false)
    expect(await ask('media', 'https://evil.example/', ['audio'])).toEqual([false, false])
  })

  test('MIDI is the page’s alone, and without its system messages', async () => {
    expect(await ask('midi', PAGE)).toEqual([true, true])
    expect(await ask('midi', 'https://evil.example/')).toEqual([false, false])
  })

  test('S0-12 the page may tell of jobs that have ended, and nobody else', async () => {
    expect(await ask('notifications', PAGE)).toEqual([true, true])
    expect(await ask('notifications', 'https://evil.example/')).toEqual([false, false])
  })

  test('the clipboard is denied to everybody else', async () => {
    expect(await ask('clipboard-read', 'https://evil.example/')).toEqual([false, false])
  })

  test('devices and downloads are denied', async () => {
    const { session } = await start()
    expect(session.defaultSession.devicePermission()).toBe(false)
    const download = (event: object) => session.defaultSession.emit('will-download', event)
    expect(prevented(download)).toBe(true)
  })
})

describe('E04: navigation', () => {
  test.each([
    'https://evil.example/',
    'file:///etc/passwd',
    'app://other/index.html',
    'javascript:1',
  ])('to %s is denied', async url => {
    const { contents } = await start()
    const go = (event: object) => contents?.emit('will-frame-navigate', event)
    expect(prevented(go, { url, isMainFrame: true })).toBe(true)
  })

  test('to the page itself is allowed, but in no frame', async () => {
    const { contents } = await start()
    const go = (event: object) => contents?.emit('will-frame-navigate', event)
    expect(prevented(go, { url: PAGE, isMainFrame: true })).toBe(false)
    expect(prevented(go, { url: PAGE, isMainFrame: false })).toBe(true)
  })

  test('by redirect is denied, and so are new windows and embedded ones', async () => {
    const { contents } = await start()
    expect(prevented(event => contents?.emit('will-redirect', event))).toBe(true)
    expect(prevented(event => contents?.emit('will-attach-webview', event))).toBe(true)
    expect(contents?.openHandler({ url: PAGE })).toEqual({ action: 'deny' })
  })
})

describe('E05: ports', () => {
  test('go to the page, and both work', async () => {
    const { contents } = await start()
    const sent = contents?.posted[0]
    expect(sent?.channel).toBe('wireharp:ports')
    const [calls, sound] = sent?.ports ?? []
    if (calls === undefined || sound === undefined) throw new Error('There are no ports.')
    const client = createORPCClient<ContractRouterClient<typeof contract>>(
      new RPCLink({ port: calls }),
    )
    expect(await client.plugins.list()).toMatchObject([{ id: 'gain' }])
    const blocks: unknown[] = []
    sound.on('message', ({ data }: { data: unknown }) => blocks.push(data))
    sound.postMessage(encodeAudioRequest({ epoch: 1, blocks: 2 }))
    sound.postMessage('nonsense')
    expect(given.requests).toEqual([{ epoch: 1, blocks: 2 }])
    expect(blocks).toEqual([new Uint8Array([1, 2, 3])])
  })

  test('go to nothing but the page', async () => {
    const { contents } = await start()
    contents?.finishLoad('https://evil.example/')
    contents?.finishLoad('app://wireharp.evil/index.html')
    expect(contents?.posted).toHaveLength(1)
  })

  test('of an earlier load are closed', async () => {
    const { contents } = await start()
    contents?.finishLoad(PAGE)
    expect(contents?.posted).toHaveLength(2)
    expect(contents?.posted[0]?.ports.map(port => port.closed)).toEqual([true, true])
    expect(contents?.posted[1]?.ports.map(port => port.closed)).toEqual([false, false])
    expect(given.leavers).toBe(1)
  })

  test('are the only way in: no channel listens, nothing is opened outside', () => {
    const own = readdirSync(import.meta.dirname).filter(name => /(?<!\.test)\.ts$/.test(name))
    const text = own.map(name => readFileSync(`${import.meta.dirname}/${name}`, 'utf8')).join('\n')
    expect(text).not.toMatch(/ipcMain|openExternal|executeJavaScript|remote/)
  })

  test('F16: a page that died is loaded again', async () => {
    const { contents } = await start()
    contents?.emit('render-process-gone', {}, { reason: 'crashed' })
    expect(contents?.reloads).toBe(1)
  })
})

describe('E06: the app', () => {
  test('a second start brings the first to the front and ends', async () => {
    const { app, window, BrowserWindow } = await start()
    app.emit('second-instance')
    expect(window?.focused).toBe(1)
    vi.resetModules()
    const second = await start(({ app: other }) => void (other.firstInstance = false))
    expect(second.app.quits).toBe(1)
    expect(second.BrowserWindow.all).toHaveLength(0)
    expect(BrowserWindow.all).toHaveLength(1)
  })

  test('ends once the studio has let go, when the last window is closed', async () => {
    const { app } = await start()
    app.emit('window-all-closed')
    expect([given.disposed, app.quits]).toEqual([1, 0])
    await vi.waitFor(() => expect(app.quits).toBe(1))
    expect(given.disposed).toBe(1)
  })

  test('says why it cannot start', async () => {
    given.studio = { ok: false, error: fail('disk-full', 'There is no space.') }
    const { app, dialog, BrowserWindow } = await start()
    expect(dialog.boxes[0]?.[1]).toContain('There is no space.')
    expect([app.exitCode, BrowserWindow.all.length]).toEqual([1, 0])
  })
})
