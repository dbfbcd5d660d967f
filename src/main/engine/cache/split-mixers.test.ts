import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyProject, type Node, type Project } from '#shared/graph'
import { builtInPlugins, loadPlugins } from '../../plugins'
import { difference } from '../../plugins/testing/bits'
import { buildEngineGraph, type EngineGraph } from '../graph'
import { InProcess } from '../testing/in-process'
import { graphGroups } from './graph-groups'
import { joinMixers, splitMixers } from './split-mixers'

const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
const FRAMES = 512
const position = { x: 0, y: 0 }

interface Channel {
  readonly wires: number
  readonly pitched: boolean
  readonly level: number
  readonly pan: number
}

/** Noise (mono) and panned noise (stereo) into the channels of a mixer, that goes into a second one. */
function mixed(channels: readonly Channel[], master = -3): Project {
  const project = emptyProject('p', 'Mix')
  const { nodes, cables } = project.graph
  const add = (id: string, name: string, params: Node['params'] = {}) => {
    nodes[id] = { id, type: `${name}/${name}`, position, params }
  }
  const wire = (from: string, to: string, port = 'in') => {
    const id = `${from}-${to}-${port}`
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port } }
  }
  const levels = channels.flatMap(({ level, pan }, index) => [
    [`level${index + 1}`, level] as const,
    [`pan${index + 1}`, pan] as const,
  ])
  add('mixer', 'mixer', { ...Object.fromEntries(levels), master })
  add('sum', 'mixer')
  channels.forEach(({ wires, pitched }, index) => {
    for (let count = 0; count < wires; count++) {
      const id = `noise${index}-${count}`
      add(id, 'noise', { level: -12 })
      if (pitched) {
        add(`pan${id}`, 'pan', { pan: 0.3 })
        wire(id, `pan${id}`)
      }
      wire(pitched ? `pan${id}` : id, 'mixer', `in${index + 1}`)
    }
  })
  wire('mixer', 'sum', 'in3')
  wire('sum', 'output')
  return project
}

const graphOf = (project: Project) =>
  buildEngineGraph(project, { catalog, code, sounds: new Map() })
const splitOf = (graph: EngineGraph) => splitMixers(graph, graphGroups(graph))

function sound(graph: EngineGraph): Float32Array {
  using run = new InProcess(graph)
  return run.render(FRAMES)
}

const channel = fc.record({
  wires: fc.constantFrom(0, 1, 1, 2),
  pitched: fc.boolean(),
  level: fc.constantFrom(-72, -9.5, 0, 3),
  pan: fc.constantFrom(-1, -0.3, 0, 0.7),
})
const all = fc.array(channel, { minLength: 8, maxLength: 8 })
const eight = Array.from({ length: 8 }, () => ({ wires: 1, pitched: true, level: -6, pan: 0.5 }))

describe('A-07 sums of a part of a mixer’s channels', () => {
  test('give what the mixer gives to the bit, all of them or some', () => {
    let sums = 0
    fc.assert(
      fc.property(all, fc.integer(), (channels, chosen) => {
        const graph = graphOf(mixed(channels))
        const split = splitOf(graph)
        const whole = sound(graph)
        const kept = new Set([...split.sums].filter((_, index) => (chosen >> index) & 1))
        sums += split.sums.size
        expect(difference(whole, sound(split.graph))).toBeUndefined()
        expect(difference(whole, sound(joinMixers(split.graph, split.sums, kept)))).toBeUndefined()
        const joined = joinMixers(split.graph, split.sums, new Set())
        expect(joined.cables).toEqual(graph.cables)
        expect(Object.keys(joined.nodes)).toEqual(Object.keys(graph.nodes))
      }),
      { numRuns: 12 },
    )
    expect(sums).toBeGreaterThan(12)
  })

  test('are of two and of four channels, and there is none of one', () => {
    const of = (wires: readonly number[]) =>
      [
        ...splitOf(graphOf(mixed(eight.map((it, index) => ({ ...it, wires: wires[index] ?? 0 })))))
          .sums,
      ]
        .map(id => id.replace('sum/mixer/', ''))
        .toSorted()
    expect(of([1, 1, 1, 1, 1, 1, 1, 1])).toEqual(['1-2', '1-4', '3-4', '5-6', '5-8', '7-8'])
    expect(of([1, 1, 1, 0, 0, 0, 1, 1])).toEqual(['1-2', '1-4', '7-8'])
    expect(of([1, 0, 1, 0, 1, 0, 0, 0])).toEqual(['1-4'])
    expect(of([1, 1, 0, 0, 0, 0, 0, 0])).toEqual([])
  })

  test('do not change with the level of a channel of another sum', () => {
    const nodesOf = (level: number) =>
      splitOf(graphOf(mixed(eight.map((it, index) => (index === 0 ? { ...it, level } : it))))).graph
        .nodes
    const [one, two] = [nodesOf(-6), nodesOf(-5)]
    const changed = Object.keys(one).filter(
      id => JSON.stringify(one[id]) !== JSON.stringify(two[id]),
    )
    expect(changed).toEqual(['sum/mixer/1-2'])
  })

  test('are left alone where levels move, and in loops', () => {
    const moving = mixed(eight)
    const { mixer } = moving.graph.nodes
    const points = [
      { time: 0, value: -60, curve: 'linear' },
      { time: 1, value: 0, curve: 'hold' },
    ] as const
    if (mixer) mixer.automation = { level2: [...points] }
    const looping = mixed(eight)
    looping.graph.cables['back'] = {
      id: 'back',
      from: { node: 'mixer', port: 'out' },
      to: { node: 'pannoise0-0', port: 'in' },
    }
    const modulated = mixed(eight)
    modulated.graph.nodes['lfo'] = { id: 'lfo', type: 'lfo/lfo', position, params: {} }
    modulated.graph.cables['turn'] = {
      id: 'turn',
      from: { node: 'lfo', port: 'out' },
      to: { node: 'mixer', port: 'level3' },
      depth: 0.5,
    }
    for (const graph of [moving, looping, modulated].map(graphOf)) {
      expect(splitOf(graph).graph).toEqual(graph)
    }
  })
})
