import { describe, expect, test, vi } from 'vitest'
import { builtInPlugins } from '../../load-plugins'
import { done, smallManifest, smallPlugin } from '../testing/plugin-files'
import { validateFiles } from '../test-plugin'

vi.mock('../in-worker', () => import('../testing/at-hand'))

async function certify(files: Readonly<Record<string, string>>, withCost = false) {
  const all = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))
  return done(await validateFiles(all, { builtIn: builtInPlugins(), withCost }))
}

const copy = (sample: string) =>
  `outputs.out.forEach((to, c) => { for (let i = 0; i < frames; i++) { const x = inputs.in[c]?.[i] ?? 0; to[i] = ${sample} } })`

/** Each node has its own fault. */
const faults = {
  divides: copy('x / (2 - params.gain[i])'),
  throws: `if (params.gain[0] === 0) throw new Error('no gain'); ${copy('x')}`,
  hums: copy('x + 0.001'),
  lags: `outputs.out.forEach((to, c) => { to.set(line[c]); line[c].set(inputs.in[c] ?? to.fill(0)) })`,
}

function faulty(): Record<string, string> {
  const manifest = smallManifest()
  const [node] = Object.values(manifest.nodes)
  const nodes = Object.fromEntries(Object.keys(faults).map(id => [id, node]))
  const code = Object.entries(faults).map(
    ([id, body]) => `${id}: () => {
      const line = [new Float32Array(128), new Float32Array(128)]
      return { process({ inputs, outputs, params, frames }) { ${body} } }
    }`,
  )
  return {
    'plugin.json': JSON.stringify({ ...manifest, nodes }),
    'main.js': `export default { nodes: { ${code.join(',')} } }`,
  }
}

describe('S2-16 A-01 conformance of a plugin, in the engine and its sandbox', () => {
  test('a good one passes every check, and its cost is measured', async () => {
    const { passed, nodes, scan } = await certify(smallPlugin(), true)
    expect(passed).toBe(true)
    expect(nodes['small']?.checks.map(({ check }) => check).toSorted()).toEqual([
      'block-sizes',
      'bypass',
      'determinism',
      'finite',
      'hostile-input',
      'latency',
      'silence',
    ])
    expect(nodes['small']?.cost?.p50).toBeGreaterThan(0)
    expect(nodes['small']?.cost?.p95).toBeGreaterThanOrEqual(nodes['small']?.cost?.p50 ?? 0)
    expect(scan).toEqual({ findings: [], obfuscation: 0 })
  }, 60_000)

  test('A-03 each fault is found: division by nothing, a throw, a hum, a latency that is not declared', async () => {
    const { passed, nodes } = await certify(faulty())
    const said = (id: string, name: string) =>
      nodes[id]?.checks.find(({ check, passed }) => check === name && !passed)?.detail
    expect(passed).toBe(false)
    expect(said('divides', 'finite')).toContain('"gain":2')
    expect(said('throws', 'finite')).toContain('no gain')
    expect(said('hums', 'silence')).toContain('-60.0 dB')
    expect(said('lags', 'latency')).toContain('128 frames')
    expect(said('lags', 'finite')).toBeUndefined()
  }, 60_000)
})
