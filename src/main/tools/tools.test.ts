import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { unwrap, type Result } from '#shared/kit'
import { fixedAnswers } from '../grants'
import { withPlugins, writePlugin } from './testing/with-plugins'

const codeOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code)
const any = { type: 'object' }
const tool = (input: object = any, more: object = {}) => ({
  label: 'It',
  description: 'Does it.',
  input,
  ...more,
})

describe('S2-02 tools of plugins', () => {
  test('are listed, called with what fits their schema, and refused with what does not', async () => {
    const input = { type: 'object', required: ['n'], properties: { n: { type: 'number' } } }
    await using own = await withPlugins({
      sums: {
        manifest: {
          tools: {
            double: tool(input, { output: { type: 'number' } }),
            odd: tool(any, { output: { type: 'number' } }),
          },
        },
        code: `tools: { double: ({ n }) => n * 2, odd: () => 'text' }`,
      },
    })
    expect(unwrap(await own.tools.list(undefined, never)).map(each => each.tool)).toEqual([
      'sums/double',
      'sums/odd',
    ])
    expect(unwrap(await own.call('sums/double', { n: 21 }))).toBe(42)
    const wrong = await own.call('sums/double', { n: 'x' })
    expect(wrong.ok ? '' : wrong.error).toMatchObject({ code: 'tool-input-invalid', at: '/n' })
    expect(codeOf(await own.call('sums/odd'))).toBe('tool-output-invalid')
    expect(codeOf(await own.call('sums/toString'))).toBe('tool-unknown')
    expect(codeOf(await own.call('nobody/double'))).toBe('tool-unknown')
  })

  test('S2-12 of a disabled plugin are not there; enabled again they are', async () => {
    await using own = await withPlugins({
      one: { manifest: { tools: { it: tool() } }, code: `tools: { it: () => 1 }` },
    })
    unwrap(await own.manager.setEnabled('one', false))
    expect(codeOf(await own.call('one/it'))).toBe('tool-unknown')
    unwrap(await own.manager.setEnabled('one', true))
    expect(unwrap(await own.call('one/it'))).toBe(1)
  })

  test('S1-01 S2-26 are registered and unregistered with events, run when they are used first; what is under way is answered, its instances are gone', async () => {
    const slow = (id: string) => ({
      manifest: { tools: { it: tool() } },
      code: `tools: { it: () => new Promise(done => setTimeout(() => done('${id}'), 300)) }`,
    })
    await using own = await withPlugins({ first: slow('first') })
    const told: string[][] = []
    own.manager.changes.on(({ plugins }) => void told.push([...plugins]))
    await writePlugin(join(own.paths.data, 'plugins'), 'second', slow('second'))
    own.manager.refresh()
    expect(told).toEqual([['second']])
    expect(own.manager.list().map(({ id, kind, category }) => [id, kind, category])).toEqual([
      ['first', 'tool', 'Tests'],
      ['second', 'tool', 'Tests'],
    ])
    const { id } = unwrap(await own.instances.create('second', {}))
    const call = { inputs: {}, parameters: {} }
    expect(own.runner.running).toEqual([])
    // Both run by now.
    await Promise.all([own.call('first/it'), own.instances.execute(id, call, never.signal)])
    const underWay = own.instances.execute(id, call, never.signal)
    const other = own.call('first/it')
    await wait(50)
    await rm(join(own.paths.data, 'plugins/second'), { recursive: true })
    own.manager.refresh()
    expect(told).toEqual([['second'], ['second']])
    expect(unwrap(await underWay)).toBe('second')
    expect(codeOf(await own.instances.execute(id, call, never.signal))).toBe('instance-unknown')
    await expect.poll(() => own.runner.running.map(({ plugin }) => plugin)).toEqual(['first'])
    expect(unwrap(await other)).toBe('first')
    expect(codeOf(await own.call('second/it'))).toBe('tool-unknown')
  })

  test('S1-25 a plugin holds handles for what it was granted, never an object of the app', async () => {
    const look = `tools: { look: (_, context) => {
      const bad = []
      const walk = (value, path, depth) => {
        if (typeof value !== 'object' && typeof value !== 'function' || value === null || depth > 4) return
        if (typeof value === 'object' && !Object.isFrozen(value) && path !== 'context.config') bad.push(path)
        for (const key of Reflect.ownKeys(value)) {
          if (typeof key === 'string') walk(value[key], path + '.' + key, depth + 1)
        }
      }
      walk(context, 'context', 0)
      return { keys: Object.keys(context).toSorted(), bad, engine: typeof engine, electron: typeof require }
    } }`
    const permissions = [
      'project.read',
      'tools.call',
      { right: 'network', scope: ['a.org'], why: 'x' },
    ]
    await using own = await withPlugins({
      bare: { manifest: { tools: { look: tool() } }, code: look },
      more: {
        manifest: { tools: { look: tool() }, permissions },
        code: `rights: ['project.read', 'tools.call', 'network'], ${look}`,
      },
    })
    const bare = unwrap(await own.call('bare/look'))
    const more = unwrap(await own.call('more/look'))
    const always = ['config', 'deadline', 'log', 'storage']
    expect(bare).toMatchObject({ bad: [], engine: 'undefined', electron: 'undefined' })
    expect(bare).toHaveProperty('keys', expect.arrayContaining(always))
    for (const handle of ['fetch', 'osc', 'project', 'tools']) {
      expect(bare).not.toHaveProperty('keys', expect.arrayContaining([handle]))
      expect(more).toHaveProperty('keys', expect.arrayContaining([handle]))
    }
  })

  test('S1-21 take the new code when it is reloaded', async () => {
    await using own = await withPlugins({
      one: { manifest: { tools: { it: tool() } }, code: `tools: { it: () => 1 }` },
    })
    expect(unwrap(await own.call('one/it'))).toBe(1)
    await writeFile(
      join(own.paths.data, 'plugins/one/main.js'),
      'export default { tools: { it: () => 2 } }',
    )
    unwrap(own.manager.reload('one'))
    expect(unwrap(await own.call('one/it'))).toBe(2)
  })

  test('S33 a plugin that dies three times is quarantined, and the others work', async () => {
    await using own = await withPlugins({
      bad: {
        manifest: { tools: { hang: tool(any, { timeoutMs: 60 }) } },
        code: `tools: { hang: () => { for (;;) {} } }`,
      },
      good: { manifest: { tools: { it: tool() } }, code: `tools: { it: () => 1 }` },
    })
    for (let turn = 0; turn < 3; turn++) {
      await own.call('bad/hang')
      await expect.poll(() => own.runner.running.length, patient).toBe(0)
    }
    await expect.poll(() => own.manager.get('bad')?.state, patient).toBe('quarantined')
    expect(codeOf(await own.call('bad/hang'))).toBe('tool-unknown')
    expect(unwrap(await own.call('good/it'))).toBe(1)
  })

  test('S1-31 what it logs lies in its own log, and what it costs with its figures', async () => {
    await using own = await withPlugins({
      one: {
        manifest: { tools: { it: tool() } },
        code: `tools: { it: (_, { log }) => log.warn('careful') }`,
      },
    })
    await own.call('one/it')
    expect(await own.manager.logs.tail('one', 5)).toMatchObject([
      { level: 'warn', text: 'careful' },
    ])
    await expect.poll(() => own.manager.stats.of('one').calls, patient).toBe(1)
  })

  test('S1-19 files: what the manifest asked for and the command line granted, and no more', async () => {
    await using own = await withPlugins(
      {
        reader: {
          manifest: {
            tools: { read: tool() },
            permissions: [{ right: 'files.read', scope: ['~/songs'], why: 'Lists songs.' }],
          },
          code: `tools: { read: async ({ path }, { files }) => files.readText(path) }`,
        },
      },
      { ask: fixedAnswers(['files.read']) },
    )
    const { mkdir } = await import('node:fs/promises')
    await mkdir(join(own.home, 'songs'))
    await writeFile(join(own.home, 'songs/a.txt'), 'la')
    await writeFile(join(own.home, 'b.txt'), 'secret')
    expect(unwrap(await own.call('reader/read', { path: join(own.home, 'songs/a.txt') }))).toBe(
      'la',
    )
    const outside = await own.call('reader/read', { path: join(own.home, 'b.txt') })
    expect(outside.ok ? '' : outside.error.message).toMatch(/never asked for this right/)
  })

  test('one tool calls another, with the right for it', async () => {
    await using own = await withPlugins(
      {
        one: {
          manifest: { tools: { it: tool() }, permissions: ['tools.call'] },
          code: `tools: { it: async (_, { tools }) => 1 + await tools.call('two/it', {}) }`,
        },
        two: { manifest: { tools: { it: tool() } }, code: `tools: { it: () => 41 }` },
      },
      { ask: fixedAnswers(['tools.call']) },
    )
    expect(unwrap(await own.call('one/it'))).toBe(42)
  })

  test('S1-19 a plugin calls the tools that its scope names, each asked about by its name', async () => {
    const asked: string[] = []
    const calls = `rights: ['tools.call'], tools: { it: ({ tool }, { tools }) => tools.call(tool, {}).catch(error => error.code) }`
    const scoped = (scope: readonly string[] | undefined) => ({
      manifest: { tools: { it: tool() }, permissions: [{ right: 'tools.call', scope }] },
      code: calls,
    })
    const two = { a: tool(), b: tool() }
    await using own = await withPlugins(
      {
        caller: scoped(['two/a', 'three']),
        free: scoped(undefined),
        two: { manifest: { tools: two }, code: `tools: { a: () => 'a', b: () => 'b' }` },
        three: { manifest: { tools: two }, code: `tools: { a: () => 'A', b: () => 'B' }` },
        'packs/x': {
          manifest: { id: 'three/x', tools: two },
          code: `tools: { a: () => 'X', b: () => 'X' }`,
        },
      },
      {
        ask: {
          ask: async ({ target }) => {
            asked.push(target)
            return 'session'
          },
        },
      },
    )
    const call = async (plugin: string, name: string) =>
      unwrap(await own.call(`${plugin}/it`, { tool: name }))
    expect(await call('caller', 'two/a')).toBe('a')
    expect(await call('caller', 'two/b')).toBe('permission-undeclared')
    expect(await call('caller', 'three/b')).toBe('B')
    expect(await call('caller', 'three/x/a')).toBe('permission-undeclared')
    expect(asked).toEqual(['two/a', 'three/b'])
    // Nobody is asked about what is not there, and what was allowed is for one tool.
    expect(await call('free', 'nobody/Trust me, press Allow')).toBe('tool-unknown')
    expect(await call('free', 'two/a')).toBe('a')
    expect(await call('free', 'two/a')).toBe('a')
    expect(await call('free', 'two/b')).toBe('b')
    expect(asked).toEqual(['two/a', 'three/b', 'two/a', 'two/b'])
  })

  test('S1-11 instances have settings and a state each, and are gone when they are destroyed', async () => {
    await using own = await withPlugins({
      seed: {
        manifest: {
          tools: { execute: tool() },
          configSchema: { properties: { step: { type: 'number' } } },
          defaultConfig: { step: 1 },
        },
        code: `tools: { execute: (() => { let n = 0; return ({ inputs, parameters }, { config }) => ({ n: n += config.step, inputs, parameters }) })() }`,
      },
    })
    const a = unwrap(await own.instances.create('seed', { config: { step: 10 } }))
    const b = unwrap(await own.instances.create('seed', {}))
    const call = { inputs: { x: 1 }, parameters: { y: 2 } }
    await own.instances.execute(a.id, call, never.signal)
    expect(unwrap(await own.instances.execute(a.id, call, never.signal))).toEqual({
      n: 20,
      ...call,
    })
    expect(unwrap(await own.instances.execute(b.id, call, never.signal))).toMatchObject({ n: 1 })
    const wrong = await own.instances.create('seed', { config: { step: 'far' } })
    expect(codeOf(wrong)).toBe('instance-config-invalid')
    expect(wrong.ok ? '' : wrong.error.message).toContain('/step must be number')
    unwrap(await own.instances.destroy(a.id))
    expect(codeOf(await own.instances.execute(a.id, call, never.signal))).toBe('instance-unknown')
  })

  test('S1-11 S1-18 a tool that does not know the two apart gets inputs and parameters as one, and what it declares alone', async () => {
    const input = {
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: 'number' } },
      required: ['a', 'b'],
    }
    await using own = await withPlugins({
      adder: {
        manifest: { tools: { add: { ...tool(), input } } },
        code: `tools: { add: ({ a, b }) => a + b }`,
      },
    })
    const { id } = unwrap(await own.instances.create('adder', {}))
    const call = { inputs: { a: 1 }, parameters: { b: 2 } }
    expect(unwrap(await own.instances.execute(id, call, never.signal))).toBe(3)
    const wrong = { inputs: { a: 'x' }, parameters: { b: 2 } }
    expect(codeOf(await own.instances.execute(id, wrong, never.signal))).toBe('tool-input-invalid')
  })
})

const never = { signal: new AbortController().signal }

/** The machine may be busy. */
const patient = { timeout: 15_000, interval: 10 }
