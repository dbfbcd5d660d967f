import { describe, expect, test } from 'vitest'
import type { EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

/** What gives the value of its knob, frame by frame. */
function knob(value: number): EngineNode {
  return {
    ...kernelNode('knob', 'constant'),
    params: { value: { value, glides: true } },
    dsp: {
      form: 'kernels',
      kernels: { k: { kernel: 'constant', params: { value: { param: 'value' } } } },
      cables: ['k.out -> out'],
    },
  }
}

function turned(values: readonly number[], sizes: readonly number[]): number[] {
  using run = new InProcess(graphOf([knob(797.4)], ['knob>output']))
  return values.flatMap(value => {
    run.load(graphOf([knob(value)], ['knob>output']))
    return [...run.render(384, sizes), ...run.render(1024, sizes)]
  })
}

describe('A-02 a knob that is turned, and turned again before it has arrived', () => {
  test('goes the same way to the bit, whatever the blocks', () => {
    const values = [0, 333.3, -281.6651813685894, 0, 0.1, 0]
    expect(turned(values, [128])).toEqual(turned(values, [1024]))
  })
})
