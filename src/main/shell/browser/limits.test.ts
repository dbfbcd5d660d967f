import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { fakeServices } from '../../api/testing'
import { testServer } from './testing'

const MB = 1024 * 1024

describe('H07: paths', () => {
  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%252e%252e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/../../secret.txt',
    '/assets\\..\\..\\secret.txt',
    '/secret.txt%00.html',
    '/index.html%00',
    '/INDEX.HTML',
    '/index.html/',
    '//index.html/x',
    '/assets/',
    '/%ff%fe',
    '/%',
    `/${'%F0%9F%8E%B5'.repeat(500)}`,
  ])('%s is not there', async path => {
    await using app = await testServer()
    const answer = await app.raw(
      `GET ${path} HTTP/1.1\r\nHost: ${app.host}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer.slice(9, 12)).toMatch(path.startsWith('//') ? '403' : /404|414/)
    expect(answer).not.toContain('secret\r\n')
    expect(answer).not.toContain(app.folder)
  })

  test('what is in the page is there, with a policy and the right care for its name', async () => {
    await using app = await testServer()
    const page = await app.request('/')
    expect(await page.text()).toContain('<title>Wireharp</title>')
    expect(page.headers.get('cache-control')).toBe('no-store')
    const asset = await app.request('/assets/app-1a2b.js?v=1')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(asset.headers.get('content-type')).toContain('text/javascript')
    for (const { headers } of [page, asset, await app.request('/nothing')]) {
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'; script-src 'self'")
      expect(policy).toContain(`connect-src 'self' ws://${app.host};`)
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })
})

describe('H08: bodies', () => {
  test('413 above a megabyte, told or found out', async () => {
    await using app = await testServer()
    const headers = app.pageHeaders(await app.session())
    const body = JSON.stringify({ path: 'x'.repeat(MB) })
    const told = await app.request('/api/project/open', { method: 'POST', headers, body })
    expect(told.status).toBe(413)
    const head = `POST /api/project/open HTTP/1.1\r\nHost: ${app.host}\r\nOrigin: ${app.origin}\r\nCookie: ${headers.cookie}\r\nContent-Type: application/json\r\n`
    const lie = await app.raw(`${head}Content-Length: 10000000000\r\n\r\n{`)
    expect(lie.slice(9, 12)).toBe('413')
    const chunk = `10000\r\n${'x'.repeat(0x1_0000)}\r\n`
    const endless = await app.raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`)
    expect(endless.slice(9, 12)).toBe('413')
    const packed = await app.raw(
      `${head}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b`,
    )
    expect(packed.slice(9, 12)).toMatch(/400|415/)
  })

  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a prototype', '{"path":"a.wireharp","__proto__":{"x":1}}'],
    ['a constructor', '{"path":"a.wireharp","constructor":{"prototype":{"x":1}}}'],
  ])('%s does not even reach the contract', async (_name, body) => {
    await using app = await testServer()
    const headers = app.pageHeaders(await app.session())
    const answer = await app.request('/api/project/open', { method: 'POST', headers, body })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('The request cannot be read.')
  })

  test.each([
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['many keys', `{${Array.from({ length: 50_000 }, (_each, key) => `"k${key}":1`).join()}}`],
  ])('400 for %s', async (_name, body) => {
    await using app = await testServer()
    const headers = app.pageHeaders(await app.session())
    const answer = await app.request('/api/project/open', { method: 'POST', headers, body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'request-invalid' })
    expect(app.bugs).toEqual([])
  })
})

describe('H10: slow and many', () => {
  const patience = { headersMs: 300, bodyMs: 300, connections: 20 }

  test('headers that never end lose their connection', async () => {
    await using app = await testServer({ limits: patience })
    const started = performance.now()
    const answer = await app.raw(`GET / HTTP/1.1\r\nHost: ${app.host}\r\nX-Slow: `, 5000)
    expect(performance.now() - started).toBeLessThan(1500)
    expect(answer.slice(9, 12)).toBe('408')
  })

  test('so do connections that never say anything, at first or after an answer', async () => {
    await using app = await testServer({ limits: { ...patience, idleMs: 300 } })
    const started = performance.now()
    await Promise.all([
      app.raw('', 5000),
      app.raw(`GET / HTTP/1.1\r\nHost: ${app.host}\r\n\r\n`, 5000),
    ])
    expect(performance.now() - started).toBeLessThan(2500)
  })

  test('so do bodies that trickle in', async () => {
    await using app = await testServer({ limits: patience })
    const cookie = app.pageHeaders(await app.session()).cookie
    const socket = connect(app.port, '127.0.0.1')
    socket.on('error', () => {})
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.write(
      `POST /api/project/start HTTP/1.1\r\nHost: ${app.host}\r\nOrigin: ${app.origin}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
    )
    const trickle = setInterval(() => socket.write(' '), 50)
    const started = performance.now()
    await closed
    clearInterval(trickle)
    expect(performance.now() - started).toBeLessThan(1500)
  })

  test('headers that are too many or too large are refused', async () => {
    await using app = await testServer()
    const many = Array.from({ length: 2000 }, (_each, index) => `X-${index}: ${'y'.repeat(20)}\r\n`)
    const answer = await app.raw(`GET / HTTP/1.1\r\nHost: ${app.host}\r\n${many.join('')}\r\n`)
    expect(answer.slice(9, 12)).toBe('431')
  })

  test('connections beyond the limit are dropped, those that are open are served at once', async () => {
    await using app = await testServer({ limits: { ...patience, headersMs: 5000 } })
    const open: Socket[] = []
    using _all = { [Symbol.dispose]: () => open.forEach(socket => socket.destroy()) }
    const mine = connect(app.port, '127.0.0.1')
    open.push(mine)
    for (let opened = 0; opened < 100; opened++) {
      const socket = connect(app.port, '127.0.0.1')
      socket.on('error', () => {})
      open.push(socket)
    }
    await sleep(300)
    expect(open.filter(socket => socket.destroyed || socket.closed).length).toBeGreaterThan(70)
    const started = performance.now()
    const answered = new Promise<string>(resolve =>
      mine.once('data', data => resolve(data.toString())),
    )
    mine.write(`GET / HTTP/1.1\r\nHost: ${app.host}\r\n\r\n`)
    expect((await answered).slice(9, 12)).toBe('200')
    expect(performance.now() - started).toBeLessThan(100)
  })
})

describe('H12 and H13: what answers say', () => {
  test('line breaks in values stay values', async () => {
    await using app = await testServer()
    const headers = app.pageHeaders(await app.session())
    const body = JSON.stringify({ path: 'a\r\nSet-Cookie: x=1\r\n.wireharp' })
    const answer = await app.request('/api/project/open', { method: 'POST', headers, body })
    expect(answer.headers.get('set-cookie')).toBeNull()
    const encoded = await app.request('/%0d%0aSet-Cookie:%20x=1')
    expect([encoded.status, encoded.headers.get('set-cookie')]).toEqual([404, null])
  })

  test('no path, no token, no stack in any refusal', async () => {
    const secret = new Error('/home/someone/secret token')
    const services = fakeServices({
      plugins: {
        ...fakeServices().plugins,
        list: () => {
          throw secret
        },
        nodes: () => Promise.reject(secret),
      },
    })
    await using app = await testServer({ services })
    const headers = app.pageHeaders(await app.session())
    const answers = await Promise.all([
      app.request('/api/plugins', { headers }),
      app.request('/api/nodes', { headers }),
      app.request('/api/plugins'),
      app.request('/nothing/../here'),
      app.request('/api/nothing', { headers }),
      app.request('/api/project/open', { method: 'POST', headers, body: '{' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 401, 404, 404, 400])
    for (const answer of answers) {
      const text = await answer.text()
      expect(text).not.toMatch(/node_modules|\/home|\/work|\/tmp|\.ts\b|\.js\b|at \w+ \(|secret/)
      expect(text).not.toContain(headers.cookie?.split('=')[1])
    }
    expect(app.bugs).toEqual([secret, secret])
  })
})
