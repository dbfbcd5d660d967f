import { describe, expect, test } from 'vitest'
import { unwrap, type CpuProfile } from '#shared/kit'
import { withPlugins } from './testing/with-plugins'

const tool = { label: 'It', description: 'Does it.', input: { type: 'object' } }
const sensor = { label: 'S', unit: '', min: 0, max: 1, rateHz: 1 }
const code = [
  '',
  'setup({ log }) { log.info("up") },',
  'tools: { it: ({ turns }) => dear(turns), throws: () => { throw new Error("no") }, hangs: () => { for (;;) {} } },',
  'sensors: { s: { read: () => dear(3e5) * 0 } } }',
  'function dear(turns) { let y = 1; for (let i = 0; i < turns; i++) y += Math.sin(y); return y }',
  'const rest = {',
].join('\n')
const own = {
  manifest: {
    tools: { it: tool, throws: tool, hangs: { ...tool, timeoutMs: 100 } },
    sensors: { s: sensor },
  },
  code,
}

function hits({ nodes }: CpuProfile, name: string): number {
  const named = nodes.filter(({ callFrame }) => callFrame.functionName === name)
  return named.reduce((sum, { hitCount }) => sum + hitCount, 0)
}

describe('S1-10 the CPU profile of what a plugin does beside its sound', () => {
  test('a tool’s and a sensor’s name the function that takes the time, with its line', async () => {
    await using home = await withPlugins({ own })
    const { instances, runner } = home
    const part = { tool: 'it', input: { turns: 3e5 } }
    const ofTool = unwrap(await instances.profile('own', part, 0.3))
    const ofSensor = unwrap(await instances.profile('own', {}, 0.3))
    for (const profile of [ofTool, ofSensor]) {
      expect(hits(profile, 'dear')).toBeGreaterThan(profile.samples.length / 3)
      const [dear] = profile.nodes.filter(({ callFrame }) => callFrame.functionName === 'dear')
      expect(dear?.callFrame).toMatchObject({ url: 'own/main.js', lineNumber: 4 })
      expect(profile.timeDeltas).toHaveLength(profile.samples.length)
    }
    // The isolate that was profiled is gone, and with it the process.
    expect(runner.running).toEqual([])
  })

  test('what throws, hangs or is not there is refused with the reason', async () => {
    await using home = await withPlugins({ own })
    const codes = []
    for (const name of ['throws', 'hangs', 'toString']) {
      const profile = await home.instances.profile('own', { tool: name }, 0.1)
      codes.push(profile.ok ? 'ok' : profile.error.code)
    }
    expect(codes).toEqual(['plugin-threw', 'plugin-timeout', 'plugin-not-profiled'])
  })
})
