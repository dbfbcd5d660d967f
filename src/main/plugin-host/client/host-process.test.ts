import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { silentLog } from '../../kit'
import { staleSources } from '../../kit/testing/stale-sources'
import { HostProcess } from './host-process'

const hanging = `export default { tools: { hang: () => { for (;;) {} } } }`

test('the host that is tested is built of the sources that lie here', () => {
  const within = ['src/main/plugin-host', 'src/main/sandbox']
  expect(staleSources('out/main/plugin-host.js', within)).toEqual([])
})

describe('S34 a process that is told to go', () => {
  test('while a plugin runs on a thread of it: it goes by itself, and does not crash', async () => {
    const stopMs = 10_000
    const host = new HostProcess({ log: silentLog, growth: 2 ** 28, busy: () => true, stopMs })
    await host.ready
    const loaded = Promise.withResolvers<unknown>()
    using _replies = host.replies.on(reply => {
      if (reply.kind === 'loaded') loaded.resolve(reply.problem)
    })
    const plugin = 'mine'
    const limits = { config: {}, capabilities: [], heapMb: 64, turnMs: 20_000 }
    host.send({ kind: 'load', plugin, name: 'Mine', source: hanging, ...limits })
    expect(await loaded.promise).toBeUndefined()
    const deadline = Date.now() + 20_000
    const call = { call: 1, what: 'tool', name: 'hang', input: '{}', deadline } as const
    host.send({ kind: 'call', plugin, ...call })
    await sleep(100)
    const { pid = 0 } = host
    await host[Symbol.asyncDispose]()
    // By a signal of its own: of a segmentation fault it would say SIGSEGV, and had we killed it, that it was forced.
    expect(await host.exited).toEqual({ reason: 'asked', signal: 'SIGKILL' })
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})
