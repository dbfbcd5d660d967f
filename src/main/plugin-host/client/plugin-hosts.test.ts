import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ok, unwrap, type Result } from '#shared/kit'
import { hosted, testHosts } from '../testing/hosting'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const isAlive = (pid: number | undefined) => {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('S1-03 S1-28 plugins in their own processes', () => {
  test('a tool is called, and the process is reused', async () => {
    await using own = testHosts()
    const plugin = hosted(`tools: { add: ({ a, b }) => a + b }`)
    expect(unwrap(await own.call(plugin, 'add', { a: 2, b: 3 }))).toBe(5)
    const [first] = own.hosts.running
    expect(unwrap(await own.call(plugin, 'add', { a: 2, b: 4 }))).toBe(6)
    expect(own.hosts.running).toEqual([first])
  })

  test('what it throws is its failure, with the message; the stack goes to its log', async () => {
    await using own = testHosts()
    const result = await own.call(
      hosted(`tools: { it: () => { throw new Error('no such chord') } }`),
      'it',
    )
    expect(result.ok ? '' : result.error).toMatchObject({ code: 'plugin-threw' })
    expect(result.ok ? '' : result.error.message).toContain('no such chord')
    expect(own.lines[0]?.[2]).toContain('Test/main.js')
  })

  test('S11 a promise that never settles fails at its deadline, and the plugin lives on', async () => {
    await using own = testHosts()
    const plugin = hosted(`tools: { never: () => new Promise(() => {}), fine: () => 1 }`)
    await own.call(plugin, 'fine')
    const [before] = own.hosts.running
    const began = performance.now()
    expect(codeOf(await own.call(plugin, 'never', {}, 150))).toBe('plugin-timeout')
    expect(performance.now() - began).toBeLessThan(250)
    expect(unwrap(await own.call(plugin, 'fine'))).toBe(1)
    expect(own.hosts.running).toEqual([before])
    expect(own.deaths).toEqual([])
  })

  test('S09 S13 what does not even hear is killed, blamed and starts anew', async () => {
    await using own = testHosts()
    const plugin = hosted(`tools: { hang: () => { for (;;) {} }, fine: () => 1 }`)
    await own.call(plugin, 'fine')
    const [before] = own.hosts.running
    const began = performance.now()
    expect(codeOf(await own.call(plugin, 'hang', {}, 150))).toBe('plugin-timeout')
    expect(performance.now() - began).toBeLessThan(250)
    await expect.poll(() => own.deaths.length, patient).toBe(1)
    expect(own.deaths[0]).toMatchObject(['test', { code: 'plugin-timeout' }])
    expect(isAlive(before?.pid)).toBe(false)
    expect(unwrap(await own.call(plugin, 'fine'))).toBe(1)
  })

  test.runIf(process.platform === 'linux')(
    'S16 memory outside of the heap: killed, and blamed',
    async () => {
      await using own = testHosts()
      const eat = `const all = []; for (let i = 0; i < 60; i++) all.push(new Uint8Array(16 * 2 ** 20).fill(1)); return all.length`
      const plugin = hosted(`tools: { eat: async () => { ${eat} } }`)
      const result = await own.call(plugin, 'eat', {}, 4000)
      expect(['script-memory', 'plugin-threw']).toContain(codeOf(result))
    },
  )

  test('S32 of two plugins one dies, and the other does not notice', async () => {
    await using own = testHosts()
    const good = hosted(`tools: { n: (() => { let n = 0; return () => ++n })() }`, { id: 'good' })
    const bad = hosted(`tools: { hang: () => { for (;;) {} } }`, { id: 'bad' })
    await own.call(good, 'n')
    await Promise.all([own.call(bad, 'hang', {}, 100), own.call(good, 'n')])
    await expect.poll(() => own.deaths.map(([plugin]) => plugin), patient).toEqual(['bad'])
    expect(unwrap(await own.call(good, 'n'))).toBe(3)
  })

  test('those that come with Wireharp share a process, but nothing else', async () => {
    await using own = testHosts()
    const shared = (id: string) =>
      hosted(
        `tools: { it: () => { const was = globalThis.seen; globalThis.seen = '${id}'; return was ?? 'nothing' } }`,
        { id, shared: true },
      )
    await own.call(shared('a'), 'it')
    expect(unwrap(await own.call(shared('b'), 'it'))).toBe('nothing')
    expect(new Set(own.hosts.running.map(({ pid }) => pid)).size).toBe(1)
  })

  test('S27 of 200 calls at once 64 wait at most', async () => {
    await using own = testHosts()
    const plugin = hosted(`tools: { fine: () => 1, never: () => new Promise(() => {}) }`)
    await own.call(plugin, 'fine')
    const all = await Promise.all(
      Array.from({ length: 200 }, () => own.call(plugin, 'never', {}, 200)),
    )
    expect(Object.groupBy(all.map(codeOf), code => code)['plugin-timeout']).toHaveLength(64)
    expect(all.filter(result => codeOf(result) === 'plugin-busy')).toHaveLength(136)
  })

  test('what it asks for goes to the shell, and the answer back', async () => {
    await using own = testHosts(async (plugin, method, args) => ok({ plugin, method, args }))
    const plugin = hosted(
      `tools: { it: (_, { fetch }) => fetch('http://x/', { method: 'POST', body: 'b' }) }`,
      { capabilities: ['network'] },
    )
    expect(unwrap(await own.call(plugin, 'it'))).toEqual({
      plugin: 'test',
      method: 'network.fetch',
      args: { url: 'http://x/', method: 'POST', headers: {}, body: 'b' },
    })
  })

  test('S2-05 set up once, torn down at the end within its time, whatever it does', async () => {
    const own = testHosts()
    const good = hosted(
      `setup({ log }) { log.info('up') }, teardown({ log }) { log.info('down') }, tools: { fine: () => 1 }`,
    )
    await own.call(good, 'fine')
    await own.call(good, 'fine')
    const began = performance.now()
    await own[Symbol.asyncDispose]()
    expect(own.lines.map(line => line[2])).toEqual(['up', 'down'])
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('S2-28 a set-up that throws is said to every caller', async () => {
    await using own = testHosts()
    const bad = hosted(`setup() { throw new Error('no sensor at 0x76') }, tools: { fine: () => 1 }`)
    const result = await own.call(bad, 'fine')
    expect(result.ok ? '' : result.error.message).toContain('no sensor at 0x76')
    expect(own.reports).toMatchObject([['test', 'failed', expect.stringContaining('0x76')]])
  })

  test('S2-04 a plugin that says that its machine lacks something is skipped, not failed', async () => {
    await using own = testHosts()
    const code = `checkDependencies: () => ({ ok: false, reason: 'no bus 1' }), setup() { throw new Error('never') }, tools: { fine: () => 1 }`
    const result = await own.call(hosted(code), 'fine')
    expect(result.ok ? '' : result.error.code).toBe('plugin-not-enabled')
    expect(own.reports).toEqual([['test', 'skipped', 'no bus 1']])
  })

  test('S1-29 what nobody uses is put to sleep, and wakes when it is used', async () => {
    await using own = testHosts(undefined, { idleMs: 0 })
    const plugin = hosted(`teardown({ log }) { log.info('down') }, tools: { fine: () => 1 }`)
    await own.call(plugin, 'fine')
    await own.hosts.end('test')
    expect(own.hosts.running).toEqual([])
    expect(own.lines).toEqual([['test', 'info', 'down']])
    expect(unwrap(await own.call(plugin, 'fine'))).toBe(1)
  })

  test.each([
    [
      'again and again',
      `setInterval(() => { const end = Date.now() + 40; while (Date.now() < end); }, 5)`,
    ],
    // In native code, where no timer of V8’s ends it.
    ['once, for ever', `setTimeout(() => { const a = []; a[2 ** 32 - 2] = 1; a.indexOf(2) }, 50)`],
  ])(
    'S1-13 what keeps the processor busy with nobody asking is stopped, and blamed: %s',
    async (_how, spin) => {
      await using own = testHosts(undefined, { cpu: { cpuMs: 300, windowMs: 20_000 } })
      const plugin = hosted(`setup() { ${spin} }, tools: { fine: () => 1 }`)
      expect(unwrap(await own.call(plugin, 'fine'))).toBe(1)
      await expect.poll(() => own.deaths.length, patient).toBe(1)
      expect(own.deaths[0]?.[1].message).toContain('nobody asking')
    },
  )

  test('instances have a state each', async () => {
    await using own = testHosts()
    const plugin = hosted(`tools: { n: (() => { let n = 0; return () => ++n })() }`)
    const calling = { what: 'tool', name: 'n', input: {}, timeoutMs: 1000 } as const
    await own.hosts.call(plugin, calling, 'a')
    expect(unwrap(await own.hosts.call(plugin, calling, 'a'))).toBe(2)
    expect(unwrap(await own.hosts.call(plugin, calling, 'b'))).toBe(1)
  })

  test.runIf(process.platform === 'linux')(
    'S36 nothing is left of three that were killed',
    async () => {
      const before = readdirSync('/proc/self/fd').length
      {
        await using own = testHosts()
        const plugin = hosted(`tools: { hang: () => { for (;;) {} } }`)
        for (let turn = 1; turn <= 3; turn++) {
          await own.call(plugin, 'hang', {}, 60)
          await expect.poll(() => own.deaths.length, patient).toBe(turn)
        }
      }
      await sleep(20)
      expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before + 1)
    },
  )

  test('the process itself may read nothing but its own code', async () => {
    await using own = testHosts()
    const plugin = hosted(`tools: { fine: () => 1 }`)
    await own.call(plugin, 'fine')
    const [running] = own.hosts.running
    const { readFileSync } = await import('node:fs')
    const command = readFileSync(`/proc/${running?.pid ?? 0}/cmdline`, 'utf8')
    expect(command).toContain('--permission')
    expect(command).not.toContain('--allow-fs-write')
    expect(command).not.toContain('--allow-child-process')
  })
})

/** The machine may be busy. */
const patient = { timeout: 15_000, interval: 10 }
