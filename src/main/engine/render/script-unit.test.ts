import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fail, ok, type Failure } from '#shared/kit'
import { ScriptBlock } from '../../sandbox'
import type { EngineNode, EngineParam } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'
import { allocateBus } from './bus'
import { loadKernels } from './kernel-module'
import { ScriptMeter } from './script-meter'
import { ScriptUnit } from './script-unit'
import { finish, type Unit } from './unit'
import { BusUses } from './bus-uses'
import { StepMaker } from './steps'
import { Timeline } from './timeline'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'script-unit-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const partitions = [[1024], [128], [384, 128, 896], [256, 640]]

function scripted(
  name: string,
  body: string,
  params: Record<string, EngineParam> = {},
): EngineNode {
  const path = join(folder, `${name}.js`)
  writeFileSync(path, `export default { nodes: { node: () => { let n = 0; return { ${body} } } } }`)
  return {
    ...kernelNode('script', 'gain', {}, true),
    dsp: { form: 'script', code: { plugin: name, node: 'node', path } },
    params,
  }
}

const constant = kernelNode('one', 'constant', { value: 0.5 })

function heard(node: EngineNode, sizes: readonly number[], transport = {}): Float32Array {
  const wires = ['one>script', 'script>output']
  using run = new InProcess(graphOf([constant, node], wires, transport))
  return run.render(4096, sizes).filter((_, index) => index % 2 === 0)
}

/** What is left of a jump after so many frames. */
function fall(frame: number): number {
  const t = Math.min(1, frame / 512)
  return 1 - t * t * (3 - 2 * t)
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, index) => Math.abs(value - (b[index] ?? 0))))
}

describe('S1-03 a script called for many quanta at once', () => {
  test.each(partitions)(
    'one that throws in its 12th quantum is bypassed from there on, without a click (%i…)',
    (...sizes) => {
      const node = scripted(
        'thrower',
        `process({ outputs }) { outputs.out[0].fill(n / 32); if (n++ === 11) throw new Error('enough') }`,
      )
      const expected = Float32Array.from({ length: 4096 }, (_, i) =>
        i < 11 * 128 ? (i >> 7) / 32 : 0.5 + (10 / 32 - 0.5) * fall(i - 11 * 128),
      )
      expect(furthest(heard(node, sizes), expected)).toBeLessThan(1e-7)
      expect(heard(node, sizes)).toEqual(heard(node, [128]))
    },
  )

  test.each(partitions)('in a loop, too, it ends at that quantum (%i…)', (...sizes) => {
    const node = scripted(
      'looped',
      `process({ inputs, outputs }) { for (let i = 0; i < 128; i++) outputs.out[0][i] = inputs.in[0][i] / 2; if (n++ === 11) throw 1 }`,
    )
    using run = new InProcess(
      graphOf([constant, node], ['one>script', 'script>script', 'script>output']),
    )
    const left = run.render(4096, sizes).filter((_, i) => i % 2 === 0)
    // y = (½ + y before) / 2 approaches ½; a bypassed node gives ½ + y before, and from there it is ½ too high.
    const levels = Array.from({ length: 32 }, (_, quantum) => left[quantum * 128] ?? 0)
    const expected: number[] = []
    for (let quantum = 0; quantum < 32; quantum++) {
      const sum = 0.5 + (expected[quantum - 1] ?? 0)
      expected.push(quantum < 11 ? sum / 2 : sum - fall((quantum - 11) * 128) / 2)
    }
    expect(furthest(levels, expected)).toBeLessThan(1e-6)
  })

  test('what a script writes into its parameters stays until they change, however the sound is cut', () => {
    const points = [
      { time: 0, value: 0, curve: 'linear' as const },
      { time: 0.02, value: 1, curve: 'hold' as const },
      { time: 0.05, value: 0.25, curve: 'linear' as const },
    ]
    const node = scripted(
      'scribbler',
      `process({ outputs, params }) { outputs.out[0].set(params.p); for (let i = 0; i < 128; i++) params.p[i] += 1 }`,
      { p: { value: 0, glides: true, points } },
    )
    const first = heard(node, [128])
    expect(Math.max(...first)).toBeGreaterThan(2)
    for (const sizes of partitions) expect(heard(node, sizes)).toEqual(first)
  })

  test('every quantum knows its place where the timeline loops', () => {
    const node = scripted(
      'place',
      `process({ outputs, position }) { outputs.out[0].fill(position) }`,
    )
    const transport = { loop: { start: 200, end: 1000 } }
    const first = heard(node, [128], transport)
    expect([first[0], first[128], first[7 * 128], first[8 * 128]]).toEqual([0, 128, 896, 224])
    for (const sizes of partitions) expect(heard(node, sizes, transport)).toEqual(first)
  })
})

interface Fake {
  readonly unit: Unit
  readonly troubles: Failure[]
  readonly made: () => number
  readonly run: () => void
}

/** A script that says what it says, having taken so many milliseconds of the processor. */
function fake(said: Failure | undefined, tookMs: number, latency?: EngineNode['latency']): Fake {
  const kernels = loadKernels()
  const owned = new DisposableStack()
  const timeline = new Timeline(kernels)
  const troubles: Failure[] = []
  let made = 0
  const making = ScriptUnit.making(
    {
      kernels,
      node: { ...kernelNode('script', 'gain', {}, true), ...(latency && { latency }) },
      params: new Map(),
      inputChannels: {},
      rate: 48_000,
      host: { trouble: (_node, failure) => troubles.push(failure) },
      silence: allocateBus(kernels.arena, 1, owned),
      timeline,
    },
    {
      meter: new ScriptMeter('fake', 'engine'),
      tell: () => {},
      release: () => {},
      guarded: (_allowedMs, act) => act(),
      limits: { heapMb: 64, setUpMs: 500, callMs: 100, behindMs: 1000 },
      instantiate: layout => {
        made += 1
        return ok({
          block: new ScriptBlock(layout),
          spent: () => tookMs,
          away: false,
          returns: false,
          save: () => ok(undefined),
          process: () => said,
          [Symbol.dispose]: () => {},
        })
      },
    },
  )
  const unit = finish(making)
  const [step] = unit.wire(new Map(), new BusUses())
  const list = new StepMaker(kernels, owned).list(step === undefined ? [] : [step])
  const run = () => {
    timeline.advance(128)
    kernels.call('executor_run_steps')(list, 1, 0, 128)
  }
  return { unit, troubles, made: () => made, run }
}

const timeout = fail('script-timeout', 'It took too long.')

describe('S09 limits of time count the processor’s, not the clock’s', () => {
  test('a script that was cut off while the machine stood still starts afresh, three times', () => {
    const { troubles, made, run } = fake(timeout, 1)
    for (let i = 0; i < 3; i++) run()
    expect([made(), troubles.length]).toEqual([4, 0])
    run()
    expect([made(), troubles.length]).toEqual([4, 1])
  })

  test('one that used its time up is bypassed', () => {
    const { troubles, made, run } = fake(timeout, 100)
    run()
    expect([made(), troubles.length]).toEqual([1, 1])
  })

  test('one that is ever slower than its sound is bypassed once it is a second behind', () => {
    const { troubles, run } = fake(undefined, 52 + 128 / 48)
    for (let i = 0; i < 19; i++) run()
    expect(troubles).toEqual([])
    run()
    expect(troubles[0]?.code).toBe('script-timeout')
  })
})

test.each([
  [undefined, 0],
  [{ frames: 64 }, 64],
  [{ seconds: 0.005 }, 240],
])('a script lags by what its manifest says: %o', (latency, frames) => {
  expect(fake(undefined, 0, latency).unit.latency).toBe(frames)
})
