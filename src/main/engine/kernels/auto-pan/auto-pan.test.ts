import { describe, expect, test } from 'vitest'
import { pan } from '../pan'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, whiteNoise } from '../testing/signals'
import { divisionIndex, timeline } from '../testing/timeline'
import { autoPan } from '.'

const FRAMES = 24_064

describe('A-01 auto-pan', () => {
  test('gives the same bits for any partition into calls', () => {
    const params = { ...timeline(5_120, 900), tempo: 900 }
    expectSameForAnyPartition(autoPan, { params })
    expectSameForAnyPartition(autoPan, { params, channels: 1 })
  })

  test('a mono sound keeps its power on its way, and is left and right at the ends', () => {
    const ones = new Float32Array(FRAMES).fill(1)
    const [left, right] = renderOut(autoPan, {
      frames: FRAMES,
      inputs: { in: [ones] },
      params: { rate: 4, depth: 1 },
    })
    left!.forEach((value, frame) => expect(value ** 2 + right![frame]! ** 2).toBeCloseTo(1, 5))
    // A quarter of a cycle is 3,000 frames.
    expect(left![3_000]).toBeCloseTo(0, 5)
    expect(right![9_000]).toBeCloseTo(0, 5)
    expect(left![6_000]).toBeCloseTo(Math.SQRT1_2, 4)
  })

  test.each([1, 2])('is a pan whose position is a sine of the beat (%i channels)', count => {
    const channels = [1, 2].slice(0, count).map(seed => whiteNoise(FRAMES, seed))
    const inputs = { in: channels }
    const synced = { sync: 1, division: divisionIndex('1/4d'), depth: 0.6, centre: 0.2 }
    const moved = renderOut(autoPan, {
      frames: FRAMES,
      inputs,
      params: { ...synced, ...timeline(FRAMES, 150) },
    })
    const position = Float32Array.from({ length: FRAMES }, (_, frame) => {
      const turn = ((frame / 48_000) * (150 / 60)) / 1.5
      return 0.2 + 0.6 * Math.sin(2 * Math.PI * turn)
    })
    const wanted = renderOut(pan, { frames: FRAMES, inputs, params: { pan: position } })
    moved.forEach((samples, channel) => {
      expect(differenceLevel(samples, wanted[channel]!)).toBeLessThan(-110)
    })
  })
})
