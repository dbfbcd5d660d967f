import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { builtInPlugins, loadPlugins } from '../plugins'
import { silentLog } from '../kit'
import { buildEngineGraph, renderOffline } from './index'

const plugins = loadPlugins({ builtIn: builtInPlugins() })
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function chain(...types: [id: string, type: string, params: Project['graph']['nodes'][string]['params']][]): Project {
  const project = emptyProject('p', 'Test')
  let before = ''
  for (const [id, type, params] of types) {
    project.graph.nodes[id] = { id, type, position: { x: 0, y: 0 }, params }
    if (before !== '') project.graph.cables[`c-${id}`] = { id: `c-${id}`, from: { node: before, port: 'out' }, to: { node: id, port: 'in' } }
    before = id
  }
  project.graph.cables['c-out'] = { id: 'c-out', from: { node: before, port: 'out' }, to: { node: 'output', port: 'in' } }
  return project
}

async function render(project: Project, seconds = 1) {
  const path = join(folder, 'out.wav')
  const graph = buildEngineGraph(project, { catalog: plugins.catalog, code: plugins.code, sounds: new Map() })
  const report = unwrap(await renderOffline({ graph, log: silentLog, job: { path, format: 'wav32f', from: 0, to: seconds * 48_000 } }))
  const bytes = readFileSync(path)
  return { report, samples: new Float32Array(bytes.buffer.slice(bytes.byteOffset + 80)) }
}

describe('A-02 offline rendering', () => {
  test('every built-in plugin loads', () => {
    expect(plugins.plugins.filter(plugin => plugin.state === 'failed')).toEqual([])
  })
  test('a sine through a gain has the level that follows', async () => {
    const { report, samples } = await render(chain(['a', 'oscillator/oscillator', { level: -6 }], ['b', 'gain/gain', { gain: -6 }]))
    console.log(report)
    expect(report.peakDb).toBeCloseTo(-12, 1)
    expect(samples.length).toBe(96_000)
    expect(report.bypassed).toEqual([])
  })
})
