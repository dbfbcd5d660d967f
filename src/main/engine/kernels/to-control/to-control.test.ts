import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { toControl } from '.'

const FRAMES = 1_280
const channels = [1, 2, 3].map(seed => whiteNoise(FRAMES, seed))

function convert(params: Record<string, number>): Float32Array {
  return renderOut(toControl, { frames: FRAMES, inputs: { in: channels }, params })[0]!
}

describe('A-01 to-control', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(toControl)
  })

  test('is the mean of the channels, or one of them', () => {
    convert({}).forEach((value, frame) => {
      const mean = (channels[0]![frame]! + channels[1]![frame]! + channels[2]![frame]!) / 3
      expect(value).toBeCloseTo(mean, 6)
    })
    expect(convert({ channel: 1 })).toEqual(channels[0])
    expect(convert({ channel: 2 })).toEqual(channels[1])
  })

  test('is scaled, then moved', () => {
    convert({ channel: 1, gain: -2, offset: 0.5 }).forEach((value, frame) => {
      expect(value).toBeCloseTo(0.5 - 2 * channels[0]![frame]!, 6)
    })
  })
})
