import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TempFolder } from '../plugins/packages/testing/temp-folder'
import { fetchLimits } from './market-parts'
import { mayLead } from './registries/address'
import { PackageCache } from './registries/package-cache'

const content = randomBytes(400_000)
const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`
const SIZE = content.length

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

let temp: TempFolder
let answer: Answer = () => {}
let asked: (string | undefined)[] = []
let address = ''
const server = createServer((request, response) => {
  asked.push(request.headers.range)
  answer(request, response, asked.length)
})

beforeEach(async () => {
  temp = new TempFolder()
  asked = []
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`
})
afterEach(async () => {
  server.closeAllConnections()
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  await promise
  temp[Symbol.dispose]()
})

async function get(limits: Partial<typeof fetchLimits> = {}): Promise<string> {
  const cache = new PackageCache(temp.at('cache'), { ...fetchLimits, ...limits })
  const done = await cache.get({
    registry: { name: 'r', address, kind: 'npm' },
    offered: { tarball: `${address}/small.tgz`, integrity, bytes: SIZE },
  })
  const kept = existsSync(temp.at('cache')) ? readdirSync(temp.at('cache')) : []
  const whole = kept.filter(name => name.endsWith('.tgz'))
  // Whole, or not there.
  expect(whole).toHaveLength(done.ok ? 1 : 0)
  if (done.ok) expect(done.value.equals(content)).toBe(true)
  return done.ok ? 'ok' : done.error.code
}

/** Answers as a server does that knows ranges, from where it is asked. */
function serve(request: IncomingMessage, response: ServerResponse, upTo = SIZE, tag = '"one"') {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const isRange = from > 0 && request.headers['if-range'] === tag
  const start = isRange ? from : 0
  response.writeHead(isRange ? 206 : 200, {
    etag: tag,
    'content-length': SIZE - start,
    ...(isRange && { 'content-range': `bytes ${start}-${SIZE - 1}/${SIZE}` }),
  })
  response.write(content.subarray(start, Math.max(start, upTo)), () => {
    if (upTo >= SIZE) response.end()
    else setTimeout(() => response.destroy(), 5)
  })
}

describe('F13 a package on its way', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'that breaks off at %i0 % goes on where it broke',
    async tenth => {
      answer = (request, response, count) =>
        serve(request, response, count === 1 ? (SIZE * tenth) / 10 : SIZE)
      expect(await get()).toBe('ok')
      expect(asked[1]).toBe(`bytes=${(SIZE * tenth) / 10}-`)
    },
  )

  test('that is another one meanwhile begins anew', async () => {
    answer = (request, response, count) =>
      serve(request, response, count === 1 ? SIZE / 2 : SIZE, count === 1 ? '"one"' : '"two"')
    expect(await get()).toBe('ok')
  })

  test('whose server ignores ranges, or lies about them, is whole or not there', async () => {
    answer = (request, response, count) => {
      if (count === 1) return serve(request, response, SIZE / 2)
      response.writeHead(206, { etag: '"one"', 'content-range': `bytes 0-${SIZE - 1}/${SIZE}` })
      response.end(content)
    }
    expect(await get()).toBe('package-damaged')
  })

  test.each<[string, Answer, string]>([
    ['stalls', (_request, response) => void response.writeHead(200).write('x'), 'package-too-slow'],
    ['never begins', () => {}, 'package-too-slow'],
    ['is another one', (_request, response) => void response.end('x'), 'package-damaged'],
    [
      'is longer',
      (_r, response) => void response.end(Buffer.concat([content, content])),
      'package-damaged',
    ],
    ['is not there', (_r, response) => void response.writeHead(404).end(), 'package-not-found'],
    ['is forbidden', (_r, response) => void response.writeHead(403).end(), 'registry-token-wrong'],
    ['breaks off every time', (r, response) => serve(r, response, 1000), 'registry-unreachable'],
    [
      'leads out of http',
      (_r, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'registry-refused',
    ],
    [
      'leads in a circle',
      (r, response) => void response.writeHead(302, { location: r.url ?? '/' }).end(),
      'registry-refused',
    ],
  ])('that %s is refused, and nothing is left', async (_name, how, code) => {
    answer = how
    // Only what is to be too slow is hurried: a busy machine is no fault.
    expect(await get(code === 'package-too-slow' ? { idleMs: 400 } : {})).toBe(code)
  })

  test('T06 that comes drop by drop is given up', async () => {
    answer = (_request, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    }
    expect(await get({ graceMs: 200, leastRate: 4096 })).toBe('package-too-slow')
  })
})

describe('F13 where an address may lead', () => {
  test.each([
    ['https://a.example/', 'https://cdn.example/x', true],
    ['https://a.example/', 'http://a.example/x', false],
    ['https://a.example/', 'https://127.0.0.1/x', false],
    ['https://a.example/', 'https://192.168.1.1/x', false],
    ['https://a.example/', 'https://[::1]/x', false],
    ['https://a.example/', 'ftp://a.example/', false],
    ['http://127.0.0.1:4873/', 'http://127.0.0.1:9/x', true],
    ['http://127.0.0.1:4873/', 'http://a.example/x', false],
  ])('from %s to %s: %s', (from, to, may) => {
    expect(mayLead(new URL(from), new URL(to))).toBe(may)
  })
})
