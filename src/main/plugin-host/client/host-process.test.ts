import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { silentLog } from '../../kit'
import { HostProcess } from './host-process'

const hanging = `export default { tools: { hang: () => { for (;;) {} } } }`

describe('S34 a process that is told to go', () => {
  test('while a plugin runs on a thread of it: it goes at once, and does not crash', async () => {
    const host = new HostProcess({ log: silentLog, growth: 2 ** 28, busy: () => true })
    await host.ready
    const loaded = Promise.withResolvers<unknown>()
    using _replies = host.replies.on(reply => {
      if (reply.kind === 'loaded') loaded.resolve(reply.problem)
    })
    const plugin = 'mine'
    const limits = { config: {}, capabilities: [], heapMb: 64, turnMs: 5000 }
    host.send({ kind: 'load', plugin, name: 'Mine', source: hanging, ...limits })
    expect(await loaded.promise).toBeUndefined()
    const deadline = Date.now() + 5000
    const call = { call: 1, what: 'tool', name: 'hang', input: '{}', deadline } as const
    host.send({ kind: 'call', plugin, ...call })
    await sleep(100)
    const { pid = 0 } = host
    await host[Symbol.asyncDispose]()
    // Of a segmentation fault it would say SIGSEGV.
    expect(await host.exited).toMatchObject({ signal: 'SIGKILL' })
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})
