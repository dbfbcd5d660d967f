import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { scale } from '.'

const FRAMES = 512

function map(values: Float32Array, params: Record<string, number>): Float32Array {
  return renderOut(scale, { frames: FRAMES, inputs: { in: [values] }, params })[0]!
}

function at(value: number, params: Record<string, number>): number {
  return map(new Float32Array(FRAMES).fill(value), params)[0]!
}

const kelvin = { inLow: 0, inHigh: 100, outLow: 273.15, outHigh: 373.15 }

describe('A-01 scale', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(scale, { channels: 1 })
  })

  test('a range falls on the other in a straight line, past its ends too', () => {
    const input = whiteNoise(FRAMES, 1, 300)
    map(input, kelvin).forEach((value, frame) => {
      expect(value).toBeCloseTo(input[frame]! + 273.15, 3)
    })
  })

  test('clamped, the ends are not passed', () => {
    expect(at(150, { ...kelvin, clamp: 1 })).toBeCloseTo(373.15, 4)
    expect(at(-1, { ...kelvin, clamp: 1 })).toBeCloseTo(273.15, 4)
  })

  test('inverted, the low end falls on the high one', () => {
    expect(at(0, { ...kelvin, invert: 1 })).toBeCloseTo(373.15, 4)
    expect(at(25, { ...kelvin, invert: 1 })).toBeCloseTo(348.15, 3)
  })

  test.each([-0.9, -0.5, 0.25, 0.8])('curve %d is Schlick’s bias: half way lies at a', curve => {
    const unit = { inLow: 0, inHigh: 1, outLow: 0, outHigh: 1, curve }
    const a = (1 - curve) / 2
    expect(at(0.5, unit)).toBeCloseTo(a, 6)
    for (const t of [0, 0.1, 0.3, 0.9, 1]) {
      expect(at(t, unit)).toBeCloseTo(t / ((1 / a - 2) * (1 - t) + 1), 6)
    }
    expect(at(1.5, unit)).toBeCloseTo(1.5, 6)
    expect(at(-1, unit)).toBeCloseTo(-1, 6)
  })

  test('a range without width gives the low end, and nothing is infinite', () => {
    expect(at(3, { inLow: 1, inHigh: 1, outLow: 5, outHigh: 6 })).toBe(5)
    for (const value of [1e30, -1e30, 1e-40]) {
      const out = at(value, { inLow: 0, inHigh: 1e-6, outLow: -1e6, outHigh: 1e6 })
      expect(Number.isFinite(out)).toBe(true)
    }
  })
})
