import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, effectiveValue, sine, whiteNoise } from '../testing/signals'
import { width } from '.'

const FRAMES = 48_000
const left = whiteNoise(FRAMES, 1)
const right = whiteNoise(FRAMES, 2)

function widen(channels: readonly Float32Array[], params: Record<string, number>) {
  const [one, other] = renderOut(width, { frames: FRAMES, inputs: { in: channels }, params })
  return [one!, other!] as const
}

describe('A-01 width', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(width)
    expectSameForAnyPartition(width, { params: { bass: 0 } })
  })

  test('at 1 the sound stays as it is, at 0 it is mono, at 2 the sides are twice apart', () => {
    const [same] = widen([left, right], { width: 1 })
    expect(differenceLevel(same, left)).toBeLessThan(-140)
    const [one, other] = widen([left, right], { width: 0 })
    expect(one).toEqual(other)
    const [wide, wider] = widen([left, right], { width: 2 })
    wide.forEach((value, frame) => {
      expect(value - wider[frame]!).toBeCloseTo(2 * (left[frame]! - right[frame]!), 5)
      expect(value + wider[frame]!).toBeCloseTo(left[frame]! + right[frame]!, 5)
    })
  })

  test('balance turns the other side down', () => {
    const ones = new Float32Array(FRAMES).fill(1)
    const [l, r] = widen([ones, ones], { balance: 0.25 })
    expect([l[9], r[9]]).toEqual([0.75, 1])
    expect(widen([ones, ones], { balance: -1 })[1][9]).toBe(0)
  })

  test.each([30, 60, 120, 480, 5_000])(
    'with bass 120, the side has a Butterworth’s level at %i Hz',
    hertz => {
      const wave = sine(FRAMES, hertz, 48_000)
      const [l, r] = widen([wave, wave.map(value => -value)], { bass: 120 })
      const half = l.subarray(FRAMES / 2)
      expect(
        differenceLevel(
          half,
          r.subarray(FRAMES / 2).map(value => -value),
        ),
      ).toBeLessThan(-140)
      // Bilinear: the formula holds for the warped frequencies.
      const ratio = Math.tan((Math.PI * 120) / 48_000) / Math.tan((Math.PI * hertz) / 48_000)
      const wanted = Math.SQRT1_2 / Math.sqrt(1 + ratio ** 4)
      expect(effectiveValue(half) / wanted).toBeCloseTo(1, 3)
    },
  )

  test('the middle is not touched by the filter, and a mono sound passes', () => {
    const [l, r] = widen([left], { bass: 500, width: 2 })
    expect(l).toEqual(left)
    expect(r).toEqual(left)
  })
})
