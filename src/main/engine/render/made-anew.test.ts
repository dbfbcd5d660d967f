import { describe, expect, test } from 'vitest'
import type { EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

/** A gain in dB between an oscillator of one channel and one of two. */
function gainNode(value: number): EngineNode {
  return {
    ...kernelNode('gain', 'gain', {}, true),
    params: { level: { value, glides: true } },
    dsp: {
      form: 'kernels',
      kernels: { k: { kernel: 'gain', params: { gain: { param: 'level', as: 'gain' } } } },
      cables: ['in -> k.in', 'k.out -> out'],
    },
  }
}

const peak = (samples: Float32Array) => Math.max(...samples.map(Math.abs))

describe('a node that is made anew because something wider was wired to it', () => {
  test('keeps what its knobs were turned to since it was put there', () => {
    const nodes = (level: number) => [
      kernelNode('mono', 'oscillator'),
      kernelNode('wide', 'noise'),
      gainNode(level),
    ]
    const wires = ['mono>gain', 'gain>output']
    using run = new InProcess(graphOf(nodes(0), wires))
    run.render(1024)
    run.load(graphOf(nodes(-200), wires))
    run.render(4096)
    expect(peak(run.render(1024))).toBe(0)
    run.load(graphOf(nodes(-200), [...wires, 'wide>gain']))
    run.render(4096)
    expect(peak(run.render(1024))).toBe(0)
  })
})
