import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../kit'
import { fetchFile, type FetchWish } from './fetch-file'
import { mayFollow } from './follow'
import { realDisk } from './part-file'
import { faultServer, type Fault, type FaultServer } from './testing/fault-server'

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 31 + (i >> 8)) & 255)
const others = bytes.map(byte => byte ^ 1)
const hash = sha256(bytes)

let folder: string
let path: string
let server: FaultServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-fetch-'))
  path = join(folder, 'model.bin')
  server = await faultServer(bytes)
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const fetchIt = (more: Partial<FetchWish> = {}) =>
  fetchFile({
    urls: [server.url],
    path,
    bytes: bytes.length,
    sha256: hash,
    signal: new AbortController().signal,
    onBytes: held => (server.received = held),
    log: () => undefined,
    patience: { stall: 2000, pause: 1, tries: 3 },
    ...more,
  })

/** The file is whole and right and nothing lies beside it, or it is not there at all. */
const isWhole = () => {
  expect(sha256(readFileSync(path))).toBe(hash)
  expect(readdirSync(folder)).toEqual(['model.bin'])
}
const cutAt = (part: number): Fault => ({ kind: 'cut', at: Math.floor(bytes.length * part) })

describe('F13 a download', () => {
  test('S4-14 cut at every tenth it goes on from there, and is the file', async () => {
    server.faults = Array.from({ length: 9 }, (_, i) => cutAt((i + 1) / 10))
    const told: number[] = []
    expect(await fetchIt({ onBytes: held => told.push((server.received = held)) })).toMatchObject({
      ok: true,
      value: { sha256: hash, bytes: bytes.length },
    })
    isWhole()
    expect(server.asked).toHaveLength(10)
    // Each part is asked for once, of the same file as before.
    const goneOn = server.asked.filter(({ range }) => range !== undefined)
    expect(goneOn.length).toBeGreaterThan(5)
    expect(goneOn.every(({ ifRange }) => ifRange === '"one"')).toBe(true)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test('another process goes on from what the one before left', async () => {
    server.faults = [cutAt(0.5), { kind: 'status', status: 404 }]
    expect(await fetchIt()).toMatchObject({ ok: false, error: { code: 'download-failed' } })
    expect(existsSync(path)).toBe(false)
    expect(await fetchIt()).toMatchObject({ ok: true })
    isWhole()
    expect(server.asked.at(-1)).toEqual({ range: 'bytes=100000-', ifRange: '"one"' })
  })

  test('a file that changed meanwhile is taken from its start', async () => {
    await using changed = await faultServer(others, '"two"')
    changed.faults = [{ kind: 'bytes', bytes, etag: '"one"' }]
    writeFileSync(`${path}.part`, others.subarray(0, 1000))
    writeFileSync(`${path}.part.json`, JSON.stringify({ url: changed.url, etag: '"zero"' }))
    expect(await fetchIt({ urls: [changed.url] })).toMatchObject({ ok: true })
    isWhole()
  })

  test.each<[string, Fault[]]>([
    ['ignores the range', [cutAt(0.3), { kind: 'whole' }]],
    ['sends another range', [cutAt(0.3), { kind: 'shifted' }]],
    [
      'goes silent',
      [
        { kind: 'stall', at: 5000 },
        { kind: 'stall', at: 9000 },
      ],
    ],
    [
      'is busy',
      [
        { kind: 'status', status: 503 },
        { kind: 'status', status: 429 },
      ],
    ],
    ['tells no length', [{ kind: 'bare' }]],
  ])('from a host that %s arrives whole', async (_name, faults) => {
    server.faults = faults
    expect(await fetchIt({ patience: { stall: 200, pause: 1, tries: 5 } })).toMatchObject({
      ok: true,
    })
    isWhole()
  })

  test('S4-14 the mirror is asked when the first does not have it, or has something else', async () => {
    for (const fault of [
      { kind: 'status', status: 404 },
      { kind: 'bytes', bytes: others },
      { kind: 'bytes', bytes: bytes.subarray(5) },
      { kind: 'redirect', to: 'http://example.com/model.bin' },
    ] as const) {
      await using bad = await faultServer(bytes)
      bad.faults = Array.from({ length: 5 }, () => fault)
      rmSync(path, { force: true })
      expect(await fetchIt({ urls: [bad.url, server.url] }), fault.kind).toMatchObject({ ok: true })
      isWhole()
    }
  })

  test('S4-14 of another hash or length nothing is kept', async () => {
    for (const wrong of [others, bytes.subarray(1), Buffer.concat([bytes, bytes])]) {
      server.faults = Array.from({ length: 5 }, () => ({ kind: 'bytes', bytes: wrong }))
      expect(await fetchIt()).toMatchObject({ ok: false, error: { code: 'download-damaged' } })
      expect(existsSync(path)).toBe(false)
    }
    server.faults = [{ kind: 'bare' }]
    expect(await fetchIt({ bytes: 1000 })).toMatchObject({ ok: false })
    expect(readdirSync(folder)).toEqual([])
  })

  test('without a known hash the one that the host states counts, and the size that was agreed to', async () => {
    const unknown = { sha256: undefined }
    server.headers = { 'x-linked-etag': `"${sha256(others)}"` }
    expect(await fetchIt(unknown)).toMatchObject({ error: { code: 'download-damaged' } })
    server.headers = { 'x-linked-etag': `"${hash}"` }
    expect(await fetchIt(unknown)).toMatchObject({ ok: true, value: { sha256: hash } })
    isWhole()
    expect(await fetchIt({ ...unknown, bytes: 10_000 })).toMatchObject({
      error: { code: 'download-damaged' },
    })
  })

  test('a full disk is found before, or where it happens, and what came stays', async () => {
    const full = { ...realDisk, free: async () => 1000 }
    expect(await fetchIt({ disk: full })).toMatchObject({ error: { code: 'disk-full' } })
    expect(server.asked).toEqual([])
    let writes = 0
    server.faults = [cutAt(0.2)]
    const fills: typeof realDisk = {
      ...realDisk,
      write(file, chunk, at) {
        writes++
        const error = Object.assign(new Error('no space'), { code: 'ENOSPC' })
        return writes > 1 ? Promise.reject(error) : realDisk.write(file, chunk, at)
      },
    }
    expect(await fetchIt({ disk: fills })).toMatchObject({ error: { code: 'disk-full' } })
    expect(await fetchIt()).toMatchObject({ ok: true })
    isWhole()
    expect(server.asked.at(-1)?.range).toMatch(/^bytes=[1-9]/)
  })

  test('stopped, it ends at once and keeps what it has', async () => {
    server.faults = [{ kind: 'stall', at: 50_000 }]
    const stop = new AbortController()
    const running = fetchIt({ signal: stop.signal, patience: { stall: 9e4, pause: 1, tries: 3 } })
    await wait(50)
    const at = performance.now()
    stop.abort()
    expect(await running).toMatchObject({ ok: false, error: { code: 'job-stopped' } })
    expect(performance.now() - at).toBeLessThan(200)
    expect(await fetchIt()).toMatchObject({ ok: true })
    isWhole()
  })

  test('a host may send on to another, but not to this machine, nor from TLS to none', () => {
    const goes = (from: string, to: string) => mayFollow(new URL(from), new URL(to))
    expect(goes('https://a.example/x', 'https://cdn.example/y')).toBe(true)
    expect(goes('http://127.0.0.1:1/x', 'http://127.0.0.1:2/y')).toBe(true)
    for (const to of [
      'http://cdn.example/y',
      'https://127.0.0.1/y',
      'https://localhost:9/y',
      'https://10.1.2.3/y',
      'https://192.168.0.1/',
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://user:pass@cdn.example/y',
      'file:///etc/passwd',
      'https://169.254.169.254/latest',
    ]) {
      expect(goes('https://a.example/x', to), to).toBe(false)
    }
  })
})
