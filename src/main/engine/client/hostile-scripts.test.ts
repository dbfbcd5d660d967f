import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { decodeAudioBlock } from '#shared/contract'
import { silentLog } from '../../kit'
import type { EngineNode } from '../graph'
import { graphOf, kernelNode } from '../testing/in-process'
import { RealTimeEngine } from './real-time-engine'
import { OfflineEngines } from './offline-engines'
import { renderOffline } from './render-offline'

let folder = ''
/** One for all of them, as it is where a person has many plugins: what one did must not show in the next. */
let engine: RealTimeEngine
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  engine = new RealTimeEngine(silentLog)
})
afterAll(async () => {
  await engine[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** What a plugin does wrong: when its code loads, when a node is made, or in its process function. */
interface Misdeed {
  readonly top?: string
  readonly setUp?: string
  readonly body?: string
}

const BLOCKS = 240

/** A node with a script of its own, beside an oscillator that is heard. */
function hostile({ top = '', setUp = '', body = '' }: Misdeed, name: string): EngineNode {
  const path = join(folder, `${name}.js`)
  writeFileSync(
    path,
    `${top}; let calls = 0; export default { nodes: { node: () => { ${setUp}; return { process(call) {
       const { inputs, outputs, frames } = call; calls += 1; if (calls > 20) { ${body} } } } } } }`,
  )
  return {
    ...kernelNode(name, 'gain', {}, true),
    dsp: { form: 'script', code: { plugin: name, node: 'node', path } },
  }
}

interface Played {
  readonly peaks: readonly number[]
  readonly code: string
  readonly message: string
  readonly restarts: number
  readonly state: string
}

async function play(): Promise<Played> {
  const peaks: number[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const { epoch } = engine.play(0)
  using _blocks = engine.blocks.on(bytes => {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined) return
    peaks.push(Math.max(...block.samples))
    if (peaks.length >= BLOCKS) resolve()
    else engine.pull({ epoch, blocks: 1 })
  })
  engine.pull({ epoch, blocks: 1 })
  await promise
  const status = statusOf(engine)
  const trouble = engine.present.flatMap(event =>
    event.kind === 'troubles' ? event.troubles : [],
  )[0]
  return {
    peaks,
    code: trouble?.code ?? '',
    message: trouble?.message ?? '',
    restarts: status?.restarts ?? 0,
    state: status?.state ?? '',
  }
}

function statusOf({ present }: RealTimeEngine) {
  return present.flatMap(event => (event.kind === 'status' ? event : []))[0]
}

const restartsOf = (engine: RealTimeEngine) => statusOf(engine)?.restarts ?? 0

const misdeeds: [name: string, misdeed: Misdeed, codes: readonly string[]][] = [
  ['S09-loop', { body: 'for (;;) {}' }, ['script-timeout']],
  [
    'S09-loop-in-catch',
    { body: 'for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }' },
    ['script-timeout'],
  ],
  ['S09-loop-in-set-up', { setUp: 'for (;;) {}' }, ['script-timeout']],
  ['S09-loop-at-load', { top: 'for (;;) {}' }, ['script-timeout']],
  [
    'S07-throws-a-getter',
    { body: `throw { get message() { for (;;) {} }, toString() { for (;;) {} } }` },
    ['script-timeout', 'script-threw'],
  ],
  [
    'S07-throws-a-proxy',
    { body: `throw new Proxy({}, { get() { for (;;) {} }, getPrototypeOf() { for (;;) {} } })` },
    ['script-timeout'],
  ],
  ['throws-a-symbol', { body: `throw Symbol('x')` }, ['script-threw']],
  ['throws-undefined', { body: `throw undefined` }, ['script-threw']],
  [
    'throws-much',
    { body: `throw new Error('x'.repeat(2 ** 28))` },
    ['script-threw', 'script-memory', 'script-timeout', 'script-hung'],
  ],
  [
    'S15-heap',
    { body: 'const held = []; for (;;) held.push(new Array(10000).fill({}))' },
    ['script-memory', 'script-timeout', 'script-hung'],
  ],
  [
    'S15-strings',
    { body: `const held = []; for (;;) held.push('x'.repeat(1000) + held.length)` },
    ['script-memory', 'script-timeout', 'script-hung'],
  ],
  [
    'S15-small-buffers',
    { body: 'const held = []; for (;;) held.push(new ArrayBuffer(64))' },
    ['script-memory', 'script-timeout', 'script-hung', 'script-threw'],
  ],
  [
    'S15-stack-traces',
    { body: 'const held = []; for (;;) held.push(new Error(String(held.length)).stack)' },
    ['script-memory', 'script-timeout', 'script-hung'],
  ],
  [
    'S15-one-array',
    { body: 'const a = []; a.length = 1e8; a.fill({}); ' },
    ['script-memory', 'script-timeout', 'script-hung', 'script-threw'],
  ],
  ['S16-off-heap', { body: 'new ArrayBuffer(2 ** 32)' }, ['script-threw', 'script-memory']],
  [
    'S16-off-heap-filled',
    {
      top: 'const held = []',
      body: 'for (let i = 0; i < 4; i++) { const a = new Uint8Array(2 ** 24); a.fill(1); held.push(a) }',
    },
    ['script-threw', 'script-memory', 'script-hung', 'script-timeout'],
  ],
  [
    'S16-resizable',
    {
      top: 'const held = []',
      body: 'for (;;) { const b = new ArrayBuffer(0, { maxByteLength: 2 ** 26 }); b.resize(2 ** 26); new Uint8Array(b).fill(1); held.push(b) }',
    },
    ['script-threw', 'script-memory', 'script-hung', 'script-timeout'],
  ],
  [
    'S16-regexes',
    {
      top: 'const held = []',
      body: `for (;;) { const r = new RegExp('(a|b'.repeat(200) + held.length + ')'.repeat(200)); r.test('ab'); held.push(r) }`,
    },
    ['script-threw', 'script-memory', 'script-hung', 'script-timeout'],
  ],
  [
    'S13-fill',
    { body: 'new Array(1e9).fill(0)' },
    ['script-hung', 'script-memory', 'script-timeout'],
  ],
  [
    'S13-bigint',
    { body: 'let n = 3n; for (let i = 0; i < 40; i++) n *= n' },
    ['script-hung', 'script-timeout', 'script-threw', 'script-memory'],
  ],
  [
    'S13-bigint-shift',
    { body: '1n << 2n ** 29n' },
    ['script-hung', 'script-timeout', 'script-threw', 'script-memory'],
  ],
  [
    'S14-normalize',
    { body: `'ä'.repeat(2 ** 28).normalize('NFD')` },
    ['script-hung', 'script-timeout', 'script-memory', 'script-threw'],
  ],
  [
    'S14-sort',
    { body: `new Float32Array(1e7).map((_, i) => -i).sort((a, b) => a - b)` },
    ['script-hung', 'script-timeout', 'script-memory', 'script-threw'],
  ],
  [
    'S26-slow',
    { body: 'let x = 0; for (let i = 0; i < 1e7; i++) x += Math.sqrt(i); outputs.out[0][0] = x' },
    ['script-timeout'],
  ],
  ['S20-regex', { body: `/(a+)+$/.test('a'.repeat(40) + 'b')` }, ['script-timeout', 'script-hung']],
  [
    'S22-recursion',
    { body: 'const f = () => { try { f() } catch { f() } }; f()' },
    ['script-timeout', 'script-threw', ''],
  ],
  [
    'S10-microtasks',
    { body: 'const again = () => Promise.resolve().then(again); again()' },
    ['script-timeout'],
  ],
  ['S10-async-loop', { body: '(async () => { await 0; for (;;) {} })()' }, ['script-timeout']],
  ['S11-never', { body: 'return new Promise(() => {})' }, ['']],
  ['S08-returns-a-getter', { body: 'return { get then() { for (;;) {} } }' }, ['']],
  [
    'call-changed',
    {
      body: `Object.defineProperty(call, 'position', { set() { for (;;) {} } }); call.outputs = null`,
    },
    [''],
  ],
  ['detached', { body: 'outputs.out[0].buffer.transfer()' }, ['script-threw']],
  ['out-of-bounds', { body: 'for (let i = -10; i < 1e4; i++) outputs.out[0][i] = 1' }, ['']],
  ['outputs-replaced', { body: 'outputs.out = []' }, ['script-threw']],
  [
    'S02-array',
    {
      body: `if (calls > 21) return; Array.prototype[Symbol.iterator] = () => { throw 1 }; Array.prototype.push = () => { throw 1 }; Object.defineProperty(Array.prototype, 0, { set() { throw 1 } })`,
    },
    [''],
  ],
  [
    'S02-set',
    {
      body: `Float32Array.prototype.set = Float32Array.prototype.fill = () => { for (;;) {} }; Object.getPrototypeOf(Float32Array.prototype).set = () => { for (;;) {} }`,
    },
    [''],
  ],
  [
    'S02-reflect',
    {
      body: `Reflect.apply = () => { for (;;) {} }; JSON.parse = () => { for (;;) {} }; Function.prototype.call = () => { for (;;) {} }`,
    },
    [''],
  ],
  [
    'S02-object',
    {
      body: `if (calls > 21) return; for (const key of ['own', 'view', 'length', 'takeView', 'then']) Object.defineProperty(Object.prototype, key, { get() { throw 1 }, set() { throw 1 }, configurable: true })`,
    },
    [''],
  ],
  [
    'exports-a-thrower',
    { top: `throw { get message() { for (;;) {} } }` },
    ['script-timeout', 'script-hung', 'plugin-code-failed'],
  ],
  ['exports-late', { setUp: 'return null' }, ['plugin-code-failed']],
  ['exports-getters', { setUp: 'return { get process() { for (;;) {} } }' }, ['script-timeout']],
]

describe(
  'a hostile script: what else is in the graph goes on sounding',
  { concurrent: false },
  () => {
    test.each(misdeeds)('%s', { timeout: 30_000 }, async (name, misdeed, codes) => {
      const graph = graphOf(
        [kernelNode('osc', 'oscillator'), hostile(misdeed, name)],
        ['osc>output', `osc>${name}`],
      )
      const before = restartsOf(engine)
      engine.load('p', graph)
      const { peaks, code, message, restarts, state } = await play()
      expect(codes).toContain(code)
      expect(Math.min(...peaks)).toBeGreaterThan(0.5)
      expect(state).toBe('ready')
      if (code !== '') expect(message.length).toBeGreaterThan(20)
      expect(restarts - before).toBeLessThanOrEqual(2)
    })
  },
)

describe(
  'the export of a graph with a hostile script ends, and names it',
  { concurrent: false },
  () => {
    const inCalls = misdeeds.filter(([name]) =>
      /^(S07-throws-a-proxy|S15-heap|S16-resizable|S13-fill)$/.test(name),
    )
    test.each(inCalls)('%s', { timeout: 60_000 }, async (name, misdeed) => {
      const graph = graphOf(
        [kernelNode('osc', 'oscillator'), hostile(misdeed, name)],
        ['osc>output', `osc>${name}`],
      )
      const job = { path: join(folder, 'out.wav'), format: 'wav32f', from: 0, to: 48_000 } as const
      // A hang is one after a second, where a render to a file would wait for eight.
      await using engines = new OfflineEngines({ mostMs: 1000 })
      const report = unwrap(await renderOffline({ graph, log: silentLog, job, engines }))
      expect(report.peakDb).toBeCloseTo(0, 1)
      expect(report.bypassed).toEqual([name])
    })
  },
)
