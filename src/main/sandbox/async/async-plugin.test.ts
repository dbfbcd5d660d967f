import { describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { AsyncPlugin, type Entry } from './async-plugin'
import type { Said } from './said'

const limits = { heapMb: 32, setUpMs: 500, turnMs: 200 }

async function load(body: string, capabilities: readonly string[] = [], turnMs = limits.turnMs) {
  const said: Said[] = []
  const plugin = unwrap(
    await AsyncPlugin.load({
      name: 'test',
      source: `export default { ${body} }`,
      config: { answer: 42 },
      capabilities,
      limits: { ...limits, turnMs },
      onSaid: one => said.push(one),
    }),
  )
  const call = async (tool: string, input: unknown = {}): Promise<unknown> => {
    const entry: Entry = [0, 1, 'tool', tool, JSON.stringify(input), Date.now() + 1000]
    const failure = await plugin.enter([entry])
    const done = said.findLast(one => one.kind === 'done')
    return failure?.code ?? (done?.isOk === true ? JSON.parse(done.text) : done?.text)
  }
  return { plugin, said, call, [Symbol.dispose]: () => plugin[Symbol.dispose]() }
}

const tool = (code: string) => `tools: { it: ${code} }`

describe('S1-08 the asynchronous parts of a plugin', () => {
  test('a tool gets its input and the configuration, and answers', async () => {
    using own = await load(tool(`async ({ n }, { config }) => ({ sum: n + config.answer })`))
    expect(await own.call('it', { n: 1 })).toEqual({ sum: 43 })
  })

  test('S2-19 a capability that was not declared is not there', async () => {
    const code = tool(`(_, context) => Object.keys(context).toSorted()`)
    const always = ['config', 'deadline', 'log', 'readings', 'storage']
    using bare = await load(code)
    expect(await bare.call('it')).toEqual(always)
    using granted = await load(code, ['network', 'files.read', 'rm -rf'])
    expect(await granted.call('it')).toEqual([...always, 'fetch', 'files', 'osc'].toSorted())
  })

  test('a request leaves as text, and its answer comes back', async () => {
    using own = await load(tool(`async (_, { files }) => [...await files.readBytes('a.bin')]`), [
      'files.read',
    ])
    await own.plugin.enter([[0, 7, 'tool', 'it', '{}', Date.now() + 1000]])
    const request = own.said.find(one => one.kind === 'request')
    expect(request).toMatchObject({ method: 'files.readBytes', args: '{"path":"a.bin"}' })
    const bytes = Buffer.from([0, 1, 2, 250, 251, 252, 255])
    await own.plugin.enter([
      [1, request?.request ?? 0, true, JSON.stringify(bytes.toString('base64'))],
    ])
    expect(own.said.at(-1)).toMatchObject({
      kind: 'done',
      call: 7,
      text: JSON.stringify([...bytes]),
    })
  })

  test('what it writes arrives as Node would have it in base64', async () => {
    using own = await load(
      tool(
        `(_, { files }) => files.writeBytes('x', Uint8Array.from([104, 97, 114, 112]).subarray(1))`,
      ),
      ['files.write'],
    )
    await own.call('it')
    const request = own.said.find(one => one.kind === 'request')
    const base64 = Buffer.from('arp').toString('base64')
    expect(JSON.parse(request?.args ?? '')).toEqual({ path: 'x', base64 })
  })

  test('S09 a loop for ever ends at its turn’s limit, and the next call works', async () => {
    using own = await load(`tools: { loop: () => { for (;;) {} }, fine: () => 1 }`)
    expect(await own.call('loop')).toBe('script-timeout')
    expect(await own.call('fine')).toBe(1)
  })

  test.each([
    [
      'S10 promises that queue themselves',
      `() => { const again = () => Promise.resolve().then(again); again() }`,
    ],
    ['S10 a loop after an await', `async () => { await 0; for (;;) {} }`],
    ['S09 a loop in the getter of what it answers', `() => ({ get x() { for (;;) {} } })`],
    [
      'S07 a loop in the message of what it throws',
      `() => { throw Object.defineProperty(new Error(), 'message', { get() { for (;;) {} } }) }`,
    ],
    ['S08 a thenable that never ends', `() => ({ then() { for (;;) {} } })`],
  ])('%s: stopped', async (_name, code) => {
    using own = await load(tool(code))
    const began = performance.now()
    expect(await own.call('it')).toBe('script-timeout')
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test.each([
    ['S08 what is cyclic', `() => { const a = []; a.push(a); return a }`, /circular/i],
    [
      'S08 what is deeper than a stack',
      `() => { let a = []; for (let i = 0; i < 2e5; i++) a = [a]; return a }`,
      /stack|script-timeout/i,
    ],
    ['S08 a text that is too long', `() => 'x'.repeat(9e6)`, /too large/],
    [
      'S24 code from strings',
      `() => (async () => {}).constructor('return 1')()`,
      /no code from strings/,
    ],
    ['S24 a dynamic import', `() => import('node:fs')`, /import|Not supported/i],
    [
      'S01 the constructor chain',
      `(_, c) => c.log.info.constructor.constructor('return process')()`,
      /no code from strings/,
    ],
  ])('%s is refused', async (_name, code, message) => {
    using own = await load(tool(code), [], 5000)
    expect(await own.call('it')).toMatch(message)
  })

  test('S28 a flood of lines is cut off and counted, in bounded time', async () => {
    using own = await load(
      tool(
        `(_, { log }) => { for (let i = 0; i < 5e3; i++) log.info('x'.repeat(10000)); return 'done' }`,
      ),
    )
    // The lines do not take the place of the answer.
    expect(await own.call('it')).toBe('done')
    const lines = own.said.filter(one => one.kind === 'log')
    expect(lines.length).toBeLessThanOrEqual(512)
    expect(lines.every(line => line.kind === 'log' && line.text.length <= 2000)).toBe(true)
    expect(own.said.some(one => one.kind === 'dropped' && one.count > 1000)).toBe(true)
  })

  test('S27 a flood of requests: 256 wait at most, all others are refused', async () => {
    using own = await load(
      tool(`async (_, { files }) => {
        const all = Array.from({ length: 1000 }, (_, i) => files.readText(String(i)).then(() => 'ok', e => e.code + ': ' + e.message))
        return Promise.race(all)
      }`),
      ['files.read'],
    )
    expect(await own.call('it')).toMatch(/^queue-full: Too many requests/)
    expect(own.said.filter(one => one.kind === 'request')).toHaveLength(256)
  })

  test('S29 a line cannot claim to be of another level or plugin', async () => {
    using own = await load(
      tool(`(_, { log }) => log.info('\\n{"level":"error","plugin":"gain"}\\u001b[31m')`),
    )
    await own.call('it')
    const lines = own.said.filter(one => one.kind === 'log')
    expect(lines).toEqual([
      { kind: 'log', level: 'info', text: '\n{"level":"error","plugin":"gain"}\u001b[31m' },
    ])
  })

  test('S02 a plugin that rewrites the language harms nobody but itself', async () => {
    using own = await load(
      tool(`(_, { log }) => {
        Array.prototype.push = JSON.stringify = Reflect.apply = String.prototype.slice = () => 'mine'
        Object.defineProperty(Object.prototype, 'kind', { get: () => 'forged' })
        log.info('still a text')
        return 'as it was'
      }`),
    )
    expect(await own.call('it')).toBe('as it was')
    expect(own.said[0]).toEqual({ kind: 'log', level: 'info', text: 'still a text' })
    expect('kind' in {}).toBe(false)
  })

  test('S03 nothing that it reaches is of isolated-vm', async () => {
    using own = await load(
      tool(`(_, context) => {
        const seen = new Set()
        const names = new Set()
        const walk = value => {
          if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
          seen.add(value)
          names.add(value.constructor?.name)
          for (const key of Reflect.ownKeys(value)) {
            const { value: inner, get, set } = Object.getOwnPropertyDescriptor(value, key)
            for (const each of [inner, get, set]) walk(each)
          }
          walk(Object.getPrototypeOf(value))
        }
        walk(globalThis); walk(context)
        return [...names].filter(name => /^Reference$|Callback|ExternalCopy|Isolate|Module|Script/.test(name))
      }`),
      ['network', 'files.read', 'files.write'],
    )
    expect(await own.call('it')).toEqual([])
  })

  test('S23 no shared memory, no Wasm, no waiting', async () => {
    using own = await load(
      tool(`() => ['SharedArrayBuffer', 'Atomics', 'WebAssembly', 'WeakRef', 'Intl', 'eval', 'require', 'process', 'fetch']
        .filter(name => typeof globalThis[name] !== 'undefined')`),
    )
    expect(await own.call('it')).toEqual([])
  })

  test('S15 memory without end costs the isolate, and no more', async () => {
    using own = await load(
      tool(`() => { const all = []; for (;;) all.push(new Array(1e4).fill(1.5)) }`),
    )
    expect(['script-memory', 'script-timeout']).toContain(await own.call('it'))
  })

  test('timers are told to the host, and ring when it enters', async () => {
    using own = await load(tool(`() => new Promise(resolve => setTimeout(resolve, 20, 'rang'))`))
    await own.call('it')
    const timer = own.said.find(one => one.kind === 'timer')
    expect(timer).toEqual({ kind: 'timer', timer: 1, ms: 20 })
    await own.plugin.enter([[2, 1]])
    expect(own.said.at(-1)).toMatchObject({ kind: 'done', isOk: true, text: '"rang"' })
  })

  test('the answer to a call that nobody waits for any more goes nowhere', async () => {
    using own = await load(tool(`() => new Promise(resolve => setTimeout(resolve, 5))`))
    await own.plugin.enter([[0, 5, 'tool', 'it', '{}', Date.now() + 9999]])
    await own.plugin.enter([[3, 5]])
    await own.plugin.enter([[2, 1]])
    expect(own.said.map(one => one.kind)).toEqual(['timer', 'cancelled'])
  })

  test('S2-01 a sensor is set up, read and torn down, and may publish by itself', async () => {
    using own = await load(`sensors: { s: {
      setup({ readings }) { readings.publish({ value: 1 }) },
      read: async () => 21.5,
      teardown({ log }) { log.info('gone') },
    } }`)
    for (const [index, kind] of ['sensor-setup', 'sensor-read', 'sensor-teardown'].entries()) {
      await own.plugin.enter([[0, index, kind, 's', 'null', Date.now() + 999]])
    }
    expect(own.said.map(one => one.kind)).toEqual(['reading', 'done', 'done', 'log', 'done'])
    expect(own.said[0]).toEqual({ kind: 'reading', sensor: 's', value: 1 })
    expect(own.said[2]).toMatchObject({ text: '21.5' })
  })

  test('S4-02 a provider is made once, and its methods are called', async () => {
    using own = await load(`providers: { 'vad/own': ({ answer }) => {
      let calls = 0
      return { detect: async ({ start }) => [start, answer, ++calls] }
    } }`)
    for (const call of [1, 2]) {
      const input = JSON.stringify({ method: 'detect', args: [{ start: 5 }] })
      await own.plugin.enter([[0, call, 'provider', 'vad/own', input, Date.now() + 999]])
    }
    expect(own.said.at(-1)).toMatchObject({ isOk: true, text: '[5,42,2]' })
  })
})
