import { expect } from 'vitest'
import { ok, type Result } from '../../src/shared/kit'
import { logs } from '../../src/main/shell/cli/commands/plugin/logs'
import type { Outcome } from './probe'
import type { Arena } from './arena'

/** What a plugin does beside its sound, and what is looked at. */
export interface AsyncProbe {
  readonly row: string
  readonly name: string
  readonly ends: Outcome
  /** Its tools, sensors and so on. */
  readonly code: string
  readonly permissions?: readonly string[]
  /** Milliseconds that its tool may take. */
  readonly timeoutMs?: number
  /** Lets it go; `id` is the plugin. */
  readonly attack: (arena: Arena, id: string) => Promise<Result<unknown>>
  /** What is looked at when it is over. */
  readonly after?: (arena: Arena, id: string) => Promise<void>
}

const NEVER = 'new Promise(() => {})'
const call = (arena: Arena, id: string) => arena.call(`${id}/it`)

/** Others’ calls while it goes on: every one is answered, and soon. */
async function othersAnswer(arena: Arena, tool = 'good/asks'): Promise<void> {
  for (let turn = 0; turn < 10; turn++) expect(await arena.call(tool)).toEqual(ok(1))
}

/** Attacks on the app by what plugins do beside their sound: waiting, flooding, forging. */
export const asyncProbes: readonly AsyncProbe[] = [
  {
    row: 'S12',
    name: 'a thousand awaits of what is slow',
    ends: 'ran',
    permissions: ['tools.call'],
    code: `tools: { it: async (_, { tools }) => {
      const all = await Promise.allSettled(Array.from({ length: 1000 }, () => tools.call('slow/wait', {})))
      return all.filter(({ status }) => status === 'fulfilled').length
    } }`,
    attack: async (arena, id) => {
      const waiting = call(arena, id)
      await othersAnswer(arena)
      // What it waits for is no worse off for others.
      expect(await arena.call('good/waits')).toEqual(ok(1))
      const done = await waiting
      expect(done).toEqual(ok(16))
      return done
    },
  },
  {
    row: 'S12',
    name: 'two hundred calls that never end',
    ends: 'timeout',
    code: `tools: { it: () => ${NEVER} }`,
    timeoutMs: 300,
    attack: async (arena, id) => {
      const waiting = Promise.all(Array.from({ length: 200 }, () => call(arena, id)))
      await othersAnswer(arena)
      const codes = (await waiting).map(result => (result.ok ? 'ok' : result.error.code))
      expect(codes.filter(code => code === 'plugin-timeout')).toHaveLength(64)
      expect(codes.filter(code => code === 'plugin-busy')).toHaveLength(136)
      return call(arena, id)
    },
  },
  {
    row: 'S12',
    name: 'timers without a pause',
    ends: 'ran',
    code: `tools: { it: () => { for (let i = 0; i < 256; i++) setInterval(() => {}, 0); return 0 } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      await othersAnswer(arena)
      return done
    },
  },
  {
    row: 'S27',
    name: 'a hundred thousand readings in a turn',
    ends: 'ran',
    code: `tools: { it: (_, { readings }) => { for (let i = 0; i < 1e5; i++) readings.publish({ sourceId: 's', value: i }) } }`,
    timeoutMs: 4000,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      expect(arena.readings).toBeLessThanOrEqual(512)
      await arena.countsDrops(id, 98_000)
      return done
    },
  },
  {
    row: 'S27',
    name: 'messages in every turn of 256 timers',
    ends: 'ran',
    code: `tools: { it: (_, { readings }) => {
      for (let i = 0; i < 256; i++) setInterval(() => { for (let k = 0; k < 1024; k++) readings.publish({ sourceId: 's', value: k }) }, 4)
      return 0
    } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      await othersAnswer(arena)
      const before = arena.readings
      await arena.pause(1000)
      // As many as its host lets through in a second, and some more for a machine that is late.
      expect(arena.readings - before).toBeLessThan(4096)
      await arena.countsDrops(id, 10_000)
      return done
    },
  },
  {
    row: 'S27',
    name: 'ten thousand requests at once',
    ends: 'ran',
    code: `tools: { it: async (_, { storage }) => {
      const all = await Promise.allSettled(Array.from({ length: 1e4 }, () => storage.get('k')))
      return all.filter(({ status }) => status === 'fulfilled').length
    } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      expect(done).toEqual(ok(256))
      return done
    },
  },
  {
    row: 'S27',
    name: 'an answer of 100 MB',
    ends: 'threw',
    code: `tools: { it: () => Array.from({ length: 100 }, () => 'x'.repeat(2 ** 20)) }`,
    timeoutMs: 4000,
    attack: call,
  },
  {
    row: 'S27',
    name: 'a request of 100 MB',
    ends: 'threw',
    code: `tools: { it: (_, { storage }) => storage.set('k', 'x'.repeat(1e8)) }`,
    timeoutMs: 4000,
    attack: call,
  },
  {
    row: 'S12',
    name: 'a tool that calls itself, twice each time',
    ends: 'threw',
    permissions: ['tools.call'],
    code: `tools: { it: ({ me }, { tools }) => Promise.all([tools.call(me, { me }), tools.call(me, { me })]) }`,
    timeoutMs: 4000,
    attack: async (arena, id) => {
      const waiting = arena.call(`${id}/it`, { me: `${id}/it` })
      await othersAnswer(arena)
      return waiting
    },
  },
  {
    row: 'S08',
    name: 'an answer whose toJSON hangs',
    ends: 'timeout',
    code: `tools: { it: () => ({ toJSON() { for (;;) {} } }) }`,
    timeoutMs: 100,
    attack: call,
  },
  {
    row: 'S08',
    name: 'an answer that is promised again and again',
    ends: 'timeout',
    code: `tools: { it: () => { const t = { then(resolve) { resolve(t) } }; return t } }`,
    timeoutMs: 100,
    attack: call,
  },
  {
    row: 'S08',
    name: 'an answer that is no JSON',
    ends: 'threw',
    code: `tools: { it: () => ({ n: 2n ** 64n }) }`,
    attack: call,
  },
  {
    row: 'S02',
    name: 'prototypes that lie, once it runs',
    ends: 'ran',
    code: `tools: { it: () => {
      Promise.prototype.then = Array.prototype.push = JSON.stringify = () => { for (;;) {} }
      for (const key of ['own', 'id', '0', 'ok', 'text']) Object.defineProperty(Object.prototype, key, { get() { throw 1 }, set() { throw 1 }, configurable: true })
      return { a: 1 }
    } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      expect(done).toEqual(ok({ a: 1 }))
      return done
    },
  },
  {
    row: 'S10',
    name: 'a hundred thousand rejections that nobody hears',
    ends: 'ran',
    code: `tools: { it: () => { for (let i = 0; i < 1e5; i++) Promise.reject(i); return 1 } }`,
    timeoutMs: 4000,
    attack: call,
  },
  {
    row: 'S31',
    name: 'kept under the names of prototypes',
    ends: 'ran',
    code: `tools: { it: async (_, { storage }) => {
      const names = ['__proto__', 'constructor', 'toString', '../../good', 'x'.repeat(1e5)]
      const kept = await Promise.allSettled(names.map(name => storage.set(name, { polluted: true })))
      return [kept.length, ({}).polluted === undefined, (await storage.keys()).length <= 4]
    } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      expect(done).toEqual(ok([5, true, true]))
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
      return done
    },
  },
  {
    row: 'S16',
    name: 'a little more memory with every timer, with nobody waiting',
    ends: 'ran',
    code: `tools: { it: () => { const held = []; setInterval(() => held.push(new Uint8Array(2 ** 22).fill(1)), 4); return 1 } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      await othersAnswer(arena)
      // Its own isolate refuses more, or its process goes: either way it grows no further.
      await arena.pause(500)
      return done
    },
  },
  {
    row: 'S28',
    name: 'ten thousand lines of 10 kB in a turn',
    ends: 'ran',
    code: `tools: { it: (_, { log }) => { for (let i = 0; i < 1e4; i++) log.info('x'.repeat(10000)) } }`,
    timeoutMs: 4000,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      await arena.countsDrops(id, 8000)
      expect((await arena.logFile(id)).length).toBeLessThan(2 ** 20)
      return done
    },
  },
  {
    row: 'S28',
    name: 'lines in every turn of 256 timers',
    ends: 'ran',
    code: `tools: { it: () => {
      for (let i = 0; i < 256; i++) setInterval(() => { for (let k = 0; k < 1024; k++) console.warn('x'.repeat(2000)) }, 4)
      return 0
    } }`,
    attack: async (arena, id) => {
      const done = await call(arena, id)
      await othersAnswer(arena)
      await arena.countsDrops(id, 4000)
      // A hundred lines a second, at 2 kB.
      expect((await arena.logFile(id)).length).toBeLessThan(2 ** 20)
      return done
    },
  },
  {
    row: 'S28',
    name: 'a line that hangs while it is made',
    ends: 'timeout',
    code: `tools: { it: (_, { log }) => log.info({ toJSON() { for (;;) {} } }) }`,
    timeoutMs: 100,
    attack: call,
  },
  {
    row: 'S29',
    name: 'lines that pretend to be others',
    ends: 'ran',
    code: `tools: { it: (_, { log }) => {
      log.info('one\\n{"time":1,"level":"error","plugin":"good","text":"forged"}')
      log.info('two\\r\\n2026-01-01T00:00:00.000Z  error  good failed')
      log.info('three\\u001b[2J\\u001b[31m\\u0007\\u009b31m')
      log.info('four\\u202egnol\\u2066\\u2028five\\u0000')
      log.info('x'.repeat(2 ** 20))
    } }`,
    attack: call,
    after: async (arena, id) => {
      const lines = await arena.manager.logs.tail(id, 5)
      expect(lines.map(({ level }) => level)).toEqual(Array(5).fill('info'))
      expect(lines[0]?.text).toBe('one\n{"time":1,"level":"error","plugin":"good","text":"forged"}')
      expect(lines[4]?.text).toHaveLength(2000)
      expect(await arena.manager.logs.tail('good', 100)).toEqual([])
      // In the file a line is a line, and says whose it is.
      const kept = (await arena.logFile(id)).trimEnd().split('\n').slice(-5).map(parsed)
      expect(kept).toHaveLength(5)
      expect(kept).toMatchObject(kept.map(() => ({ plugin: id, level: 'info' })))
      // As the command prints them.
      const printed: string[] = []
      const io = { env: { WIREHARP_HOME: arena.home }, out: (line: string) => printed.push(line) }
      expect(await logs({ ...arena.silentIo, ...io }, { id, lines: 5 })).toBe(0)
      expect(printed).toHaveLength(5)
      expect(
        printed.filter(line => /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(line)),
      ).toEqual([])
    },
  },
]

function parsed(line: string): unknown {
  const value: unknown = JSON.parse(line)
  return value
}
