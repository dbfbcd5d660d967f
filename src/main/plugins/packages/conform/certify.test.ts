import { describe, expect, test, vi } from 'vitest'
import { builtInPlugins } from '../../load-plugins'
import { readCertificate } from '#shared/graph'
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
  grows: copy('(state = state * 1.0001 + x)')
    .replace(/^/, 'let state = kept.state ?? 0.1; ')
    .concat('; kept.state = state'),
  lags: `outputs.out.forEach((to, c) => { to.set(line[c]); line[c].set(inputs.in[c] ?? to.fill(0)) })`,
}

function faulty(): Record<string, string> {
  const manifest = smallManifest()
  const [node] = Object.values(manifest.nodes)
  const nodes = Object.fromEntries(Object.keys(faults).map(id => [id, node]))
  const code = Object.entries(faults).map(
    ([id, body]) => `${id}: () => {
      const line = [new Float32Array(128), new Float32Array(128)], kept = {}
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
    const certificate = await certify(smallPlugin(), true)
    const { passed, nodes, scan } = certificate
    expect(readCertificate(JSON.stringify(certificate))).toEqual(certificate)
    expect(passed).toBe(true)
    expect(nodes['small']?.checks.map(({ check }) => check).toSorted()).toEqual([
      'block-sizes',
      'bypass',
      'determinism',
      'finite',
      'hostile-input',
      'latency',
      'leaks',
      'sample-rates',
      'silence',
      'tail',
    ])
    expect(nodes['small']).toMatchObject({ latency: { declared: 0, measured: 0 }, tail: 0 })
    expect(nodes['small']?.memory?.bytes).toBeGreaterThan(1024)
    expect(certificate.machine.reference?.p50).toBeGreaterThan(0)
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
    expect(said('grows', 'tail')).toContain('louder than the sound was')
  }, 60_000)

  test('what getState leaves out is found, and what stays of instances that are gone', async () => {
    const counter = (state: string) => ({
      ...smallPlugin(),
      'main.js': `export default { nodes: { small: () => {
        let phase = 0
        return {
          process({ outputs }) { for (const to of outputs.out) for (let i = 0; i < 128; i++) to[i] = ((phase + i) % 96000) / 192000
            phase += 128 },
          getState: () => (${state}), setState: state => { phase = state.phase },
        }
      } } }`,
    })
    const stateOf = async (state: string) => {
      const { nodes } = await certify(counter(state))
      return nodes['small']?.checks.find(({ check }) => check === 'state')
    }
    expect(await stateOf('{ phase }')).toMatchObject({ passed: true })
    expect(await stateOf('{ phase: 0 }')).toMatchObject({ passed: false })
    const { nodes } = await certify(
      {
        ...smallPlugin(),
        'main.js': `const all = []
export default { nodes: { small: () => { all.push(new Float32Array(1e5).fill(1)); return { process() {} } } } }`,
      },
      true,
    )
    const leaks = nodes['small']?.checks.find(({ check }) => check === 'leaks')
    expect(leaks).toMatchObject({ passed: false })
    expect(leaks?.detail).toMatch(/stay of each|it was bypassed/)
  }, 60_000)
})
