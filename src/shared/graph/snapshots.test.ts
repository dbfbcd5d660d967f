import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import type { Edit } from './edits'
import { morphed } from './morph'
import type { NodeCatalog, NodeDefinition } from './node-spec'
import type { NumberParam } from './params'
import { differsFromPreset, parsePreset, presetEdits, presetOf } from './preset'
import { emptyProject, type Node, type Project } from './project'
import { morphEdits, recallEdits, snapshotValues } from './snapshots'

const cutoff: NumberParam = {
  kind: 'number',
  label: 'Cutoff',
  unit: 'Hz',
  min: 20,
  max: 20_000,
  default: 1000,
  curve: 'exponential',
}
const definition: NodeDefinition = {
  type: 'filter/filter',
  plugin: 'filter',
  pluginVersion: '1.0.0',
  category: 'Filters',
  label: 'Filter',
  description: '',
  kind: 'effect',
  tags: [],
  inputs: {},
  outputs: {},
  params: {
    cutoff,
    poles: {
      ...cutoff,
      label: 'Poles',
      unit: '',
      min: 1,
      max: 8,
      default: 2,
      step: 1,
      curve: 'linear',
    },
    mode: {
      kind: 'choice',
      label: 'Mode',
      options: [
        { id: 'low', label: 'Low' },
        { id: 'high', label: 'High' },
      ],
      default: 'low',
    },
    sound: { kind: 'file', label: 'Sound', accept: 'audio', default: '' },
  },
  dsp: { form: 'kernels', kernels: {}, cables: [] },
}
const catalog: NodeCatalog = new Map([[definition.type, definition]])

const node = (params: Node['params']): Node => ({
  id: 'f',
  type: definition.type,
  position: { x: 0, y: 0 },
  params,
})

function project(params: Node['params']): Project {
  const empty = emptyProject('p', 'P')
  return { ...empty, graph: { ...empty.graph, nodes: { f: node(params) }, cables: {} } }
}

/** How the node stands after edits: every parameter. */
function after(before: Project, edits: Edit[]): Node['params'] {
  const applied = applyTransaction(before, { edits }, catalog)
  const { params } = unwrap(applied).project.graph.nodes['f'] ?? node({})
  const all: Node['params'] = {}
  for (const [id, spec] of Object.entries(definition.params)) all[id] = params[id] ?? spec.default
  return all
}

describe('E-12 between two values', () => {
  test('half way from 100 Hz to 6.4 kHz are 800 Hz, since frequencies move by equal ratios', () => {
    expect(morphed(cutoff, 100, 6400, 0.5)).toBeCloseTo(800, 6)
    expect(morphed(cutoff, 100, 6400, 0)).toBe(100)
    expect(morphed(cutoff, 100, 6400, 1)).toBe(6400)
  })

  test('a count stays on its steps, a choice switches in the middle', () => {
    const poles = definition.params['poles'] ?? cutoff
    const mode = definition.params['mode'] ?? cutoff
    expect(morphed(poles, 2, 6, 0.4)).toBe(4)
    expect(morphed(mode, 'low', 'high', 0.49)).toBe('low')
    expect(morphed(mode, 'low', 'high', 0.5)).toBe('high')
  })
})

describe('E-12 snapshots', () => {
  test('bring back what was kept, but no sound and no node that is gone', () => {
    const kept = snapshotValues(project({ cutoff: 200, sound: 'a' }).graph, catalog)
    expect(kept).toEqual({ f: { cutoff: 200, poles: 2, mode: 'low' } })
    const now = project({ cutoff: 5000, mode: 'high', sound: 'b' })
    const edits = recallEdits(now.graph, catalog, { ...kept, gone: { cutoff: 1 } })
    expect(after(now, edits)).toMatchObject({ cutoff: 200, mode: 'low', sound: 'b' })
    expect(recallEdits(project({ cutoff: 200 }).graph, catalog, kept)).toEqual([])
  })

  test('a morph goes from one to the other, wherever the knobs stand before', () => {
    const from = { f: { cutoff: 100, mode: 'low' } }
    const to = { f: { cutoff: 6400, mode: 'high' } }
    const now = project({ cutoff: 20_000, poles: 7 })
    const at = (amount: number) => after(now, morphEdits(now.graph, catalog, from, to, amount))
    expect(at(0)).toMatchObject({ cutoff: 100, poles: 7 })
    expect(at(0.5)['cutoff']).toBeCloseTo(800, 6)
    expect(at(1)).toMatchObject({ cutoff: 6400, mode: 'high', poles: 7 })
  })
})

describe('E-12 presets', () => {
  test('a preset of a node, put onto a new one, makes it stand the same; what it leaves out is as new', () => {
    const preset = presetOf(definition, node({ cutoff: 200, sound: 'a', poles: 2 }), 'Mine')
    expect(preset.params).toEqual({ cutoff: 200 })
    const text = JSON.stringify(preset)
    const edits = presetEdits(
      definition,
      node({ mode: 'high', sound: 'b' }),
      unwrap(parsePreset(text)),
    )
    expect(after(project({ mode: 'high', sound: 'b' }), edits)).toMatchObject({
      cutoff: 200,
      mode: 'low',
      sound: 'b',
    })
    expect(edits.at(-1)).toEqual({ kind: 'set-nodes', nodes: { f: { preset: { name: 'Mine' } } } })
  })

  test('values that the node of today does not take are bounded, put on steps, or as new', () => {
    const params = { cutoff: 1e9, poles: 3.4, mode: 'band', sound: 'x', gone: 1 }
    const edits = presetEdits(definition, node({ mode: 'high' }), { name: 'Old', params })
    expect(after(project({ mode: 'high' }), edits)).toEqual({
      cutoff: 20_000,
      poles: 3,
      mode: 'low',
      sound: '',
    })
  })

  test('a node differs from its preset as soon as one knob is turned', () => {
    expect(differsFromPreset(definition, node({ cutoff: 200 }), { cutoff: 200 })).toBe(false)
    expect(differsFromPreset(definition, node({ cutoff: 201 }), { cutoff: 200 })).toBe(true)
    expect(differsFromPreset(definition, node({ cutoff: 200, poles: 3 }), { cutoff: 200 })).toBe(
      true,
    )
  })
})
