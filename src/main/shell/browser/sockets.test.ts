import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { describe, expect, test } from 'vitest'
import type { RawData, WebSocket } from 'ws'
import { encodeAudioRequest, type contract } from '#shared/contract'
import { ok, type StopSignal } from '#shared/kit'
import { fakeServices } from '../../api/testing'
import { closeOf, outcomeOf, testServer, type TestServer } from './testing'

const MB = 1024 * 1024

async function open(app: TestServer, path: '/rpc' | '/audio'): Promise<WebSocket> {
  const socket = app.socket(path, app.pageHeaders(await app.session()))
  socket.binaryType = 'arraybuffer'
  expect(await outcomeOf(socket)).toBe('open')
  return socket
}

function textOf(data: RawData): string {
  return new TextDecoder().decode(Array.isArray(data) ? Buffer.concat(data) : data)
}

/** A page's client. The socket of this test is Node's, whose types the link for browsers does not take. */
function clientOf(socket: WebSocket): ContractRouterClient<typeof contract> {
  const port = {
    postMessage: (data: string) => socket.send(data),
    onMessage: {
      addListener(hear: (message: string) => void) {
        socket.on('message', data => hear(textOf(data)))
      },
    },
    onDisconnect: { addListener: (hear: () => void) => void socket.on('close', hear) },
  }
  return createORPCClient(new RPCLink({ port }))
}

describe('/rpc', () => {
  test('calls, failures and streams', async () => {
    await using app = await testServer()
    const client = clientOf(await open(app, '/rpc'))
    expect(await client.plugins.list()).toMatchObject([{ id: 'gain' }])
    await expect(client.project.undo({ project: 'p1' })).rejects.toMatchObject({
      code: 'project-not-open',
    })
    for await (const event of await client.project.watch({ project: 'p1' })) {
      expect(event.kind).toBe('reset')
      break
    }
  })

  test('a page that goes ends its streams', async () => {
    const left = Promise.withResolvers<string>()
    const transport = {
      ...fakeServices().transport,
      async *watch(_input: unknown, { signal }: { signal: StopSignal }) {
        signal.addEventListener('abort', () => left.resolve('gone'))
        yield { playing: false, position: 0, epoch: 0, sampleRate: 48_000 }
        await new Promise(() => {})
      },
    }
    await using app = await testServer({ services: fakeServices({ transport }) })
    const socket = await open(app, '/rpc')
    for await (const _event of await clientOf(socket).transport.watch()) {
      socket.terminate()
      break
    }
    expect(await left.promise).toBe('gone')
  })
})

describe('/audio', () => {
  test('requests go in, blocks come out, until the page goes', async () => {
    await using app = await testServer()
    const socket = await open(app, '/audio')
    socket.send(encodeAudioRequest({ epoch: 3, blocks: 2 }))
    await expect.poll(() => app.audioRequests).toEqual([{ epoch: 3, blocks: 2 }])
    const block = new Promise(resolve => socket.once('message', data => resolve(data)))
    app.sendBlock(new Uint8Array([1, 2, 3]))
    expect(await block).toEqual(new Uint8Array([1, 2, 3]).buffer)
  })

  test.each([
    ['text', '12345678'],
    ['too short', new Uint8Array(7)],
    ['too many blocks', encodeAudioRequest({ epoch: 0, blocks: 0xffff_ffff })],
  ])('H09: %s closes it', async (_name, message) => {
    await using app = await testServer()
    const socket = await open(app, '/audio')
    socket.send(message)
    expect(await closeOf(socket)).toBe(1008)
    expect(app.audioRequests).toEqual([])
  })

  test('H11: a page that does not read is let go before it fills the memory', async () => {
    await using app = await testServer({ limits: { audioBacklogBytes: 2 * MB } })
    const socket = await open(app, '/audio')
    expect(app.listeners()).toBe(1)
    socket.pause()
    let sent = 0
    for (; sent < 400 && app.listeners() > 0; sent++) {
      app.sendBlock(new Uint8Array(MB / 4))
      await sleep(1)
    }
    // Two megabytes here, and what the system's own buffers take.
    expect(sent).toBeLessThan(100)
    socket.resume()
    expect(await closeOf(socket)).toBe(1006)
  })
})

describe('H09: what a socket may not do', () => {
  test('a message above the limit closes it with 1009', async () => {
    await using app = await testServer({ limits: { callBytes: 1000 } })
    const calls = await open(app, '/rpc')
    calls.send('x'.repeat(1001))
    expect(await closeOf(calls)).toBe(1009)
    const sound = await open(app, '/audio')
    sound.send(new Uint8Array(65))
    expect(await closeOf(sound)).toBe(1009)
  })

  test('a message in endless pieces closes it', async () => {
    await using app = await testServer()
    const socket = await open(app, '/rpc')
    for (let piece = 0; piece < 2000; piece++) socket.send('x', { fin: false })
    expect([1008, 1009]).toContain(await closeOf(socket))
  })

  test.each([
    ['no mask', [0x81, 0x01, 0x78], 1002],
    ['an unknown opcode', [0x83, 0x80, 0, 0, 0, 0], 1002],
    ['a compressed frame that was not agreed on', [0xc1, 0x80, 0, 0, 0, 0], 1002],
    ['text that is no UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
  ])('%s closes it', async (_name, frame, code) => {
    await using app = await testServer()
    const { cookie } = app.pageHeaders(await app.session())
    const socket = connect(app.port, '127.0.0.1')
    const bytes: Buffer[] = []
    socket.on('data', data => bytes.push(data))
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.write(
      `GET /rpc HTTP/1.1\r\nHost: ${app.host}\r\nOrigin: ${app.origin}\r\nCookie: ${cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n`,
    )
    await expect.poll(() => Buffer.concat(bytes).toString('latin1')).toContain('101 Switching')
    expect(Buffer.concat(bytes).toString('latin1')).not.toContain('permessage-deflate')
    bytes.length = 0
    socket.write(Buffer.from(frame))
    await closed
    const [opcode, _length, high = 0, low = 0] = Buffer.concat(bytes)
    expect([opcode, high * 256 + low]).toEqual([0x88, code])
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"i":"1"}',
    '{"i":1,"p":{"u":"/plugins/list"}}',
    '{"i":"1","p":{"u":7}}',
    '{"i":"1","p":{"u":"http://evil.com/"}}',
    new Uint8Array([0xff, 0xff]),
  ])('what is no call closes it: %s', async junk => {
    await using app = await testServer()
    const socket = await open(app, '/rpc')
    socket.send(junk)
    expect(await closeOf(socket)).toBe(1008)
  })

  test('a call to nothing is answered, and the next one too', async () => {
    await using app = await testServer()
    const socket = await open(app, '/rpc')
    const answer = new Promise<string>(resolve =>
      socket.once('message', data => resolve(textOf(data))),
    )
    socket.send('{"i":"9","p":{"u":"/__proto__/toString"}}')
    expect(await answer).toContain('"s":404')
    expect(await clientOf(socket).plugins.list()).toHaveLength(1)
  })

  test('sockets beyond the limit are refused', async () => {
    await using app = await testServer({ limits: { sockets: 2 } })
    const headers = app.pageHeaders(await app.session())
    const outcomes = []
    for (const path of ['/rpc', '/audio', '/rpc']) {
      outcomes.push(await outcomeOf(app.socket(path, headers)))
    }
    expect(outcomes).toEqual(['open', 'open', 429])
  })

  test('H10: one that does not answer pings is closed', async () => {
    await using app = await testServer({ limits: { pingMs: 50 } })
    const alive = await open(app, '/rpc')
    const dead = app.socket('/rpc', app.pageHeaders(await app.session()))
    Object.assign(dead, { pong: () => {} })
    expect(await outcomeOf(dead)).toBe('open')
    dead.pause()
    await sleep(400)
    dead.resume()
    await closeOf(dead)
    expect(alive.readyState).toBe(alive.OPEN)
  })
})

describe('H11: floods', () => {
  test('messages are read no faster than the limit, and nothing is lost', async () => {
    let calls = 0
    const { plugins } = fakeServices()
    const services = fakeServices({ plugins: { ...plugins, list: () => (calls++, ok([])) } })
    await using app = await testServer({ services, limits: { messagesPerSecond: 1000 } })
    const client = clientOf(await open(app, '/rpc'))
    const started = performance.now()
    await Promise.all(Array.from({ length: 500 }, () => client.plugins.list()))
    // What came in one piece was read in one piece; whoever comes next waits the longer.
    await client.plugins.list()
    expect(calls).toBe(501)
    expect(performance.now() - started).toBeGreaterThan(300)
  })

  test('calls that are never answered end the connection before they fill the memory', async () => {
    const { plugins } = fakeServices()
    const hang = () => new Promise<never>(() => {})
    const services = fakeServices({ plugins: { ...plugins, list: hang } })
    await using app = await testServer({ services, limits: { callsAtOnce: 50 } })
    const socket = await open(app, '/rpc')
    const client = clientOf(socket)
    const closed = closeOf(socket)
    for (let call = 0; call < 60; call++) void client.plugins.list().catch(() => {})
    expect(await closed).toBe(1013)
  })

  test('a stream waits for a reader that is slow', async () => {
    let made = 0
    const engine = {
      ...fakeServices().engine,
      async *watch() {
        for (; made < 10_000; made++) {
          yield { kind: 'levels', project: 'p', layout: made, nodes: ['x'.repeat(10_000)] } as const
        }
      },
    }
    await using app = await testServer({ services: fakeServices({ engine }) })
    const socket = await open(app, '/rpc')
    const events = await clientOf(socket).engine.watch()
    await events.next()
    socket.pause()
    await sleep(300)
    const whilePaused = made
    // What fits into the system's own buffers has left; the rest has not even been made.
    expect(whilePaused).toBeLessThan(2000)
    socket.resume()
    await expect.poll(() => made).toBeGreaterThan(whilePaused)
  })
})

test('a server that ends says goodbye to its pages and leaves nothing open', async () => {
  await using app = await testServer()
  const socket = await open(app, '/rpc')
  const code = closeOf(socket)
  await app.server[Symbol.asyncDispose]()
  expect(await code).toBe(1001)
  await expect(app.request('/')).rejects.toThrow('fetch failed')
})
