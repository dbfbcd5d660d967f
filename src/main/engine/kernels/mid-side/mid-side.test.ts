import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, whiteNoise } from '../testing/signals'
import { midSide } from '.'

const FRAMES = 1_280
const left = whiteNoise(FRAMES, 1)
const right = whiteNoise(FRAMES, 2)

function turn(channels: readonly Float32Array[], direction: number): Float32Array[] {
  const params = { direction }
  return renderOut(midSide, { frames: FRAMES, inputs: { in: channels }, params })
}

describe('A-01 mid-side', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(midSide)
  })

  test('the middle is half the sum, the side half the difference', () => {
    const [middle, side] = turn([left, right], 0)
    middle!.forEach((value, frame) => {
      expect(value).toBeCloseTo((left[frame]! + right[frame]!) / 2, 7)
      expect(side![frame]).toBeCloseTo((left[frame]! - right[frame]!) / 2, 7)
    })
  })

  test('decoding gives back what was encoded, and a mono sound has no side', () => {
    const [one, other] = turn(turn([left, right], 0), 1)
    expect(differenceLevel(one!, left)).toBeLessThan(-140)
    expect(differenceLevel(other!, right)).toBeLessThan(-140)
    expect(turn([left], 0)).toEqual([left, new Float32Array(FRAMES)])
  })
})
