import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { unwrap } from '#shared/kit'
import { fixedAnswers } from '../../grants'
import { sha256, silentLog, systemClock } from '../../kit'
import { ModelStore } from '../../models'
import { enabledPlugins } from '../../plugins'
import { withPlugins, writePlugin } from '../testing/with-plugins'
import { bombModel, doublingModel, endlessModel, nothingModel } from './testing/small-models'

const files = {
  double: doublingModel(),
  endless: endlessModel(),
  nothing: nothingModel(),
  bomb: bombModel(),
  swapped: doublingModel(),
}

const x = { type: 'float32', shape: ['n'] }
const y = { type: 'float32', shape: ['m'] }
const specOf = (name: keyof typeof files) => ({
  file: `${name}.onnx`,
  sha256: sha256(files[name]),
  bytes: files[name].length,
  licence: 'MIT',
  inputs: { x },
  outputs: { y },
  memoryMb: 64,
  timeoutMs: name === 'endless' ? 400 : 25_000,
})

const tool = { label: 'It', description: 'Does it.', input: { type: 'object' }, timeoutMs: 30_000 }
const manifest = {
  tools: { run: tool, odd: tool, big: tool, many: tool, twice: tool, info: tool },
  models: {
    ...Object.fromEntries(
      (['double', 'endless', 'nothing', 'bomb', 'swapped'] as const).map(name => [
        name,
        specOf(name),
      ]),
    ),
    patient: { ...specOf('endless'), timeoutMs: 25_000 },
    other: { ...specOf('double'), inputs: { z: x } },
    damaged: { ...specOf('double'), sha256: 'b'.repeat(64) },
    bare: { file: 'double.onnx', sha256: sha256(files.double), bytes: 1, licence: 'MIT' },
    hungry: { ...specOf('double'), memoryMb: 4096 },
    far: { ...specOf('double'), file: undefined, url: 'https://models.example.org/far.onnx' },
  },
  permissions: [{ right: 'model', why: 'It doubles.' }],
}
const code = `rights: ['model'], tools: {
  run: ({ model, inputs }, { models }) => models.run(model, inputs).then(
    ({ y }) => ({ code: 'ok', y: [...y.data], dims: y.dims, type: y.type }),
    ({ code, message }) => ({ code, message })),
  big: ({ length }, { models }) => models.run('double', { x: { data: new Float32Array(length).fill(3) } }).then(
    ({ y }) => ({ code: 'ok', length: y.data.length, last: y.data[y.data.length - 1] }),
    ({ code, message }) => ({ code, message })),
  odd: async (_, { models }) => {
    const codeOf = inputs => models.run('double', inputs).then(() => 'ok', ({ code }) => code)
    const detached = new Float32Array([1, 2])
    detached.buffer.transfer()
    return [
      await codeOf({ x: { data: new Float32Array([1, 2]).subarray(1) } }),
      await codeOf({ x: { data: new Float64Array(2) } }),
      await codeOf({ x: { data: 'text' } }),
      await codeOf({ x: { type: 'float99', data: [1] } }),
      await codeOf({ x: { data: { length: 1e9 } } }),
      await codeOf({ x: { dims: [2], data: detached } }),
      await codeOf(undefined),
      await codeOf({ x: { data: [1], dims: 'all' } }),
      await codeOf({ ['__proto__']: { data: [1] }, x: { data: [1] } }),
    ]
  },
  many: async (_, { models }) => {
    const codes = {}
    const all = []
    for (let i = 0; i < 5000; i++) all.push(models.run('double', { x: { data: [i] } }).then(() => 'ok', e => e.code ?? e.message))
    for (const code of await Promise.all(all)) codes[code] = (codes[code] ?? 0) + 1
    return codes
  },
  twice: async ({ model }, { models }) => {
    const began = Date.now()
    await models.run(model, { x: { data: [1] } })
    return Date.now() - began
  },
  info: ({ model }, { models }) => models.info(model).catch(({ code }) => ({ code })),
}
`

const answerSchema = z.object({
  code: z.string(),
  message: z.string().default(''),
  y: z.array(z.number().nullable()).optional(),
  dims: z.array(z.number()).optional(),
  type: z.string().optional(),
})

async function open() {
  const own = await withPlugins({}, { ask: fixedAnswers(['model']), models: () => store })
  const root = join(own.paths.data, 'plugins')
  // The files come first: a plugin without them is refused.
  for (const id of ['maker', 'thief']) {
    mkdirSync(join(root, id), { recursive: true })
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(root, id, `${name}.onnx`), bytes)
    }
  }
  await writePlugin(root, 'maker', { manifest, code })
  const scope = [{ right: 'model', scope: ['double'], why: 'One of them.' }]
  await writePlugin(root, 'thief', { manifest: { ...manifest, permissions: scope }, code })
  own.manager.refresh()
  const { paths, manager } = own
  const plugins = () => enabledPlugins(manager)
  const store = new ModelStore({ paths, clock: systemClock, log: silentLog, env: {}, plugins })
  const run = async (model: string, inputs: unknown, plugin = 'maker') =>
    answerSchema.parse(unwrap(await own.call(`${plugin}/run`, { model, inputs })))
  return { own, root, run }
}

describe('S1-05 a plugin runs model files of its own', () => {
  let app: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    app = await open()
  })
  afterAll(() => app.own[Symbol.asyncDispose]())

  test('numbers go in and come out, and the run is audited and counted', async () => {
    expect(await app.run('double', { x: { data: [1, -2.5, 3e8] } })).toMatchObject({
      ...{ code: 'ok', y: [2, -5, 6e8], dims: [3], type: 'float32' },
    })
    const log = await readFile(join(app.own.paths.logs, 'permissions.jsonl'), 'utf8')
    expect(log).toMatch(/"right":"model","target":"double".*"detail":"models.run"/)
    expect(unwrap(await app.own.call('maker/info', { model: 'double' }))).toMatchObject({
      ...{ model: 'double', state: 'ready', licence: 'MIT' },
    })
  })

  test.each([
    ['no input', {}, /“x” is missing/],
    ['another name', { z: { data: [1] } }, /“x” is missing/],
    ['one more', { x: { data: [1] }, y: { data: [1] } }, /no input “y”/],
    ['another type', { x: { type: 'int32', data: [1] } }, /int32, not float32/],
    ['another rank', { x: { dims: [1, 1], data: [1] } }, /\[1, 1\], not \[n\]/],
    ['dims beyond the data', { x: { dims: [3], data: [1] } }, /12 bytes, and holds 4/],
    ['huge dims', { x: { dims: [2 ** 31], data: [1] } }, /8589934592 bytes/],
    ['dims that are no numbers', { x: { dims: ['a'], data: [1] } }, /dims/],
    ['dims below zero', { x: { dims: [-1], data: [1] } }, /dims/],
  ])('%s is refused before anything runs', async (_what, inputs, said) => {
    const { code: got, message } = await app.run('double', inputs)
    expect(['tensor-invalid', 'undefined']).toContain(got)
    expect(message).toMatch(said)
  })

  test('views of parts are what they show; buffers that are gone and what is no array are refused', async () => {
    expect(unwrap(await app.own.call('maker/odd'))).toEqual([
      'ok',
      ...Array.from({ length: 7 }, () => 'tensor-invalid'),
      'request-invalid',
    ])
  })

  test('4 MB at most go each way', async () => {
    expect(unwrap(await app.own.call('maker/big', { length: 2 ** 20 }))).toEqual({
      ...{ code: 'ok', length: 2 ** 20, last: 6 },
    })
    const more = JSON.stringify(unwrap(await app.own.call('maker/big', { length: 2 ** 20 + 1 })))
    expect(more).toMatch(/tensor-invalid.*4194304 bytes/)
  })

  test.each([
    ['nobody declared', 'unheard', 'model-unknown'],
    ['of another plugin', 'thief/double', 'model-unknown'],
    ['whose file is another', 'damaged', 'model-refused'],
    ['whose inputs are others', 'other', 'tensor-invalid'],
    ['that says nothing of inputs', 'bare', 'model-refused'],
    ['that nobody agreed to download', 'far', 'ai-off'],
    ['that answers with no numbers', 'nothing', 'model-refused'],
    ['that answers with 5 MB', 'bomb', 'model-refused'],
  ])('a model %s is not run: %s', async (_what, model, wanted) => {
    const { code: got, message } = await app.run(model, { x: { data: [1.3e6] } })
    expect(got).toBe(wanted)
    expect(message).toMatch(/\S{3,}.*\./)
  })

  test('a scope holds: other models of the plugin were never asked for', async () => {
    const inputs = { x: { data: [4] } }
    expect((await app.run('double', inputs, 'thief')).code).toBe('ok')
    expect((await app.run('swapped', inputs, 'thief')).code).toBe('permission-undeclared')
  })

  test('O07 one that goes round for ever is ended at its deadline, and the next run has a process', async () => {
    const began = performance.now()
    const inputs = { x: { data: [1] } }
    expect((await app.run('endless', inputs)).code).toBe('model-timeout')
    expect(performance.now() - began).toBeLessThan(15_000)
    expect((await app.run('double', inputs)).y).toEqual([2])
  })

  test('O07 one that takes memory nobody allowed is ended', async () => {
    if (process.platform !== 'linux') return
    expect((await app.run('bomb', { x: { data: [4e8] } })).code).toBe('model-memory')
    expect((await app.run('double', { x: { data: [1] } })).y).toEqual([2])
  })

  test('O08 a file that is swapped after its hash was written is not run; a link that leads out is no plugin', async () => {
    writeFileSync(join(app.root, 'maker/swapped.onnx'), files.endless)
    const { code: got, message } = await app.run('swapped', { x: { data: [1] } })
    expect(['model-refused', 'model-missing']).toContain(got)
    expect(message).toMatch(/not the file|not what it should be/)
    const folder = await writePlugin(app.root, 'leading', { manifest, code })
    writeFileSync(join(app.own.home, 'outside.onnx'), files.double)
    for (const name of Object.keys(files)) {
      symlinkSync(join(app.own.home, 'outside.onnx'), join(folder, `${name}.onnx`))
    }
    app.own.manager.refresh()
    expect(app.own.manager.get('leading')).toMatchObject({
      state: 'failed',
      reason: { code: 'path-refused' },
    })
  })

  test('S27 5,000 runs at once: those that can wait do, all others are refused, and the next call works', async () => {
    const codes = z.record(z.string(), z.number()).parse(unwrap(await app.own.call('maker/many')))
    expect(Object.values(codes).reduce((sum, count) => sum + count)).toBe(5000)
    expect(Object.keys(codes).toSorted()).toEqual(['ok', 'queue-full'])
    // 32 can wait, and one more for each that ends while the others still come: on a machine that is busy some do.
    expect(codes['ok']).toBeLessThan(500)
    expect((await app.run('double', { x: { data: [1] } })).y).toEqual([2])
  })

  test('what runs ends with its plugin', async () => {
    const run = app.run('patient', { x: { data: [1] } }).catch(() => 'gone')
    await new Promise(resolve => setTimeout(resolve, 1000))
    await app.own.models?.end('maker')
    expect(JSON.stringify(await run)).toMatch(/inference-died|model-refused/)
  })
})

test('a path that leads out, a model of nowhere and a scope of no model are refused as plugin.json', async () => {
  const wrong = {
    up: { ...specOf('double'), file: '../double.onnx' },
    absolute: { ...specOf('double'), file: '/etc/double.onnx' },
    both: { ...specOf('double'), url: 'https://example.org/x.onnx' },
    neither: { ...specOf('double'), file: undefined },
    half: { ...specOf('double'), outputs: undefined },
  }
  await using own = await withPlugins(
    Object.fromEntries(
      [
        ...Object.entries(wrong).map(([id, spec]) => [id, { models: { it: spec } }] as const),
        ['scope', { permissions: [{ right: 'model', scope: ['it'] }] }] as const,
      ].map(([id, part]) => [id, { manifest: { tools: {}, ...part }, code: '' }]),
    ),
  )
  for (const id of [...Object.keys(wrong), 'scope']) {
    const { state, reason } = own.manager.get(id) ?? {}
    expect([state, reason?.code]).toEqual(['failed', 'plugin-manifest-invalid'])
    expect(reason?.at).toMatch(/models|scope/)
  }
})
