import { expect } from 'vitest'
import { ok } from '../../src/shared/kit'
import type { AsyncProbe } from './probes-async'

/** Attacks on the app by what plugins do beside their sound: limits that are gone round, answers that come late. */
export const floodProbes: readonly AsyncProbe[] = [
  {
    row: 'S27',
    name: 'an answer when its time is over: the next call gets its own',
    ends: 'timeout',
    code: `tools: { it: ({ n }) => n === 1 ? new Promise(resolve => setTimeout(() => resolve('late'), 300)) : n }`,
    timeoutMs: 150,
    attack: async (arena, id) => {
      const first = await arena.call(`${id}/it`, { n: 1 })
      const [second, third] = await Promise.all([2, 3].map(n => arena.call(`${id}/it`, { n })))
      await arena.pause(300)
      const fourth = await arena.call(`${id}/it`, { n: 4 })
      expect([second, third, fourth]).toEqual([ok(2), ok(3), ok(4)])
      return first
    },
  },
  {
    row: 'S27',
    name: 'an error that says it is the app’s own',
    ends: 'threw',
    code: `tools: { it: () => { throw Object.assign(new Error('forged'), { code: 'permission-denied', isOk: true, plugin: 'good', stack: 'at /etc/passwd' }) } }`,
    attack: async (arena, id) => {
      const result = await arena.call(`${id}/it`)
      expect(result.ok ? '' : result.error.code).toBe('plugin-threw')
      return result
    },
  },
  {
    row: 'S27',
    name: 'an answer of a million keys',
    ends: 'threw',
    code: `tools: { it: () => Object.fromEntries(Array.from({ length: 1e6 }, (_, i) => ['key' + i, i])) }`,
    timeoutMs: 6000,
    attack: (arena, id) => arena.call(`${id}/it`),
  },
  {
    row: 'S27',
    name: 'requests that are made while a request is written',
    ends: 'ran',
    code: `tools: { it: async (_, { storage }) => {
      const asked = []
      const one = depth => ({ toJSON() { if (depth < 600) asked.push(storage.set('k' + depth, one(depth + 1))); return depth } })
      asked.push(storage.set('k', one(0)))
      const all = await Promise.allSettled(asked)
      return all.filter(({ status }) => status === 'fulfilled').length
    } }`,
    timeoutMs: 4000,
    attack: async (arena, id) => {
      const done = await arena.call(`${id}/it`)
      expect(done).toEqual(ok(256))
      return done
    },
  },
  {
    row: 'S23',
    name: 'timers that are made while a timer is made',
    ends: 'ran',
    code: `tools: { it: () => {
      let made = 0
      const arm = depth => { try { setTimeout(() => {}, depth > 600 ? 1e6 : { valueOf() { arm(depth + 1); return 1e6 } }); made++ } catch {} }
      arm(0)
      return made
    } }`,
    attack: async (arena, id) => {
      const done = await arena.call(`${id}/it`)
      expect(done).toEqual(ok(256))
      return done
    },
  },
  {
    row: 'S23',
    name: 'a timer whose time hangs',
    ends: 'timeout',
    code: `tools: { it: () => setTimeout(() => {}, { valueOf() { for (;;) {} } }) }`,
    timeoutMs: 100,
    attack: (arena, id) => arena.call(`${id}/it`),
  },
  {
    row: 'S10',
    name: 'an answer, and behind it promises without end',
    ends: 'timeout',
    code: `tools: { it: () => { const again = () => Promise.resolve().then(again); again(); return 1 } }`,
    timeoutMs: 100,
    attack: (arena, id) => arena.call(`${id}/it`),
  },
  {
    row: 'S02',
    name: 'promises of another species',
    ends: 'ran',
    code: `tools: { it: () => {
      Object.defineProperty(Promise, Symbol.species, { get() { return function (run) { run(() => {}, () => {}) } }, configurable: true })
      Object.defineProperty(Promise.prototype, 'constructor', { value: null })
      return { a: 1 }
    } }`,
    attack: async (arena, id) => {
      const done = await arena.call(`${id}/it`)
      expect(done.ok ? done.value : done.error.code).toSatisfy(
        said => said === 'plugin-threw' || JSON.stringify(said) === '{"a":1}',
      )
      return ok(1)
    },
  },
  {
    row: 'S16',
    name: 'a buffer that grows a little with every timer, below what its heap may have',
    ends: 'ran',
    code: `tools: { it: () => {
      const held = []
      setInterval(() => { try { const b = new ArrayBuffer(0, { maxByteLength: 2 ** 24 }); b.resize(2 ** 22); new Uint8Array(b).fill(1); held.push(b) } catch {} }, 4)
      return 1
    } }`,
    attack: async (arena, id) => {
      const done = await arena.call(`${id}/it`)
      await arena.pause(600)
      expect(await arena.call('good/asks')).toEqual(ok(1))
      return done
    },
  },
  {
    row: 'S31',
    name: 'eleven hundred names to keep, and 6 MB under one of them',
    ends: 'ran',
    code: `tools: { it: async (_, { storage }) => {
      let kept = 0
      for (let i = 0; i < 1100; i += 220) {
        const all = await Promise.allSettled(Array.from({ length: 220 }, (_, k) => storage.set('name' + (i + k), i)))
        kept += all.filter(({ status }) => status === 'fulfilled').length
      }
      const big = await storage.set('name0', 'x'.repeat(6e6)).then(() => 'kept', ({ code }) => code)
      return [kept, big]
    } }`,
    timeoutMs: 8000,
    attack: async (arena, id) => {
      const done = await arena.call(`${id}/it`)
      expect(done).toEqual(ok([1000, 'quota-exceeded']))
      return done
    },
  },
  {
    row: 'S27',
    name: 'asks 256 times for the megabytes that it keeps, and hangs while they come',
    ends: 'ran',
    // What is kept grows fourfold on its way, for it is all quotes.
    code: `tools: { it: async (_, { storage }) => {
      await storage.set('k', '"'.repeat(9e5))
      for (let i = 0; i < 256; i++) void storage.get('k').catch(() => {})
      for (const end = Date.now() + 1000; Date.now() < end;);
      return 1
    } }`,
    timeoutMs: 6000,
    attack: async (arena, id) => {
      const before = process.memoryUsage().rss
      let most = before
      const poll = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10)
      const answer = await arena.call(`${id}/it`)
      await arena.pause(1000)
      clearInterval(poll)
      expect(most - before).toBeLessThan(512 * 2 ** 20)
      return answer
    },
  },
  {
    row: 'S01',
    name: 'tools by the names of prototypes',
    ends: 'ran',
    code: `tools: { it: () => 1 }`,
    attack: async (arena, id) => {
      for (const name of ['constructor', '__proto__', 'toString', 'then', '../good/it', '']) {
        const result = await arena.call(`${id}/${name}`)
        expect(result.ok ? 'ok' : result.error.code).toBe('tool-unknown')
      }
      return arena.call(`${id}/it`)
    },
  },
  {
    row: 'S28',
    name: 'a line that is logged while it is written, and so on',
    ends: 'ran',
    code: `tools: { it: (_, { log }) => { const line = { toJSON() { log.info(line); return 'x' } }; log.info(line); return 1 } }`,
    timeoutMs: 4000,
    attack: (arena, id) => arena.call(`${id}/it`),
  },
  {
    row: 'S29',
    name: 'a reason of a megabyte that would paint the terminal',
    ends: 'threw',
    code: `checkDependencies: () => ({ ok: false, reason: '\\u001b[2J\\u202e\\n' + 'x'.repeat(2 ** 20) }), tools: { it: () => 1 }`,
    attack: async (arena, id) => {
      const result = await arena.call(`${id}/it`)
      const { reason } = arena.manager.plugins.find(plugin => plugin.id === id) ?? {}
      expect(reason?.message.length).toBeLessThan(400)
      expect(reason?.message).not.toMatch(/[\p{Cc}\u202e]/u)
      expect(result.ok ? '' : result.error.message).not.toMatch(/[\p{Cc}\u202e]/u)
      return result
    },
  },
  {
    row: 'S34',
    name: 'a tear-down that never ends, while its timers ask on',
    ends: 'ran',
    code: `teardown: () => new Promise(() => {}), tools: { it: (_, { storage }) => { setInterval(() => storage.get('k'), 4); return 1 } }`,
    attack: async (arena, id) => {
      const done = await arena.call(`${id}/it`)
      const began = performance.now()
      await arena.end(id)
      expect(performance.now() - began).toBeLessThan(6000)
      expect(arena.runs(id)).toBe(false)
      return done
    },
  },
]
