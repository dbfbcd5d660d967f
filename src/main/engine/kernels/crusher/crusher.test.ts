import { describe, expect, test } from 'vitest'
import { amplitudeDecibels, peakOf, steady, toneAt } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { effectiveValue, sine, whiteNoise } from '../testing/signals'
import { crusher } from '.'

const RATE = 48_000
const FRAMES = 12_800
const every = { rate: 96_000 }

describe('A-01 crusher', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(crusher)
    expectSameForAnyPartition(crusher, { params: { filter: 1, interpolation: 1 }, channels: 1 })
  })

  test.each([1, 3, 8, 16])('%i bits leave whole steps, to the nearest', bits => {
    const input = whiteNoise(FRAMES, 2)
    const params = { ...every, bits }
    const [out] = renderOut(crusher, { frames: FRAMES, inputs: { in: [input] }, params })
    const steps = 2 ** (bits - 1)
    for (const [i, value] of out!.entries()) {
      expect(Number.isInteger(value * steps)).toBe(true)
      expect(Math.abs(value - input[i]!)).toBeLessThanOrEqual(0.5 / steps)
    }
  })

  test('a quarter of the rate holds every value for four frames', () => {
    const input = whiteNoise(FRAMES, 2)
    const params = { bits: 24, rate: RATE / 4 }
    const [out] = renderOut(crusher, { frames: FRAMES, inputs: { in: [input] }, params })
    for (let i = 0; i < FRAMES; i++) {
      expect(Math.abs(out![i]! - input[i - (i % 4)]!)).toBeLessThan(1e-6)
    }
  })

  test('linear interpolation draws lines between the values taken', () => {
    const input = Float32Array.from({ length: FRAMES }, (_, i) => i / FRAMES)
    const params = { bits: 24, rate: RATE / 8, interpolation: 1 }
    const [out] = renderOut(crusher, { frames: FRAMES, inputs: { in: [input] }, params })
    const steps = out!.subarray(16).map((value, i) => value - out![15 + i]!)
    expect(Math.max(...steps) * FRAMES).toBeCloseTo(1, 1)
    expect(Math.min(...steps) * FRAMES).toBeCloseTo(1, 1)
  })

  test('the filter takes away what would fold back', () => {
    const inputs = { in: [sine(FRAMES, 10_500, RATE)] }
    const params = { bits: 24, rate: 6_000 }
    // 10.5 kHz taken 6000 times a second is 1.5 kHz. Four poles at 2.7 kHz leave −56 dB of it.
    const folded = [0, 1].map(filter => {
      const [out] = renderOut(crusher, { frames: FRAMES, inputs, params: { ...params, filter } })
      return amplitudeDecibels(toneAt(out!, 1_500, RATE, 3_200).amplitude)
    })
    expect(folded[0]).toBeGreaterThan(-2)
    expect(folded[1]).toBeLessThan(-45)
  })

  test('dither makes the mean of a level between two steps right', () => {
    const input = steady(FRAMES, 0.3 / 8)
    const params = { ...every, bits: 4, dither: 1 }
    const [out] = renderOut(crusher, { frames: FRAMES, inputs: { in: [input] }, params })
    const mean = out!.reduce((sum, value) => sum + value, 0) / FRAMES
    expect(Math.abs(mean * 8 - 0.3)).toBeLessThan(0.02)
    // Triangular noise of two steps and the rounding: half a step, whatever the level.
    expect(effectiveValue(out!.map(value => value - 0.3 / 8)) * 8).toBeCloseTo(0.5, 1)
    const [plain] = renderOut(crusher, {
      frames: FRAMES,
      inputs: { in: [input] },
      params: { ...every, bits: 4 },
    })
    expect(peakOf(plain!)).toBe(0)
  })
})
