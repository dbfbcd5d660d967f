import { describe, expect, test } from 'vitest'
import type { EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

const range = { min: 20, max: 20_480, curve: 'exponential' } as const

/** A signal of one value. */
function steady(value: number): EngineNode {
  return {
    ...kernelNode('steady', 'constant', { value }),
    outputs: { out: { kind: 'control' } },
  }
}

/** A gain whose level is turned in dB, and whose pitch is turned over ten octaves. */
function target(points?: readonly { time: number; value: number; curve: 'linear' }[]): EngineNode {
  return {
    ...kernelNode('target', 'constant'),
    params: {
      pitch: { value: 640, glides: true, range },
      level: { value: -6, glides: true, ...(points && { points }) },
    },
    dsp: {
      form: 'kernels',
      kernels: {
        a: { kernel: 'constant', params: { value: { param: 'pitch' } } },
        b: { kernel: 'constant', params: { value: { param: 'level', as: 'gain' } } },
      },
      cables: ['a.out -> out', 'b.out -> out'],
    },
  }
}

function run(signal: number, depth: number | undefined, points?: Parameters<typeof target>[0]) {
  const graph = graphOf([steady(signal), target(points)], ['target>output'])
  const ends = { from: { node: 'steady', port: 'out' }, to: { node: 'target', port: 'pitch' } }
  const cables = depth === undefined ? {} : { mod: { id: 'mod', ...ends, depth } }
  return new InProcess({ ...graph, cables: { ...graph.cables, ...cables } })
}

describe('E-09 what a parameter that moves stands at', () => {
  test('half a depth of 0.4 over ten octaves turns it up two octaves', () => {
    using playing = run(0.5, 0.4)
    playing.render(4096)
    const { renderer } = playing
    expect(renderer.movedParams).toEqual([{ node: 'target', param: 'pitch' }])
    const levels = renderer.levels()
    expect(levels).toHaveLength(renderer.layout.length + 1)
    expect(levels.at(-1)).toBeCloseTo(640 * 4, 0)
  })

  test('automation is read in the units of the parameter, at the end of the block', () => {
    const points = [
      { time: 0, value: -40, curve: 'linear' },
      { time: 1, value: -20, curve: 'linear' },
    ] as const
    using playing = run(0, undefined, points)
    playing.render(24_064)
    expect(playing.renderer.movedParams).toEqual([{ node: 'target', param: 'level' }])
    expect(playing.renderer.levels().at(-1)).toBeCloseTo(-40 + (20 * 24_063) / 48_000, 2)
  })

  test('what nothing moves has no slot', () => {
    using playing = run(1, undefined)
    playing.render(1024)
    expect(playing.renderer.movedParams).toEqual([])
  })
})
