import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineNode, ScriptPlace } from '../graph'
import { highPassed, peakLevel } from '../testing/clicks'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replace-code-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A held note: a sine of 440 Hz at −6 dBFS, and what another version goes on from. */
const sine = (state: string) => `
  let phase = 0
  return {
    process({ outputs, frames }) {
      for (let i = 0; i < frames; i++) {
        for (const channel of outputs.out) channel[i] = 0.5 * Math.sin(2 * Math.PI * phase)
        phase = (phase + 440 / 48000) % 1
      }
    },
    ${state}
  }`
const keeping = sine('getState() { return { phase } }, setState(state) { phase = state.phase }')
const forgetful = sine('')

let versions = 0
function version(body: string, place: ScriptPlace = 'engine'): EngineNode {
  versions += 1
  const path = join(folder, `${versions}.js`)
  writeFileSync(path, `export default { nodes: { node: () => { ${body} } } }`)
  const code = { plugin: 'note', node: 'node', path, revision: String(versions), place }
  return {
    ...kernelNode('note', 'gain'),
    outputs: { out: { kind: 'audio', channels: 1 } },
    dsp: { form: 'script', code },
  }
}

function graph(node: EngineNode) {
  return graphOf([node], ['note>output'])
}

/** Left channel of a run in which the code is replaced by each of these, one after the other. */
function played(
  bodies: readonly string[],
  between = 4096,
): { run: InProcess; heard: Float32Array } {
  const run = new InProcess(graph(version(bodies[0] ?? '')))
  run.scripts.live = true
  const parts = bodies.map((body, index) => {
    if (index > 0) run.load(graph(version(body)))
    return run.render(between)
  })
  const all = Float32Array.from(parts.flatMap(part => [...part]))
  return { run, heard: all.filter((_, index) => index % 2 === 0) }
}

function highest(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
}

describe('S1-08 code replaced under a held note', () => {
  test('100 times, with its state: the very sine goes on', () => {
    const { run, heard } = played(Array.from({ length: 101 }, () => keeping))
    using _run = run
    const clean = played([keeping], heard.length)
    using _clean = clean.run
    let furthest = 0
    heard.forEach((sample, i) => {
      furthest = Math.max(furthest, Math.abs(sample - (clean.heard[i] ?? 0)))
    })
    // −125 dB: the phase went through JSON and the crossing rounds.
    expect(furthest).toBeLessThan(1e-6)
    expect(run.events.filter(({ kind }) => kind === 'replaced')).toHaveLength(100)
    expect(run.troubles).toEqual([])
  })

  test('100 times, from another phase each time: no click above −80 dBFS', () => {
    const { run, heard } = played(Array.from({ length: 101 }, () => forgetful))
    using _run = run
    expect(peakLevel(highPassed(heard, 8000, 48_000))).toBeLessThan(-80)
    // Equal power: wherever the two meet, it is never far from as loud.
    expect(highest(heard)).toBeLessThan(0.75)
  })

  test.each([
    ['throws at once', `return { process() { throw new Error('new and broken') } }`],
    [
      'throws in its tenth call',
      `let n = 0; return { process() { if (n++ > 9) throw new Error('later') } }`,
    ],
    ['is no sound', `return { process({ outputs }) { outputs.out[0].fill(NaN) } }`],
    ['is no plugin', `return 1`],
    [
      'refuses what the old one kept',
      `return { process() {}, setState() { throw new Error('who?') } }`,
    ],
    ['hangs in its set-up', 'for (;;) {}'],
  ])('new code that %s is never heard, and the old goes on', (_name, body) => {
    const { run, heard } = played([keeping, body, keeping])
    using _run = run
    const clean = played([keeping], heard.length)
    using _clean = clean.run
    expect(
      Math.max(...heard.map((sample, i) => Math.abs(sample - (clean.heard[i] ?? 0)))),
    ).toBeLessThan(1e-6)
    const [refused, accepted] = run.events
    expect(refused).toMatchObject({ kind: 'replaced', node: 'note' })
    expect(refused && 'failure' in refused).toBe(true)
    expect(accepted).toEqual({ kind: 'replaced', node: 'note' })
    expect(run.troubles).toEqual([])
  })

  test('new code that throws while the two cross gives way to the old without a click', () => {
    const late = `let n = 0; const old = (() => { ${forgetful} })(); return { process(call) { if (n++ > 17) throw new Error('late'); old.process(call) } }`
    const { run, heard } = played([keeping, late])
    using _run = run
    expect(peakLevel(highPassed(heard, 8000, 48_000))).toBeLessThan(-40)
    expect(run.events[0]).toMatchObject({ failure: { code: 'script-threw' } })
  })

  test('a bypassed node sounds again with code that works', () => {
    const { run, heard } = played([`return { process() { throw new Error('no') } }`, keeping])
    using _run = run
    expect(Math.max(...heard.slice(0, 2816))).toBe(0)
    expect(Math.max(...heard.slice(2816 + 512))).toBeCloseTo(0.5, 2)
    expect(peakLevel(highPassed(heard, 8000, 48_000))).toBeLessThan(-80)
  })
})

describe('S1-08 a plugin is promoted while it sounds', () => {
  test('from its own process into the engine, with its state', async () => {
    const before = version(keeping, 'host')
    using run = new InProcess(graph(before))
    const first = run.render(8192)
    const { dsp } = before
    const promoted = dsp.form === 'script' ? { ...dsp.code, place: 'engine' as const } : undefined
    run.scripts.live = true
    run.load(graph({ ...before, dsp: promoted ? { form: 'script', code: promoted } : dsp }))
    const second = run.render(8192)
    const heard = Float32Array.from([...first, ...second]).filter((_, index) => index % 2 === 0)
    expect(run.events).toEqual([{ kind: 'replaced', node: 'note' }])
    expect(run.scripts.hosts.pids).toEqual([])
    const expected = Float32Array.from(
      { length: 16_384 },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 48_000),
    )
    expect(
      Math.max(...heard.map((sample, i) => Math.abs(sample - (expected[i] ?? 0)))),
    ).toBeLessThan(1e-5)
  })
})
