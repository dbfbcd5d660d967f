import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { voiceModulation } from '.'

const signal = (value: number) => [new Float32Array(128).fill(value)]

describe('A-01 voice modulation', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(voiceModulation, { channels: 1 })
  })

  test('is the sum of what the voice says, in octaves', () => {
    const inputs = {
      in: signal(0.25),
      frequency: signal(1_046.502),
      velocity: signal(0.75),
      pressure: signal(0.5),
      timbre: signal(0.75),
    }
    const params = { key: 0.5, velocity: 4, pressure: 3, timbre: 2 }
    const [out] = renderOut(voiceModulation, { frames: 128, inputs, params })
    expect(out![77]).toBeCloseTo(0.25 + 0.5 * 2 - 4 * 0.25 + 3 * 0.5 + 2 * 0.5, 5)
  })

  test('what is not wired adds nothing', () => {
    const params = { key: 1, velocity: 4, pressure: 3, timbre: 2 }
    const [out] = renderOut(voiceModulation, { frames: 128, params })
    expect(out!.every(value => value === 0)).toBe(true)
  })
})
