import { describe, expect, test } from 'vitest'
import { outcomeOf, testServer } from './testing'

/** Every route that the router knows, with something in place of what varies. */
async function everyRoute() {
  await using app = await testServer()
  const description: unknown = await (
    await app.request('/api/openapi.json', { headers: app.pageHeaders(await app.session()) })
  ).json()
  const paths =
    typeof description === 'object' && description !== null && 'paths' in description
      ? Object.entries(description.paths ?? {})
      : []
  const procedures = paths.flatMap(([path, methods]: [string, unknown]) =>
    Object.keys(methods ?? {}).map(method => ({
      method: method.toUpperCase(),
      path: `/api${path}`,
    })),
  )
  const open = ['GET /*', 'HEAD /*', 'POST /session']
  const fixed = app.server.routes
    .filter(({ method, url }) => !open.includes(`${method} ${url}`) && !url.endsWith('*'))
    .map(({ method, url }) => ({ method, path: url }))
  return [...procedures, ...fixed]
}
const routes = await everyRoute()

describe('H01: every route wants a session', () => {
  test('the list of routes is the whole list', () => {
    const names = routes.map(({ method, path }) => `${method} ${path}`)
    expect(names.length).toBeGreaterThan(20)
    for (const name of [
      'GET /api/plugins',
      'POST /api/project/open',
      'POST /api/exports/run',
      'POST /api/library/import',
      'GET /api/openapi.json',
      'GET /session',
    ]) {
      expect(names).toContain(name)
    }
  })

  test('401 without one, with a wrong one, in a wrong place, of another server, with the launch token', async () => {
    await using app = await testServer()
    await using other = await testServer()
    const foreign = await other.session()
    const token = app.token()
    const attempts: Record<string, Record<string, string>> = {
      none: {},
      wrong: { cookie: `wireharp-${app.port}=${'x'.repeat(43)}` },
      empty: { cookie: `wireharp-${app.port}=` },
      'wrong bearer': { authorization: `Bearer ${'x'.repeat(43)}` },
      'another server’s': { cookie: `wireharp-${app.port}=${foreign}` },
      'another server’s by bearer': { authorization: `Bearer ${foreign}` },
      'launch token by bearer': { authorization: `Bearer ${token}` },
      'launch token as cookie': { cookie: `wireharp-${app.port}=${token}` },
      'basic auth': { authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}` },
      'a header of its own': { 'x-token': token },
    }
    for (const { method, path } of routes) {
      for (const [name, headers] of Object.entries(attempts)) {
        const answer = await app.request(`${path}?token=${token}`, {
          method,
          headers: { origin: app.origin, 'content-type': 'application/json', ...headers },
          ...(method === 'POST' && { body: '{}' }),
        })
        expect([method, path, name, answer.status]).toEqual([method, path, name, 401])
      }
    }
  })

  test('401 on both sockets', async () => {
    await using app = await testServer()
    await using other = await testServer()
    const foreign = await other.session()
    for (const path of ['/rpc', '/audio']) {
      for (const cookie of ['', `wireharp-${app.port}=${foreign}`, `wireharp-${app.port}=x`]) {
        const socket = app.socket(path, { origin: app.origin, cookie })
        expect([path, cookie, await outcomeOf(socket)]).toEqual([path, cookie, 401])
      }
      const page = app.socket(path, app.pageHeaders(await app.session()))
      expect([path, await outcomeOf(page)]).toEqual([path, 'open'])
    }
  })

  test('a session lets in, as cookie and as bearer', async () => {
    await using app = await testServer()
    const session = await app.session()
    const byCookie = await app.request('/api/plugins', { headers: app.pageHeaders(session) })
    expect(await byCookie.json()).toMatchObject([{ id: 'gain' }])
    const headers = { authorization: `Bearer ${session}` }
    expect((await app.request('/api/plugins', { headers })).status).toBe(200)
    expect((await app.request('/session', { headers })).status).toBe(204)
  })

  test('one procedure answers as it does over the other doors, failures too', async () => {
    await using app = await testServer()
    const init = { method: 'POST', headers: app.pageHeaders(await app.session()) }
    const post = (path: string, body: object) =>
      app.request(path, { ...init, body: JSON.stringify(body) })
    expect(await (await post('/api/project/open', { path: 'a.wireharp' })).json()).toMatchObject({
      path: 'a.wireharp',
    })
    const undone = await post('/api/project/undo', { project: 'p1' })
    expect(undone.status).toBe(404)
    expect(await undone.json()).toMatchObject({ code: 'project-not-open' })
    const wrong = await post('/api/project/open', { path: 7 })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({ code: 'request-invalid', data: { at: '/path' } })
    expect((await post('/api/nothing/here', {})).status).toBe(404)
  })
})

describe('H02: where it listens', () => {
  test('on 127.0.0.1 alone, on a port that nobody chose', async () => {
    await using first = await testServer()
    await using second = await testServer()
    expect(first.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(first.port).not.toBe(second.port)
    await expect(fetch(`http://127.0.0.2:${first.port}/`)).rejects.toThrow('fetch failed')
    await expect(fetch(`http://[::1]:${first.port}/`)).rejects.toThrow('fetch failed')
  })
})

describe('H03: Host', () => {
  const foreign = (port: number) => [
    'evil.com',
    `evil.com:${port}`,
    `localhost:${port}`,
    `localhost.evil.com:${port}`,
    `127.0.0.1.nip.io:${port}`,
    `[::1]:${port}`,
    `0.0.0.0:${port}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `127.0.0.1:${port}.evil.com`,
    `evil.com@127.0.0.1:${port}`,
    '',
  ]

  test('403 for all but the printed one, on pages, calls and unknown addresses', async () => {
    await using app = await testServer()
    for (const host of foreign(app.port)) {
      for (const path of ['/', '/api/plugins', '/nothing', '/session']) {
        const answer = await app.raw(
          `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
        )
        expect([host, path, answer.slice(9, 12)]).toEqual([host, path, '403'])
        expect(answer).not.toContain('<title>')
      }
    }
    const own = await app.raw(`GET / HTTP/1.1\r\nHost: ${app.host}\r\nConnection: close\r\n\r\n`)
    expect(own.slice(9, 12)).toBe('200')
  })

  test('none, two, and an absolute address in the request line', async () => {
    await using app = await testServer()
    const status = async (head: string) =>
      (await app.raw(`${head}\r\nConnection: close\r\n\r\n`)).slice(9, 12)
    expect(await status('GET / HTTP/1.1')).toBe('400')
    expect(await status('GET / HTTP/1.0')).toBe('403')
    expect(await status(`GET / HTTP/1.1\r\nHost: ${app.host}\r\nHost: evil.com`)).toMatch(/40[03]/)
    expect(await status(`GET / HTTP/1.1\r\nHost: evil.com\r\nHost: ${app.host}`)).toMatch(/40[03]/)
    expect(await status(`GET http://evil.com/ HTTP/1.1\r\nHost: ${app.host}`)).toBe('403')
    expect(await status(`GET //evil.com/ HTTP/1.1\r\nHost: ${app.host}`)).toBe('403')
  })

  test('on sockets', async () => {
    await using app = await testServer()
    const headers = app.pageHeaders(await app.session())
    for (const host of foreign(app.port).filter(name => name !== '')) {
      const socket = app.socket('/rpc', { ...headers, host })
      expect([host, await outcomeOf(socket)]).toEqual([host, 403])
    }
    const upgrade = `Host: ${app.host}\r\nOrigin: ${app.origin}\r\nCookie: ${headers.cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
    expect((await app.raw(`GET /rpc HTTP/1.1\r\n${upgrade}`, 200)).slice(9, 12)).toBe('101')
    expect(
      (await app.raw(`GET /rpc HTTP/1.1\r\nHost: evil.com\r\n${upgrade}`)).slice(9, 12),
    ).toMatch(/40[03]/)
    expect((await app.raw(`GET http://evil.com/rpc HTTP/1.1\r\n${upgrade}`)).slice(9, 12)).toBe(
      '403',
    )
    expect((await app.raw(`GET /elsewhere HTTP/1.1\r\n${upgrade}`)).slice(9, 12)).toBe('404')
  })
})

describe('H04: Origin', () => {
  const foreign = (port: number) => [
    'null',
    'http://evil.com',
    `http://127.0.0.1:${port + 1}`,
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://127.0.0.1:${port}.evil.com`,
    `http://127.0.0.1:${port}0`,
    'http://127.0.0.1',
    'file://',
    'chrome-extension://abcdefghijklmnop',
  ]

  test('403 for a foreign one on every method, session or not', async () => {
    await using app = await testServer()
    const own = app.pageHeaders(await app.session())
    for (const origin of foreign(app.port)) {
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', '/api/plugins'],
        ['POST', '/api/project/start'],
        ['POST', '/session'],
        ['OPTIONS', '/api/plugins'],
      ] as const) {
        const answer = await app.request(path, {
          method,
          headers: { ...own, origin },
          ...(method === 'POST' && { body: '{}' }),
        })
        expect([origin, method, path, answer.status]).toEqual([origin, method, path, 403])
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
  })

  test('403 for none where something could change, and on sockets', async () => {
    await using app = await testServer()
    const { origin: _origin, ...headers } = app.pageHeaders(await app.session())
    const init = { method: 'POST', headers, body: '{}' }
    expect((await app.request('/api/project/start', init)).status).toBe(403)
    expect((await app.request('/session', init)).status).toBe(403)
    expect(await outcomeOf(app.socket('/rpc', headers))).toBe(403)
    for (const origin of foreign(app.port)) {
      for (const path of ['/rpc', '/audio']) {
        const socket = app.socket(path, { ...headers, origin })
        expect([origin, path, await outcomeOf(socket)]).toEqual([origin, path, 403])
      }
    }
  })

  test('a script that shows its session as a bearer needs none', async () => {
    await using app = await testServer()
    const headers = {
      authorization: `Bearer ${await app.session()}`,
      'content-type': 'application/json',
    }
    const init = { method: 'POST', headers, body: '{}' }
    expect((await app.request('/api/project/start', init)).status).toBe(200)
    expect(await outcomeOf(app.socket('/rpc', headers))).toBe('open')
  })

  test('what the browser calls cross-site is refused, but a link to the page is not', async () => {
    await using app = await testServer()
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
    expect((await app.request('/assets/app-1a2b.js', { headers })).status).toBe(403)
    const link = await app.raw(
      `GET / HTTP/1.1\r\nHost: ${app.host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nConnection: close\r\n\r\n`,
    )
    expect(link.slice(9, 12)).toBe('200')
  })
})

describe('H05: requests that another site could make a browser send', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ])('a body of type “%s” is refused everywhere', async type => {
    await using app = await testServer()
    const { 'content-type': _json, ...headers } = app.pageHeaders(await app.session())
    const posts = routes.filter(({ method }) => method === 'POST')
    expect(posts.length).toBeGreaterThan(10)
    for (const { path } of posts) {
      const answer = await app.request(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body: '{"path":"a.wireharp"}',
      })
      expect([path, answer.status]).toEqual([path, 415])
    }
  })

  test('a body that is missing altogether is no way around it', async () => {
    await using app = await testServer()
    const { cookie } = app.pageHeaders(await app.session())
    const head = `POST /api/project/start HTTP/1.1\r\nHost: ${app.host}\r\nOrigin: ${app.origin}\r\nCookie: ${cookie}`
    const answer = await app.raw(`${head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    expect(answer.slice(9, 12)).toBe('415')
  })

  test('nothing changes by GET', async () => {
    await using app = await testServer()
    const headers = app.pageHeaders(await app.session())
    const asked = new Set(routes.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])))
    const changing = routes.filter(({ method, path }) => method === 'POST' && !asked.has(path))
    for (const { path } of changing) {
      const answer = await app.request(`${path}?path=a.wireharp&project=p1`, { headers })
      // Not there, or, where its last word reads as the id of something, asked in a form that nothing has.
      expect([path, [400, 404].includes(answer.status)]).toEqual([path, true])
    }
  })
})
