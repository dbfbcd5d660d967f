import { afterAll, describe, expect, test } from 'vitest'
import { emptyProject, type NodeDefinition, type ParamValue, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { difference, peakOf } from './testing/bits'
import { TestSounds } from './testing/test-sounds'
import {
  catalog,
  code,
  definitions,
  effects,
  found,
  named,
  plugins,
  projectOf,
  put,
  UnderTest,
  wire,
  withSounds,
} from './testing/under-test'

const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())

function start(document: Project): InProcess {
  return new InProcess(buildEngineGraph(document, { catalog, code, found, sounds: shelf.sounds }))
}

/** Every parameter at its least, at its most, and every choice. Of those that repeat (`level1`, `level2` …) the first. */
function extremes(definition: NodeDefinition): Record<string, ParamValue>[] {
  const sets: Record<string, ParamValue>[] = [{}, {}]
  for (const [id, spec] of Object.entries(definition.params)) {
    const repeats = /[^1]$/.test(id) && /\d+$/.test(id)
    if (spec.kind === 'number') {
      for (const [index, value] of [spec.min, spec.max].entries()) {
        Object.assign(sets[index] ?? {}, { [id]: value })
      }
      if (!repeats) sets.push({ [id]: spec.min }, { [id]: spec.max })
    }
    if (spec.kind === 'choice' && !repeats) {
      sets.push(...spec.options.map(option => ({ [id]: option.id })))
    }
  }
  return sets
}

/** A project in which every continuous parameter moves. */
function moving(definition: NodeDefinition): Project {
  const document = projectOf(definition, { params: withSounds(definition, 'b') })
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

  test.each(named(definitions))(
    '%s: block-size independence, with every parameter moving',
    (_type, definition) => {
      const document = moving(definition)
      using one = start(document)
      using other = start(document)
      const whole = one.render(8192)
      expect(difference(whole, other.render(8192, [128, 1024, 256, 640]))).toBeUndefined()
      expect(one.troubles).toEqual([])
    },
  )

  test.each(named(definitions))(
    '%s: finite output at the extremes of every parameter',
    (_type, definition) => {
      for (const params of extremes(definition)) {
        const files = withSounds(definition, 'b')
        using node = new UnderTest(
          projectOf(definition, { params: { ...files, ...params } }),
          shelf.sounds,
        )
        expect(() => node.render(2048), JSON.stringify(params)).not.toThrow()
        expect(node.run.troubles, JSON.stringify(params)).toEqual([])
      }
    },
  )

  test.each(named(effects))(
    '%s: silence in gives silence out, and nothing wired does too',
    (_type, definition) => {
      using silent = start(projectOf(definition, { sources: { audio: 'player/player' } }))
      expect(peakOf(silent.render(8192))).toBe(0)
      using unwired = start(projectOf(definition, { sources: { audio: '', control: '' } }))
      expect(peakOf(unwired.render(8192))).toBe(0)
    },
  )

  test.each(named(effects))('%s: bypassed, it is a wire', (_type, definition) => {
    const document = projectOf(definition)
    const node = document.graph.nodes['node']
    if (node !== undefined) node.bypassed = true
    using through = start(document)
    const direct = emptyProject('p', 'Direct')
    put(direct, 'source-audio', 'noise/noise')
    wire(direct, { node: 'source-audio', port: 'out' }, { node: 'output', port: 'in' })
    using straight = start(direct)
    expect(difference(through.render(4096), straight.render(4096))).toBeUndefined()
  })
})
