import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { makeHome } from '../fixtures/start-app'

const bin = join(import.meta.dirname, '../../bin/wireharp.mjs')

interface Started {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly url: URL
  /** Exit code and how long it took from the call. */
  readonly ended: () => Promise<{ code: number | null; ms: number }>
}

async function start(home: string, args: readonly string[] = []): Promise<Started> {
  const child = spawn(process.execPath, [bin, 'start', '--no-open', '--json', ...args], {
    env: { ...process.env, WIREHARP_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  const closed = new Promise<number | null>(resolve => child.once('close', code => resolve(code)))
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await expect
    .poll(() => text.includes('\n') || child.exitCode !== null, { timeout: 60_000 })
    .toBe(true)
  const lines = text.trim().split('\n')
  const said: unknown = JSON.parse(lines[0] ?? '')
  expect(said).toMatchObject({ face: 'browser' })
  const url = typeof said === 'object' && said !== null && 'url' in said ? String(said.url) : ''
  return {
    child,
    lines,
    url: new URL(url),
    async ended() {
      const since = performance.now()
      return { code: await closed, ms: performance.now() - since }
    },
  }
}

/** The processes of a group that are alive, this test's own tools aside. */
function processesOf(group: number): string[] {
  const all = execFileSync('ps', ['-eo', 'pgid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return all
    .map(line => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter(found => Number(found?.[1]) === group && !found?.[2]?.startsWith('Z'))
    .map(found => found?.[3] ?? '')
}

test.skip(process.platform !== 'linux', 'looks at processes the way Linux shows them')

test('one line of JSON when it serves; SIGTERM ends all of it within three seconds, with 0', async () => {
  using home = makeHome()
  const { child, lines, url, ended } = await start(home.path)
  const group = child.pid ?? 0
  expect(lines).toHaveLength(1)
  expect(url.hash).toMatch(/^#token=/)
  expect((await fetch(url)).status).toBe(200)
  expect((await fetch(`${url.origin}/api/plugins`)).status).toBe(401)
  expect(processesOf(group).length).toBeGreaterThan(1)
  child.kill('SIGTERM')
  const { code, ms } = await ended()
  expect(code).toBe(0)
  expect(ms).toBeLessThan(3000)
  await expect.poll(() => processesOf(group)).toEqual([])
})

test('F17 I7 whoever started it is killed: nothing of it is left', async () => {
  using home = makeHome()
  const { child } = await start(home.path)
  const group = child.pid ?? 0
  child.kill('SIGKILL')
  await expect.poll(() => processesOf(group), { timeout: 10_000 }).toEqual([])
})

test('H02 it listens on 127.0.0.1 alone, and on nothing else', async () => {
  using home = makeHome()
  const { child, url, ended } = await start(home.path)
  const sockets = execFileSync('cat', ['/proc/net/tcp', '/proc/net/tcp6'], { encoding: 'utf8' })
  const port = Number(url.port).toString(16).toUpperCase().padStart(4, '0')
  const listening = sockets
    .split('\n')
    .filter(line => line.includes(`:${port} `) && / 0A /.test(line))
  expect(listening.map(line => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${port}`])
  child.kill('SIGTERM')
  await ended()
})

test('a project that cannot be opened is said, with 1', async () => {
  using home = makeHome()
  const child = spawn(
    process.execPath,
    [bin, 'start', '--no-open', '--json', '/nowhere/x.wireharp'],
    {
      env: { ...process.env, WIREHARP_HOME: home.path },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  expect(await new Promise(resolve => child.once('close', resolve))).toBe(1)
  expect(said).toContain('error file-not-found: ')
})
