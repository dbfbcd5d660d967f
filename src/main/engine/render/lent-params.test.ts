import { describe, expect, test, vi } from 'vitest'
import type { EngineGraph, EngineNode, EngineParam } from '../graph'
import {
  ampNode,
  graphOf,
  InProcess,
  kernelNode,
  type InProcessOptions,
} from '../testing/in-process'
import { ParamSlot } from './param-slot'

const range = { min: -1, max: 1, curve: 'linear' } as const
const points = Array.from({ length: 40 }, (_, index) => ({
  time: index / 50,
  value: Math.sin(index),
  curve: (['linear', 'hold', 'exponential'] as const)[index % 3] ?? 'linear',
}))

/** Its parameter as one signal, or as the sum of two; the sum is another unit, while the parameter goes on. */
function knob(param: Partial<EngineParam>, { copies = 1, bypassed = false } = {}): EngineNode {
  const names = Array.from({ length: copies }, (_, index) => `k${index}`)
  const kernel = { kernel: 'constant', params: { value: { param: 'value' } } }
  return {
    ...kernelNode('knob', 'constant'),
    bypassed,
    params: { value: { value: 0.5, glides: true, range, ...param } },
    dsp: {
      form: 'kernels',
      kernels: Object.fromEntries(names.map(name => [name, kernel])),
      cables: names.map(name => `${name}.out -> out`),
    },
  }
}

const still: EngineNode = {
  ...kernelNode('still', 'constant', { value: 0.25 }),
  outputs: { out: { kind: 'control' } },
}

function heard(node: EngineNode, depth?: number): EngineGraph {
  const graph = graphOf(
    [node, still, kernelNode('noise', 'noise')],
    ['knob>output', 'noise>output'],
  )
  if (depth === undefined) return graph
  const ends = { from: { node: 'still', port: 'out' }, to: { node: 'knob', port: 'value' } }
  return { ...graph, cables: { ...graph.cables, mod: { id: 'mod', ...ends, depth } } }
}

/** Each begins while the one before may still be on its way. */
const scenes: readonly EngineGraph[] = [
  heard(knob({ points })),
  heard(knob({ value: -0.75 })),
  heard(knob({ value: 0.125 })),
  heard(knob({ points }, { copies: 2 })),
  heard(knob({ value: 0.125 }, { copies: 2 })),
  heard(knob({ points })),
  heard(knob({ points }), 0.5),
  heard(knob({ value: 0.3 }), 0.5),
  heard(knob({ value: 0.4 })),
  heard(knob({ value: 0.4 }, { bypassed: true })),
  heard(knob({ value: 0.4 })),
  heard(knob({ value: 0.4 }, { bypassed: true })),
  heard(knob({ value: 0.6 })),
  heard(knob({ points })),
  heard(knob({ points }, { bypassed: true })),
  heard(knob({ points })),
]

function play(sizes: readonly number[], options?: InProcessOptions): number[] {
  using run = new InProcess(heard(knob({ points })), options)
  return scenes.flatMap(scene => {
    run.load(scene)
    return [...run.render(384, sizes), ...run.render(2048, sizes)]
  })
}

describe('A-02 A-04 a parameter that is heard as a signal', () => {
  test('is worked out where that lies, and sounds as a copy of it does, through edits and whatever the blocks', () => {
    const lend = vi.spyOn(ParamSlot.prototype, 'lend')
    const lent = play([1024])
    expect(lend.mock.results.some(({ value }) => value === true)).toBe(true)
    expect(play([128, 256])).toEqual(lent)
    lend.mockReturnValue(false)
    expect(play([1024])).toEqual(lent)
    expect(play([1024], { tapped: true })).toEqual(lent)
  })

  test('is silent while its node is bypassed, after a rewind too', () => {
    // The amplifier reads the signal, whatever was said of its silence.
    const wires = ['noise>amp', 'knob>amp.gain', 'amp>output']
    const nodes = [kernelNode('noise', 'noise'), ampNode('amp'), knob({}, { bypassed: true })]
    using run = new InProcess(graphOf(nodes, wires))
    for (let times = 0; times < 3; times++) {
      run.renderer.rewind(0)
      expect(run.render(1024, [128]).every(sample => sample === 0)).toBe(true)
    }
  })
})
