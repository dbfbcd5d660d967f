import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unwrap, type Result } from '#shared/kit'
import { fixedAnswers } from '../grants'
import { withPlugins } from './testing/with-plugins'

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

  test('S1-11 instances have settings and a state each, and are gone when they are destroyed', async () => {
    await using own = await withPlugins({
      seed: {
        manifest: { tools: { execute: tool() }, defaultConfig: { step: 1 } },
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
    unwrap(await own.instances.destroy(a.id))
    expect(codeOf(await own.instances.execute(a.id, call, never.signal))).toBe('instance-unknown')
  })
})

const never = { signal: new AbortController().signal }

/** The machine may be busy. */
const patient = { timeout: 15_000, interval: 10 }
