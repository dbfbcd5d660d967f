import { createServer, type RequestListener } from 'node:http'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { ok, unwrap, type Result } from '#shared/kit'
import { testGrants, wanting } from '../testing/test-grants'
import { covers, isPrivateAddress } from './addresses'
import { NetworkBroker } from './network-broker'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)

async function serving(
  listener: RequestListener,
  names: Record<string, readonly string[]> = {},
  timeoutMs = 10_000,
) {
  const own = await testGrants(() => 'session')
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const asked: string[] = []
  const broker = new NetworkBroker({
    grants: own.grants,
    timeoutMs,
    resolve: async host => {
      asked.push(host)
      return ok(names[host] ?? ['127.0.0.1'])
    },
  })
  const fetch = (url: string, scope: readonly string[], parts = {}) =>
    broker.fetch(wanting([{ right: 'network', scope }]), {
      url,
      method: 'GET',
      headers: {},
      ...parts,
    })
  return {
    ...own,
    port,
    asked,
    fetch,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await own[Symbol.asyncDispose]()
    },
  }
}

describe('S1-19 the network for plugins', () => {
  test('a host that it was granted answers, and knows who asked', async () => {
    await using own = await serving((request, response) => {
      response
        .setHeader('x-own', 'yes')
        .end([request.method, request.headers['user-agent'], request.headers.host].join(' '))
    })
    const reply = unwrap(await own.fetch(`http://radio.test:${own.port}/now`, ['radio.test']))
    expect(reply).toMatchObject({ status: 200, headers: { 'x-own': 'yes' } })
    expect(reply.body).toBe(`GET Wireharp (plugin test) radio.test:${own.port}`)
    expect(own.questions[0]).toMatchObject({ target: `radio.test:${own.port}`, isPrivate: true })
  })

  test('a body is sent, and headers that are the broker’s own are not the plugin’s', async () => {
    await using own = await serving((request, response) => {
      request.setEncoding('utf8')
      request.on('data', text =>
        response.end(
          `${String(text)} ${String(request.headers.host)} ${String(request.headers['x-mine'])}`,
        ),
      )
    })
    const reply = await own.fetch(`http://a.test:${own.port}/`, ['a.test'], {
      method: 'POST',
      body: 'grüße',
      headers: { Host: 'evil.test', 'X-Mine': '1', 'Transfer-Encoding': 'chunked' },
    })
    expect(unwrap(reply).body).toBe(`grüße a.test:${own.port} 1`)
  })

  test.each([
    ['another host', 'http://b.test/', 'permission-undeclared'],
    ['another port than the one that it named', 'http://port.test:9999/', 'permission-undeclared'],
    ['another scheme', 'file:///etc/passwd', 'network-refused'],
    ['a password in the address', 'http://me:you@a.test/', 'network-refused'],
    ['the port of mail', 'http://a.test:25/', 'network-refused'],
    ['no address at all', 'radio', 'network-refused'],
  ])('%s is refused, and its name is not even asked for', async (_name, url, code) => {
    await using own = await serving((_request, response) => response.end())
    expect(codeOf(await own.fetch(url, ['a.test', 'port.test:8080']))).toBe(code)
    expect(own.asked).toEqual([])
  })

  test('a line break in a header goes nowhere', async () => {
    await using own = await serving((_request, response) => response.end())
    const headers = { 'x-a': 'b\r\nhost: evil.test' }
    expect(codeOf(await own.fetch('http://a.test/', ['a.test'], { headers }))).toBe(
      'network-refused',
    )
  })

  test.each(['*', '*.example', 'evil.example'])(
    'DNS rebinding: a public name that leads to this network is refused, granted as %s',
    async scope => {
      await using own = await serving((_request, response) => response.end('secret'), {
        'evil.example': ['93.184.216.34', '127.0.0.1'],
      })
      const url = `http://evil.example:${own.port}/`
      expect(codeOf(await own.fetch(url, [scope]))).toBe('network-refused')
    },
  )

  test('the name is asked for once; the address that was checked is called', async () => {
    await using own = await serving((_request, response) => response.end('here'))
    const reply = await own.fetch(`http://nowhere.test:${own.port}/`, ['nowhere.test'])
    expect(unwrap(reply).body).toBe('here')
    expect(own.asked).toEqual(['nowhere.test'])
  })

  test.each([
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.1:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://localhost.:PORT/',
  ])('this machine as %s is not covered by a star', async url => {
    await using own = await serving((_request, response) => response.end('secret'), {
      '127.0.0.1': ['127.0.0.1'],
      '::1': ['::1'],
      '::ffff:7f00:1': ['::ffff:7f00:1'],
    })
    expect(codeOf(await own.fetch(url.replace('PORT', String(own.port)), ['*']))).toBe(
      'permission-undeclared',
    )
  })

  test('a redirect is checked as the first request was, and takes no secrets along', async () => {
    await using own = await serving((request, response) => {
      const port = request.headers.host?.split(':')[1] ?? ''
      const to: Record<string, string> = {
        '/out': `http://other.test:${port}/x`,
        '/in': `http://friend.test:${port}/x`,
        '/round': '/round',
      }
      const location = to[request.url ?? '']
      if (location === undefined) return response.end(String(request.headers.authorization))
      return response.writeHead(302, { location }).end()
    })
    const get = (path: string) =>
      own.fetch(`http://a.test:${own.port}${path}`, ['a.test', 'friend.test'], {
        headers: { authorization: 'mine' },
      })
    expect(unwrap(await get('/x')).body).toBe('mine')
    expect(codeOf(await get('/out'))).toBe('permission-undeclared')
    expect(unwrap(await get('/in')).body).toBe('undefined')
    expect(codeOf(await get('/round'))).toBe('network-failed')
  })

  test('an answer without end is refused at 4 MB; one that never comes at its deadline', async () => {
    await using own = await serving(
      (request, response) => {
        if (request.url === '/never') return
        const pour = () =>
          void (response.write(Buffer.alloc(2 ** 20))
            ? setImmediate(pour)
            : response.once('drain', pour))
        pour()
      },
      {},
      500,
    )
    expect(codeOf(await own.fetch(`http://a.test:${own.port}/`, ['a.test']))).toBe('network-failed')
    const began = performance.now()
    expect(codeOf(await own.fetch(`http://a.test:${own.port}/never`, ['a.test']))).toBe(
      'network-failed',
    )
    expect(performance.now() - began).toBeLessThan(1500)
  })
})

describe('addresses', () => {
  test.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    'fe80::1%eth0',
    'fd00::1',
    '::',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'no address',
  ])('%s is of this network, or of none', address => expect(isPrivateAddress(address)).toBe(true))
  test.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])(
    '%s is public',
    address => expect(isPrivateAddress(address)).toBe(false),
  )
  test.each([
    ['*.a.org', 'b.a.org', true],
    ['*.a.org', 'a.org', false],
    ['*.a.org', 'eviла.org', false],
    ['*.a.org', 'xa.org', false],
    ['a.org', 'a.org.evil.com', false],
    ['A.org', 'a.org', true],
    ['*', 'anything.net', true],
  ])('%s covers %s: %s', (scope, host, expected) => {
    expect(covers(scope, host, 443)).toBe(expected)
  })
})
