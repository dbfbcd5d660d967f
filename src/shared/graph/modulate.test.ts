import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import { canModulate, modulationEdits, modulationsOf, modulationSources } from './modulate'
import type { NodeCatalog, NodeDefinition, NodeSpec } from './node-spec'
import { emptyProject, type Project } from './project'

function definition(
  id: string,
  spec: Partial<Pick<NodeSpec, 'inputs' | 'outputs' | 'params'>>,
): [string, NodeDefinition] {
  const type = `${id}/${id}`
  return [
    type,
    {
      label: id,
      description: '',
      kind: 'node',
      tags: [],
      inputs: {},
      outputs: {},
      params: {},
      dsp: { form: 'kernels', kernels: {}, cables: [] },
      ...spec,
      type,
      plugin: id,
      pluginVersion: '1.0.0',
      category: 'Test',
    },
  ]
}

const cutoff = {
  kind: 'number',
  label: 'Cutoff',
  unit: 'Hz',
  min: 20,
  max: 20_000,
  default: 1000,
} as const
const catalog: NodeCatalog = new Map([
  definition('lfo', { outputs: { out: { kind: 'control' } } }),
  definition('voice', { outputs: { out: { kind: 'audio' } } }),
  definition('keys', { outputs: { out: { kind: 'notes' } } }),
  definition('filter', {
    inputs: { in: { kind: 'audio' } },
    params: {
      cutoff: { ...cutoff, curve: 'exponential' },
      soft: { kind: 'toggle', label: 'Soft', default: false },
    },
  }),
  definition('follower', {
    inputs: { in: { kind: 'audio' } },
    outputs: { out: { kind: 'control' } },
  }),
])

function project(): Project {
  const empty = emptyProject('p', 'P')
  const nodes = ['lfo', 'voice', 'keys', 'filter'].map((id, index) => ({
    id,
    type: `${id}/${id}`,
    position: { x: index * 200, y: 0 },
    params: {},
  }))
  return {
    ...empty,
    graph: { ...empty.graph, nodes: Object.fromEntries(nodes.map(node => [node.id, node])) },
  }
}

let count = 0
const ids = { cable: () => `c${(count += 1)}`, node: () => `n${(count += 1)}` }
const from = (node: string) => ({ node, port: 'out' })
const to = (port: string) => ({ node: 'filter', port })

function modulate(before: Project, source: string, param = 'cutoff'): Project {
  const edits = unwrap(modulationEdits(before.graph, catalog, from(source), to(param), 0.25, ids))
  const transaction = { label: 'Modulate', edits }
  return unwrap(applyTransaction(before, transaction, catalog)).project
}

describe('E-09 what may turn a parameter', () => {
  test('a control signal does by a cable with a depth, once', () => {
    const { graph } = modulate(project(), 'lfo')
    expect(modulationsOf(graph, 'filter', 'cutoff')).toMatchObject([
      { from: { node: 'lfo', port: 'out' }, depth: 0.25 },
    ])
    expect(canModulate(graph, catalog, from('lfo'), to('cutoff')).ok).toBe(false)
    expect(modulationSources(graph, catalog, to('cutoff'))).toEqual([])
  })

  test('sound does by its loudness: an envelope follower is put between', () => {
    const { graph } = modulate(project(), 'voice')
    const [cable] = modulationsOf(graph, 'filter', 'cutoff')
    const between = graph.nodes[cable?.from.node ?? '']
    expect(between?.type).toBe('follower/follower')
    const feeding = Object.values(graph.cables).filter(({ to: end }) => end.node === between?.id)
    expect(feeding).toMatchObject([{ from: { node: 'voice', port: 'out' }, to: { port: 'in' } }])
  })

  test('what has no node to stand between is refused in words, and so is what is no number', () => {
    const { graph } = project()
    const notes = canModulate(graph, catalog, from('keys'), to('cutoff'))
    expect(notes).toMatchObject({ ok: false, error: { code: 'cable-refused' } })
    const toggle = canModulate(graph, catalog, from('lfo'), to('soft'))
    expect(toggle).toMatchObject({ ok: false, error: { code: 'cable-refused' } })
  })

  test('the sources of a parameter are all control outputs that do not turn it yet', () => {
    const { graph } = modulate(project(), 'voice')
    expect(modulationSources(graph, catalog, to('cutoff'))).toEqual([from('lfo')])
  })
})
