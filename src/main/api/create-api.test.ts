import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { afterEach, describe, expect, test } from 'vitest'
import type { contract } from '#shared/contract'
import { fail, failureCodes, isFailure, ok, type StopSignal } from '#shared/kit'
import { createApi, failureStatus, type Services } from '.'
import { fakeServices } from './testing'

let stack = new DisposableStack()
afterEach(() => {
  stack.dispose()
  stack = new DisposableStack()
})

type Client = ContractRouterClient<typeof contract>

/** A client and the services, joined by a pair of ports in memory. */
function connect(changes: Partial<Services> = {}) {
  const bugs: { error: unknown; call: string }[] = []
  const { port1, port2 } = stack.adopt(new MessageChannel(), ({ port1: end }) => end.close())
  createApi(fakeServices(changes), (error, call) => bugs.push({ error, call })).servePort(port1)
  port1.start()
  port2.start()
  const client = createORPCClient<Client>(new RPCLink({ port: port2 }))
  return { client, bugs, hangUp: () => port2.close() }
}

/** A stream that says one thing, then nothing, and tells when it was left. */
function quietStream() {
  const left = Promise.withResolvers<string>()
  async function* watch(_input: unknown, { signal }: { signal: StopSignal }) {
    signal.addEventListener('abort', () => left.resolve('aborted'))
    yield { playing: false, position: 0, epoch: 1, sampleRate: 48_000 }
    await new Promise(() => {})
  }
  return { left: left.promise, services: { transport: { ...fakeServices().transport, watch } } }
}

describe('answers', () => {
  test('a success is the value of the result', async () => {
    const { client } = connect()
    expect(await client.project.open({ path: 'a.wireharp' })).toMatchObject({ path: 'a.wireharp' })
  })

  test('a failure arrives with its code, status and sentence', async () => {
    const { client, bugs } = connect()
    const notOpen = fail('project-not-open', 'There is no such project.')
    await expect(client.project.undo({ project: 'p1' })).rejects.toMatchObject({
      code: 'project-not-open',
      status: 404,
      data: notOpen,
    })
    expect(bugs).toEqual([])
  })

  test('input is parsed by the contract before the service sees it', async () => {
    const paths: string[] = []
    const { project } = fakeServices()
    const { client } = connect({
      project: { ...project, open: input => (paths.push(input.path), project.open(input, never)) },
    })
    await expect(client.project.open({ path: '' })).rejects.toMatchObject({
      code: 'request-invalid',
      status: 400,
      data: { at: '/path' },
    })
    expect(paths).toEqual([])
  })

  test('defaults of the contract are filled in', async () => {
    const seen: unknown[] = []
    const { project } = fakeServices()
    const { client } = connect({
      project: { ...project, saveAs: input => (seen.push(input), ok({ path: input.path })) },
    })
    await client.project.saveAs({ project: 'p1', path: 'b.wireharp' })
    expect(seen).toEqual([{ project: 'p1', path: 'b.wireharp', replace: false }])
  })

  test('every failure code has a status of 400 or more', () => {
    for (const code of Object.keys(failureCodes)) {
      const failure = { code, message: '' }
      expect(isFailure(failure) && failureStatus(failure.code)).toBeGreaterThanOrEqual(400)
    }
  })
})

describe('H13: bugs', () => {
  const secret = new Error('ENOENT /home/someone/token-abc')

  test('a throw is reported with its stack and answered without path, token or stack', async () => {
    const { client, bugs } = connect({
      transport: { ...fakeServices().transport, stop: () => Promise.reject(secret) },
    })
    const error: unknown = await client.transport.stop().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'internal', status: 500 })
    expect(JSON.stringify(error)).not.toMatch(/home|token-abc|\.ts/)
    expect(bugs).toEqual([{ error: secret, call: '/transport/stop' }])
  })

  test('a throw in the middle of a stream likewise', async () => {
    const { client, bugs } = connect({
      transport: {
        ...fakeServices().transport,
        async *watch() {
          yield { playing: true, position: 0, epoch: 1, sampleRate: 48_000 }
          throw secret
        },
      },
    })
    const events = await client.transport.watch()
    expect(await events.next()).toMatchObject({ value: { epoch: 1 } })
    const error: unknown = await events.next().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(error)).not.toMatch(/home|token-abc/)
    expect(bugs).toEqual([{ error: secret, call: 'transport.watch' }])
  })
})

describe('streams', () => {
  test('pass through in order and end with the service', async () => {
    const { client } = connect({
      exports: {
        async *run() {
          yield { kind: 'progress', done: 0.5 }
          yield { kind: 'progress', done: 1 }
        },
      },
    })
    const seen = []
    const input = { project: 'p1', path: 'o.wav', format: 'wav16' } as const
    for await (const event of await client.exports.run(input)) seen.push(event)
    expect(seen).toEqual([
      { kind: 'progress', done: 0.5 },
      { kind: 'progress', done: 1 },
    ])
  })

  test('the service hears when the caller stops listening', async () => {
    const { left, services } = quietStream()
    const { client } = connect(services)
    for await (const _event of await client.transport.watch()) break
    expect(await left).toBe('aborted')
  })

  test('the service hears when the caller cancels', async () => {
    const { left, services } = quietStream()
    const { client } = connect(services)
    const gone = new AbortController()
    const events = await client.transport.watch(undefined, { signal: gone.signal })
    await events.next()
    gone.abort()
    expect(await left).toBe('aborted')
  })

  test('the service hears when the connection goes', async () => {
    const { left, services } = quietStream()
    const { client, hangUp } = connect(services)
    const events = await client.transport.watch()
    await events.next()
    hangUp()
    expect(await left).toBe('aborted')
  })
})

const never = { signal: new AbortController().signal }
