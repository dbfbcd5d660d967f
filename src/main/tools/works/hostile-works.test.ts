import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedAnswers } from '../../grants'
import { withPlugins } from '../testing/with-plugins'

const FRAMES = 8000
const node = {
  ...{ label: 'Work', description: 'Works.', kind: 'node', params: {} },
  inputs: { clip: { kind: 'clip', label: 'Clip' } },
  outputs: { out: { kind: 'clip', label: 'Out' } },
  dsp: { form: 'job', work: 'own', hears: { sampleRate: 8000, channels: 1 } },
}

/** What a work does, and the code that its job ends with; `done` where nothing comes of it. */
const misdeeds: Readonly<Record<string, readonly [code: string, ends: string]>> = {
  'says how far it is ten thousand times': [
    `for (let i = 0; i < 1e4; i += 250) await Promise.all(Array.from({ length: 250 }, (_, k) => progress((i + k) / 1e4, 'x'.repeat(200))))`,
    'done',
  ],
  'is further than all of it, and less than nothing': [
    `await progress(-1e308); await progress(1e308)`,
    'done',
  ],
  'says what it does in a megabyte': [`await progress(0.5, 'x'.repeat(2 ** 20))`, 'plugin-threw'],
  'reads a thousand million frames': [`await clips.clip.read(0, 1e9)`, 'plugin-threw'],
  'reads less than nothing': [`await clips.clip.read(0, -1)`, 'plugin-threw'],
  'reads from places that are no numbers': [`await clips.clip.read(NaN, 10)`, 'plugin-threw'],
  'reads where no clip is': [
    `for (const at of [-1e15, -10, ${FRAMES}, 1e15]) if ((await clips.clip.read(at, 10))[0].some(x => x !== 0)) throw new Error('sound')`,
    'done',
  ],
  'writes what are no numbers': [
    `await outputs.out.write([new Float32Array([NaN])])`,
    'plugin-threw',
  ],
  'writes channels that nobody asked for': [
    `await outputs.out.write([new Float32Array(2), new Float32Array(2)])`,
    'plugin-threw',
  ],
  'writes what pretends to be samples': [
    `await outputs.out.write([{ length: 10, 0: 1 }])`,
    'plugin-threw',
  ],
  'reads and writes all at once': [
    `await Promise.all(Array.from({ length: 200 }, async () => outputs.out.write(await clips.clip.read(0, clips.clip.frames))))`,
    'done',
  ],
  'finds a million stretches': [
    `return { spans: Array.from({ length: 1e6 }, () => ({ from: 0, to: 1 })) }`,
    'work-answer-invalid|plugin-threw',
  ],
  'finds notes of no key': [
    `return { notes: [{ start: 0, length: 1, key: 1e9, velocity: 2 }] }`,
    'work-answer-invalid',
  ],
  'finds a way to a prototype': [
    `return JSON.parse('{"__proto__": { "spans": [] }, "spans": []}')`,
    'tool-output-invalid',
  ],
  'loops without a pause': [`for (;;) {}`, 'script-timeout'],
}

describe('S12 S27 hostile works of plugins', () => {
  let own: Awaited<ReturnType<typeof withPlugins>>
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wireharp-works-'))
    writeFileSync(join(folder, 'clip.f32'), new Float32Array(FRAMES).fill(0.5))
    const names = Object.keys(misdeeds)
    const codes = Object.values(misdeeds).map(
      ([code], at) => `w${at}: async ({ clips, outputs, progress }) => { ${code} }`,
    )
    const nodes = Object.fromEntries(names.map((_, at) => [`w${at}`, node]))
    own = await withPlugins(
      { hostile: { manifest: { nodes }, code: `works: { ${codes.join(',\n')} }` } },
      { ask: fixedAnswers([]) },
    )
  })
  afterAll(async () => {
    await own[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(Object.entries(misdeeds).map(([name, [, ends]], at) => [name, at, ends] as const))(
    'one that %s',
    async (_name, at, ends) => {
      const before = process.memoryUsage().rss
      const told: number[] = []
      const done = await own.works.run({
        ...{ plugin: 'hostile', node: `w${at}`, params: {}, outputs: ['out'], folder },
        clips: { clip: { path: join(folder, 'clip.f32'), frames: FRAMES } },
        hears: { sampleRate: 8000, channels: 1 },
        signal: AbortSignal.timeout(20_000),
        progress: part => void told.push(part),
      })
      expect(done.ok ? 'done' : done.error.code).toMatch(new RegExp(`^(${ends})$`))
      expect(told.every(part => part >= 0 && part <= 1)).toBe(true)
      expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20)
    },
    30_000,
  )
})
