import { describe, expect, test } from 'vitest'
import { emptyProject, type NodeDefinition, type ParamValue, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'

const { catalog, code, plugins } = loadPlugins({ builtIn: builtInPlugins() })
const definitions = [...catalog.values()].filter(definition => definition.kind !== 'output')
const effects = definitions.filter(
  ({ inputs, outputs }) =>
    outputs['out']?.kind === 'audio' &&
    (inputs['in']?.kind === 'audio' || inputs['in1']?.kind === 'audio'),
)
const name = ({ type }: NodeDefinition) => type

/** The node under test between a source on its first input and the output. */
function project(
  definition: NodeDefinition,
  params: Record<string, ParamValue>,
  source?: string,
): Project {
  const document = emptyProject('p', 'Conformance')
  const { nodes, cables } = document.graph
  nodes['node'] = { id: 'node', type: definition.type, position: { x: 0, y: 0 }, params }
  // What makes a control signal is heard through an amp that it moves.
  const control = definition.outputs['out']?.kind === 'control'
  if (control) {
    nodes['noise'] = { id: 'noise', type: 'noise/noise', position: { x: 0, y: 0 }, params: {} }
    nodes['amp'] = { id: 'amp', type: 'amp/amp', position: { x: 0, y: 0 }, params: {} }
    cables['noise'] = {
      id: 'noise',
      from: { node: 'noise', port: 'out' },
      to: { node: 'amp', port: 'in' },
    }
    cables['heard'] = {
      id: 'heard',
      from: { node: 'amp', port: 'out' },
      to: { node: 'output', port: 'in' },
    }
  }
  const to = control ? { node: 'amp', port: 'gain' } : { node: 'output', port: 'in' }
  cables['out'] = { id: 'out', from: { node: 'node', port: 'out' }, to }
  const [input] = Object.keys(definition.inputs)
  if (source !== undefined && input !== undefined) {
    nodes['source'] = { id: 'source', type: source, position: { x: 0, y: 0 }, params: {} }
    cables['in'] = {
      id: 'in',
      from: { node: 'source', port: 'out' },
      to: { node: 'node', port: input },
    }
  }
  return document
}

function start(document: Project): InProcess {
  return new InProcess(buildEngineGraph(document, { catalog, code, sounds: new Map() }))
}

/** Every parameter at its least, at its most, and every choice. */
function extremes(definition: NodeDefinition): Record<string, ParamValue>[] {
  const sets: Record<string, ParamValue>[] = [{}, {}]
  for (const [id, spec] of Object.entries(definition.params)) {
    if (spec.kind === 'number') {
      for (const [index, value] of [spec.min, spec.max].entries()) {
        Object.assign(sets[index] ?? {}, { [id]: value })
      }
      sets.push({ [id]: spec.min }, { [id]: spec.max })
    }
    if (spec.kind === 'choice') sets.push(...spec.options.map(option => ({ [id]: option.id })))
  }
  return sets
}

/** A project in which every continuous parameter moves. */
function moving(definition: NodeDefinition, document: Project): Project {
  const node = document.graph.nodes['node']
  const lanes = Object.entries(definition.params).flatMap(([id, spec]) =>
    spec.kind === 'number' && spec.step === undefined
      ? [
          [
            id,
            [
              { time: 0.003, value: spec.min, curve: 'linear' as const },
              { time: 0.11, value: spec.max, curve: 'hold' as const },
            ],
          ] as const,
        ]
      : [],
  )
  if (node !== undefined) {
    node.automation = Object.fromEntries(lanes.map(([id, points]) => [id, [...points]]))
  }
  return document
}

describe('A-01 conformance of every built-in node', () => {
  test('all plugins load', () => {
    expect(plugins.filter(plugin => plugin.state === 'failed')).toEqual([])
    expect(definitions.length).toBeGreaterThanOrEqual(10)
  })

  test.each(definitions.map(definition => [name(definition), definition] as const))(
    '%s: block-size independence, with every parameter moving',
    (_name, definition) => {
      const document = moving(definition, project(definition, {}, 'noise/noise'))
      using one = start(document)
      using other = start(document)
      expect(one.render(8192)).toEqual(other.render(8192, [128, 1024, 256, 640]))
      expect(one.troubles).toEqual([])
    },
  )

  test.each(definitions.map(definition => [name(definition), definition] as const))(
    '%s: finite output at the extremes of every parameter',
    (_name, definition) => {
      for (const params of extremes(definition)) {
        using run = start(project(definition, params, 'noise/noise'))
        const samples = run.render(4096)
        expect(samples.every(Number.isFinite), JSON.stringify(params)).toBe(true)
        expect(run.troubles, JSON.stringify(params)).toEqual([])
      }
    },
  )

  test.each(effects.map(definition => [name(definition), definition] as const))(
    '%s: silence in gives silence out, and nothing wired does too',
    (_name, definition) => {
      const document = project(definition, {}, 'player/player')
      using silent = start(document)
      expect(Math.max(...silent.render(8192).map(Math.abs))).toBe(0)
      using unwired = start(project(definition, {}))
      expect(Math.max(...unwired.render(8192).map(Math.abs))).toBe(0)
    },
  )

  test.each(effects.map(definition => [name(definition), definition] as const))(
    '%s: bypassed, it is a wire',
    (_name, definition) => {
      const document = project(definition, {}, 'noise/noise')
      const node = document.graph.nodes['node']
      if (node !== undefined) node.bypassed = true
      using through = start(document)
      const direct = emptyProject('p', 'Direct')
      direct.graph.nodes['source'] = {
        id: 'source',
        type: 'noise/noise',
        position: { x: 0, y: 0 },
        params: {},
      }
      direct.graph.cables['c'] = {
        id: 'c',
        from: { node: 'source', port: 'out' },
        to: { node: 'output', port: 'in' },
      }
      using wire = start(direct)
      expect(through.render(4096)).toEqual(wire.render(4096))
    },
  )

  test.each([44_100, 96_000] as const)('all nodes run at %i Hz', sampleRate => {
    for (const definition of definitions) {
      using run = start({ ...project(definition, {}, 'noise/noise'), sampleRate })
      expect(run.render(4096).every(Number.isFinite), definition.type).toBe(true)
      expect(run.troubles, definition.type).toEqual([])
    }
  })
})
