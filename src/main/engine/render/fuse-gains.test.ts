import { describe, expect, test, vi } from 'vitest'
import type { EngineGraph, EngineNode } from '../graph'
import {
  ampNode,
  graphOf,
  InProcess,
  kernelNode,
  type InProcessOptions,
} from '../testing/in-process'
import { BusUses } from './bus-uses'
import { sinkGains } from './fuse-gains'
import { StepMaker, type Step } from './steps'

/** How many gains became a part of each sum that was made. */
function spyOnSums(): () => number[] {
  const made = vi.spyOn(StepMaker.prototype, 'mixGains')
  return () => made.mock.calls.map(([, gains]) => gains.filter(gain => gain !== undefined).length)
}

/** Faders and amplifiers of two sources, and one of the sources itself, that one output hears. */
function desk(extra: readonly string[] = []): EngineGraph {
  const faders = [0.5, -0.25, 0.125].map((gain, index) =>
    kernelNode(`f${index}`, 'gain', { gain }, true),
  )
  const amps = ['a0', 'a1', 'a2', 'a3'].map(ampNode)
  const sources = [kernelNode('low', 'noise'), kernelNode('high', 'oscillator')]
  const sway: EngineNode = {
    ...kernelNode('sway', 'lfo', { rate: 30 }),
    outputs: { out: { kind: 'control' } },
  }
  const wires = [
    ...['low>f0', 'high>f1', 'f2>output', 'low>f2', 'f0>output', 'low>output', 'f1>output'],
    ...amps.flatMap(({ id }, index) => [
      `${index % 2 === 0 ? 'low' : 'high'}>${id}`,
      `sway>${id}.gain`,
      `${id}>output`,
    ]),
  ]
  return graphOf([...sources, sway, ...faders, ...amps], [...wires, ...extra])
}

function renderOf(graph: EngineGraph, options: InProcessOptions = {}, sizes?: readonly number[]) {
  using run = new InProcess(graph, options)
  return run.render(8192 * 6, sizes)
}

describe('A-02 gains that one sum alone hears', () => {
  test('are a part of it, and it sounds the same to the bit', () => {
    const gainsIn = spyOnSums()
    const apart = renderOf(desk(), { tapped: true })
    expect(gainsIn()).toEqual([])
    expect(apart.some(sample => sample !== 0)).toBe(true)
    expect(renderOf(desk())).toEqual(apart)
    expect(gainsIn()).toEqual([7])
    expect(renderOf(desk(), {}, [128, 896, 640])).toEqual(apart)
    expect(renderOf(desk(), { helpers: 1, block: 8192 }, [8192])).toEqual(apart)
    expect(Math.max(...gainsIn())).toBe(7)
  })

  test('are themselves again where somebody else hears them too', () => {
    const graph = desk(['f0>extra', 'extra>output'])
    const more = {
      ...graph,
      nodes: { ...graph.nodes, extra: kernelNode('extra', 'saturator', {}, true) },
    }
    const gainsIn = spyOnSums()
    expect(renderOf(more)).toEqual(renderOf(more, { tapped: true }))
    expect(gainsIn()).toEqual([6])
  })

  test('are heard as before while an edit fades, and after it', () => {
    using plain = new InProcess(desk(), { tapped: true })
    using one = new InProcess(desk())
    for (const run of [plain, one]) run.render(4096)
    const [without, again] = [graphWithout('f2'), desk()]
    for (const graph of [without, again]) {
      for (const run of [plain, one]) run.load(graph)
      expect(one.render(16_384, [128])).toEqual(plain.render(16_384, [1024]))
    }
  })
})

describe('A-02 gains that a sum of another group hears', () => {
  const uses = new BusUses()
  const step = { run: 0, operands: 0, main: false, reads: [], writes: [] }
  const bus = (at: number) => ({ at, channels: 2 })
  /** From one bus to another, which so many steps read. */
  const gain = (from: number, to: number, readers = 1): Step => {
    uses.mayMove(bus(to))
    for (let reader = 0; reader < readers; reader++) uses.read(bus(to))
    const through = { kernel: 'gain', self: to, from: uses.name(bus(from)), to: uses.name(bus(to)) }
    return { ...step, through }
  }
  const sum: Step = { ...step, sums: [16, 32, 48, 64].map(at => uses.name(bus(at))) }
  const group = (...steps: Step[]) => ({ steps, loops: false, waits: [] })

  test('go to its group, but for those with steps beside them, in a loop, or heard elsewhere too', () => {
    const [lone, moved, looping, shared] = [gain(0, 16), gain(0, 32), gain(0, 48), gain(0, 64, 2)]
    const groups = [
      group(lone),
      group(step, moved),
      { ...group(looping), loops: true },
      group(shared),
      group(step, sum),
    ]
    expect(sinkGains(groups)).toEqual([group(), ...groups.slice(1, 4), group(lone, step, sum)])
  })
})

function graphWithout(id: string): EngineGraph {
  const { nodes, cables, ...rest } = desk()
  const left = Object.entries(cables).filter(
    ([, { from, to }]) => from.node !== id && to.node !== id,
  )
  const { [id]: _gone, ...others } = nodes
  return { ...rest, nodes: others, cables: Object.fromEntries(left) }
}
