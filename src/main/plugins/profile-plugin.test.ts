import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { profileOffline } from '../engine'
import { silentLog } from '../kit'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { profilePlugin } from './profile-plugin'
import { emptyNode, PluginHome } from './testing/plugin-home'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const port = { kind: 'audio' } as const

function profiled(code: string, seconds: number) {
  const path = join(folder, 'main.js')
  writeFileSync(path, code)
  return profileOffline({
    log: silentLog,
    sampleRate: 48_000,
    seconds,
    node: {
      id: 'node',
      label: 'Node',
      kind: 'effect',
      bypassed: false,
      inputs: { in: port },
      outputs: { out: { ...port, channels: 'input' } },
      params: { p: { value: 0.5, glides: true } },
      sounds: {},
      dsp: { form: 'script', code: { plugin: 'mine', node: 'node', path } },
    },
  })
}

describe('S1-10 the CPU profile of a node', { timeout: 60_000 }, () => {
  test('of an installed plugin, as the command and the panel ask for it', async () => {
    using home = new PluginHome()
    const nodes = { mine: { ...emptyNode, dsp: { form: 'script' } } }
    home.plugin('mine', { main: 'main.js', nodes })
    const code =
      'let y = 1; for (let i = 0; i < 4000; i++) y += Math.sin(y); outputs.out?.[0].fill(y)'
    home.write(
      'data/plugins/mine/main.js',
      `export default { nodes: { mine: () => ({ process({ outputs }) { ${code} } }) } }`,
    )
    await using manager = home.manager()
    const of = { plugins: manager, log: silentLog, plugin: 'mine', seconds: 0.1 }
    expect(unwrap(await profilePlugin(of)).samples.length).toBeGreaterThan(5)
  })

  test('names the function that takes the time, with its line', async () => {
    const code = [
      'function dear(x) { let y = x; for (let i = 0; i < 4000; i++) y += Math.sin(y); return y }',
      'function cheap(x) { return x * 0.5 }',
      'export default { nodes: { node: () => ({ process({ inputs, outputs, frames }) {',
      '  for (let i = 0; i < frames; i++) outputs.out[0][i] = cheap(inputs.in[0][i])',
      '  outputs.out[0][0] = dear(outputs.out[0][1])',
      '} }) } }',
    ].join('\n')
    const { nodes, samples, timeDeltas, startTime, endTime } = unwrap(await profiled(code, 0.4))
    const hits = (name: string) =>
      nodes
        .filter(({ callFrame }) => callFrame.functionName === name)
        .reduce((sum, { hitCount }) => sum + hitCount, 0)
    expect(hits('dear')).toBeGreaterThan(samples.length / 3)
    expect(hits('dear')).toBeGreaterThan(3 * hits('cheap'))
    const [dear] = nodes.filter(({ callFrame }) => callFrame.functionName === 'dear')
    expect(dear?.callFrame).toMatchObject({ url: 'mine/main.js', lineNumber: 0, columnNumber: 13 })
    // As its readers want it: a tree in which every sample has its node.
    expect(timeDeltas).toHaveLength(samples.length)
    const ids = new Set(nodes.map(({ id }) => id))
    expect(samples.every(id => ids.has(id))).toBe(true)
    expect(nodes.flatMap(({ children }) => children).toSorted((a, b) => a - b)).toEqual(
      [...ids].slice(1),
    )
    expect(endTime - startTime).toBeGreaterThan(100_000)
  })

  test('one that throws, hangs or has no code is refused with the reason', async () => {
    const throws =
      'export default { nodes: { node: () => ({ process() { throw new Error("no") } }) } }'
    expect(await profiled(throws, 0.1)).toMatchObject({ error: { code: 'script-threw' } })
    const hangs = 'export default { nodes: { node: () => ({ process() { for (;;) {} } }) } }'
    expect(await profiled(hangs, 0.1)).toMatchObject({ error: { code: 'script-timeout' } })
    const plugins = loadPlugins({ builtIn: builtInPlugins() })
    const kernels = { plugins, log: silentLog, plugin: 'delay', seconds: 0.1 }
    expect(await profilePlugin(kernels)).toMatchObject({ error: { code: 'plugin-not-profiled' } })
  })
})
