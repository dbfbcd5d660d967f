import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { smooth } from '.'

describe('A-01 smooth', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(smooth, { channels: 1 })
  })

  test.each([44_100, 96_000])('a step reaches 1 − 1/e after `time` at %i Hz', sampleRate => {
    const frames = 12_800
    const step = Float32Array.from({ length: frames }, (_, frame) => (frame === 0 ? 0 : 1))
    const params = { time: 0.05 }
    const [out] = renderOut(smooth, { frames, sampleRate, inputs: { in: [step] }, params })
    for (const part of [0.5, 1, 2]) {
      const frame = Math.round(part * 0.05 * sampleRate)
      expect(out![frame]).toBeCloseTo(1 - Math.exp(-frame / (0.05 * sampleRate)), 5)
    }
  })

  test('a time of 0 changes nothing', () => {
    const input = Float32Array.from({ length: 256 }, (_, frame) => Math.sin(frame))
    const params = { time: 0 }
    expect(renderOut(smooth, { frames: 256, inputs: { in: [input] }, params })).toEqual([input])
  })
})
