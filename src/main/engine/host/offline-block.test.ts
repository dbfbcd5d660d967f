import { expect, test } from 'vitest'
import { diffGraphs, type EngineDsp } from '../graph'
import { graphOf, kernelNode } from '../testing/in-process'
import { offlineBlockOf } from './offline-block'

function blockOf(count: number, voices = 0): number {
  const dsp: EngineDsp = {
    form: 'kernels',
    kernels: { k: { kernel: 'constant', params: {} } },
    ...(voices > 0 && { voices: { input: 'notes', count: voices, kernels: ['k'], params: {} } }),
    cables: ['k.out -> out'],
  }
  const nodes = Array.from({ length: count }, (_, index) => ({
    ...kernelNode(`n${index}`, 'constant'),
    dsp,
  }))
  return offlineBlockOf(diffGraphs(undefined, graphOf(nodes, [])))
}

test('blocks are long, and shorter where there are many nodes', () => {
  expect([blockOf(3), blockOf(200)]).toEqual([8192, 2048])
})

test('a graph that the memory would not hold in long blocks gets shorter ones', () => {
  expect([blockOf(30, 16), blockOf(100, 16), blockOf(149, 32)]).toEqual([8192, 4096, 1024])
})
