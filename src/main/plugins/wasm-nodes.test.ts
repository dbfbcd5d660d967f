import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { buildEngineGraph, type EngineSources } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })
const position = { x: 0, y: 0 }

/** Noise through a folder whose drive moves. */
function project(type: string): Project {
  const document = emptyProject('p', 'Fold')
  const { nodes, cables } = document.graph
  nodes['noise'] = { id: 'noise', type: 'noise/noise', position, params: {} }
  nodes['pan'] = { id: 'pan', type: 'pan/pan', position, params: {} }
  nodes['fold'] = {
    id: 'fold',
    type,
    position,
    params: {},
    automation: {
      drive: [
        { time: 0, value: 0, curve: 'linear' },
        { time: 0.3, value: 16, curve: 'linear' },
      ],
    },
  }
  const path = ['noise', 'pan', 'fold', 'output']
  path.slice(1).forEach((to, index) => {
    const from = { node: path[index] ?? '', port: 'out' }
    cables[to] = { id: to, from, to: { node: to, port: 'in' } }
  })
  return document
}

function heard(type: string, sources: Partial<EngineSources> = {}): Float32Array {
  const all = { catalog, code, found, sounds: new Map(), ...sources }
  using run = new InProcess(buildEngineGraph(project(type), all))
  const samples = run.render(16_384, [1024, 384, 640])
  expect(run.troubles).toEqual([])
  return samples
}

function bytesOf(samples: Float32Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wasm-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('S1-03 a node that is a Wasm module', () => {
  test('gives the very samples of the same DSP as a script', () => {
    const script = heard('fold/fold-script')
    expect(Math.max(...script)).toBeGreaterThan(0.9)
    expect(bytesOf(heard('fold/fold')).equals(bytesOf(script))).toBe(true)
  })

  test('folds as its formula says, sample by sample', () => {
    const drive = 3
    const document = project('fold/fold')
    const { nodes } = document.graph
    nodes['fold'] = { id: 'fold', type: 'fold/fold', position, params: { drive } }
    const sources = { catalog, code, found, sounds: new Map() }
    using run = new InProcess(buildEngineGraph(document, sources))
    const out = run.render(2048)
    delete nodes['fold']
    document.graph.cables['output'] = {
      id: 'output',
      from: { node: 'pan', port: 'out' },
      to: { node: 'output', port: 'in' },
    }
    using dry = new InProcess(buildEngineGraph(document, sources))
    const sounds = dry.render(2048)
    let [before, last] = [0, 0]
    for (let i = 0; i < 4096; i += 2) {
      const t = ((sounds[i] ?? 0) * drive) / 4 + 0.25
      // A triangle by way of the arc sine: another formula for the same curve.
      const folded = (-2 / Math.PI) * Math.asin(Math.cos(2 * Math.PI * t))
      last = folded - before + (1 - (20 * Math.PI) / 48_000) * last
      before = folded
      expect(out[i]).toBeCloseTo(last, 5)
    }
  })

  test('gives the same in a process of its own', () => {
    const sandboxed = new Map(
      [...found].map(([id, plugin]) => [id, { ...plugin, trust: 'sandboxed' as const }]),
    )
    expect(
      bytesOf(heard('fold/fold', { found: sandboxed })).equals(bytesOf(heard('fold/fold'))),
    ).toBe(true)
  })

  test('of a module that is broken it says what is wrong, and is bypassed', () => {
    const path = join(folder, 'dsp.wasm')
    writeFileSync(path, Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
    const sources = { catalog, code: new Map([...code, ['fold/fold', path]]), sounds: new Map() }
    using run = new InProcess(buildEngineGraph(project('fold/fold'), sources))
    expect(Math.max(...run.render(1024))).toBeGreaterThan(0.1)
    expect(run.troubles[0]?.[1].code).toBe('wasm-refused')
    expect(run.troubles[0]?.[1].message).toContain('It has no memory of its own')
  })
})
