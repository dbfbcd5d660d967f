import { describe, expect, test } from 'vitest'
import { emptyProject, type NodeDefinition, type Project } from '#shared/graph'
import { buildEngineGraph } from './build-engine-graph'

const level: NodeDefinition = {
  type: 'level/level',
  plugin: 'level',
  pluginVersion: '1.0.0',
  category: 'Mixing',
  label: 'Level',
  description: '',
  kind: 'effect',
  tags: [],
  inputs: {},
  outputs: {},
  params: {
    level: {
      kind: 'number',
      label: 'Level',
      unit: 'dB',
      min: -72,
      max: 12,
      default: 0,
      curve: 'linear',
    },
  },
  dsp: { form: 'kernels', kernels: {}, cables: [] },
}
const lfo: NodeDefinition = {
  ...level,
  type: 'lfo/lfo',
  plugin: 'lfo',
  outputs: { out: { kind: 'control' } },
  params: {},
}
const sources = {
  catalog: new Map([level, lfo].map(definition => [definition.type, definition])),
  code: new Map<string, string>(),
  sounds: new Map(),
}

function project(change: (project: Project) => void): Project {
  const made = emptyProject('p', 'Test')
  change(made)
  return made
}

describe('a project as the engine takes it', () => {
  test('automation of a file is put in order and within the range of its parameter', () => {
    const document = project(({ graph }) => {
      graph.nodes['n'] = {
        id: 'n',
        type: level.type,
        position: { x: 0, y: 0 },
        params: {},
        automation: {
          level: [
            { time: 2, value: 1e9, curve: 'linear' },
            { time: 1, value: -100, curve: 'hold' },
          ],
        },
      }
    })
    expect(buildEngineGraph(document, sources).nodes['n']?.params['level']?.points).toEqual([
      { time: 1, value: -72, curve: 'hold' },
      { time: 2, value: 12, curve: 'linear' },
    ])
  })

  test('a cable onto a parameter keeps its depth, and one onto no parameter is left out', () => {
    const document = project(({ graph }) => {
      const position = { x: 0, y: 0 }
      graph.nodes['n'] = { id: 'n', type: level.type, position, params: {} }
      graph.nodes['lfo'] = { id: 'lfo', type: lfo.type, position, params: {} }
      for (const port of ['level', 'none']) {
        const from = { node: 'lfo', port: 'out' }
        graph.cables[port] = { id: port, from, to: { node: 'n', port }, depth: -0.5 }
      }
    })
    expect(Object.values(buildEngineGraph(document, sources).cables)).toMatchObject([
      { to: { node: 'n', port: 'level' }, depth: -0.5 },
    ])
  })

  test('a loop shorter than a frame is none', () => {
    const loop = (end: number) =>
      buildEngineGraph(
        project(({ transport }) => {
          transport.loop = { enabled: true, start: 1, end }
        }),
        sources,
      ).transport.loop
    expect(loop(1 + 1e-6)).toBeUndefined()
    expect(loop(1 + 1 / 48_000)).toEqual({ start: 48_000, end: 48_001 })
  })
})
