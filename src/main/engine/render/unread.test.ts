import { expect, test } from 'vitest'
import type { EngineGraph, EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

/** A clock whose pulses begin in the middle of steps, with both of its outputs. */
function clock(): EngineNode {
  const control = { kind: 'control' } as const
  return {
    ...kernelNode('clock', 'clock'),
    outputs: { out: control, phase: control },
    dsp: {
      form: 'kernels',
      kernels: { k: { kernel: 'clock', params: { rate: 97, width: 0.3, swing: 0.6, shift: 0.1 } } },
      cables: ['k.out -> out', 'k.phase -> phase'],
    },
  }
}

/** Its pulses, and its phase through a gain. */
function graph(phase?: number): EngineGraph {
  const gains = phase === undefined ? [] : [kernelNode('level', 'gain', { gain: phase }, true)]
  const { cables, ...rest } = graphOf(
    [clock(), ...gains],
    ['clock>output', ...gains.map(() => 'level>output')],
  )
  const from = { node: 'clock', port: 'phase' }
  return {
    ...rest,
    cables:
      phase === undefined
        ? cables
        : { ...cables, phase: { id: 'phase', from, to: { node: 'level', port: 'in' } } },
  }
}

test('what nobody reads is left out, and what is read stays the same', () => {
  using alone = new InProcess(graph())
  using both = new InProcess(graph(0))
  const pulses = alone.render(16_384)
  expect(new Set(pulses)).toEqual(new Set([0, 1]))
  expect(pulses).toEqual(both.render(16_384))
})

test('what is read from now on is there, as if it had been read all the time', () => {
  using late = new InProcess(graph())
  using always = new InProcess(graph(1))
  late.render(4096)
  always.render(4096)
  late.load(graph(1))
  // Until what came has faded in.
  late.render(8192)
  always.render(8192)
  expect(late.render(4096)).toEqual(always.render(4096))
})
