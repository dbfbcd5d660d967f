import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeServices } from '../../api/testing'
import { openWindow } from './open-window'
import { serveStudio } from './serve-studio'

vi.mock('../page', async importOriginal => ({
  ...(await importOriginal<object>()),
  listPageFiles: async () => ({ ok: true, value: new Map() }),
}))

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wireharp-window-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A browser that writes down its arguments and stays open, or leaves at once. */
async function fakeChromium(stays: boolean): Promise<string> {
  const path = join(folder, 'chromium')
  const wait = stays ? 'exec sleep 60' : 'exit 21'
  await writeFile(
    path,
    `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/seen.tmp'; mv '${folder}/seen.tmp' '${folder}/seen'\n${wait}\n`,
  )
  await chmod(path, 0o755)
  return path
}
const seen = async () => (await readFile(join(folder, 'seen'), 'utf8')).trim().split('\n')

describe('openWindow', () => {
  test('H06: the token is in no argument, but in a file that only the user reads', async () => {
    const url = 'http://127.0.0.1:1/#token=abc'
    const window = await openWindow({ chromium: await fakeChromium(true), url, profile: folder })
    await expect.poll(() => existsSync(join(folder, 'seen'))).toBe(true)
    const seenArguments = await seen()
    expect(seenArguments.join(' ')).not.toContain('abc')
    const app = seenArguments
      .find(argument => argument.startsWith('--app='))
      ?.slice('--app='.length)
    const launcher = fileURLToPath(app ?? '')
    expect(await readFile(launcher, 'utf8')).toContain(JSON.stringify(url))
    expect((await stat(dirname(launcher))).mode & 0o777).toBe(0o700)
    await window[Symbol.asyncDispose]()
    expect(existsSync(launcher)).toBe(false)
  })

  test('a browser that is not there counts as closed', async () => {
    const chromium = join(folder, 'gone')
    await using window = await openWindow({ chromium, url: 'http://127.0.0.1:1/', profile: folder })
    expect((await window.closed).ms).toBeLessThan(2000)
  })
})

describe('serveStudio', () => {
  async function serve(chromium: string | undefined, signal: AbortSignal) {
    const ready: string[] = []
    const noWindow: string[] = []
    const served = serveStudio({
      services: fakeServices(),
      audio: { connect: () => ({ request: () => {}, [Symbol.dispose]: () => {} }) },
      version: '0',
      uploads: join(folder, 'uploads'),
      reportBug: () => {},
      onReady: url => ready.push(url),
      onNoWindow: url => noWindow.push(url),
      signal,
      ...(chromium !== undefined && { window: { chromium, profile: folder } }),
    })
    await expect.poll(() => ready.length).toBe(1)
    return { served, ready, noWindow }
  }

  test('serves until it is stopped', async () => {
    const stop = new AbortController()
    const { served, ready } = await serve(undefined, stop.signal)
    const origin = new URL(ready[0] ?? '').origin
    expect((await fetch(`${origin}/api/plugins`)).status).toBe(401)
    stop.abort()
    expect(await served).toEqual({ ok: true })
    await expect(fetch(origin)).rejects.toThrow('fetch failed')
  })

  test('tells an address of its own where the window does not stay open, and serves on', async () => {
    const stop = new AbortController()
    const { served, ready, noWindow } = await serve(await fakeChromium(false), stop.signal)
    await expect.poll(() => noWindow.length).toBe(1)
    expect(noWindow[0]).not.toBe(ready[0])
    stop.abort()
    expect(await served).toEqual({ ok: true })
  })

  test('closes the window when it is stopped', async () => {
    const stop = new AbortController()
    const { served, noWindow } = await serve(await fakeChromium(true), stop.signal)
    await expect.poll(() => existsSync(join(folder, 'seen'))).toBe(true)
    stop.abort()
    expect(await served).toEqual({ ok: true })
    expect(noWindow).toEqual([])
  })
})
