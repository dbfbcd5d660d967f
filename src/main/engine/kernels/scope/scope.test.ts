import { describe, expect, test } from 'vitest'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { sine, whiteNoise } from '../testing/signals'
import { scope } from '.'

function seen(channels: readonly Float32Array[], params: Record<string, number> = {}) {
  const values = readoutsAfter(scope, {
    frames: channels[0]!.length,
    inputs: { in: channels },
    params,
  })
  return (name: keyof typeof scope.readouts) => values[name] ?? []
}

describe('A-02 scope', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(scope)
  })

  test('a sweep begins where the signal rises through the level', () => {
    const wave = sine(12_800, 333, 48_000)
    const trace = seen([wave], { span: 2, level: 0.5 })('trace')
    // 512 frames: each column is one sample.
    expect(trace[0]).toBeGreaterThanOrEqual(0.5)
    // The first sample above the level: less than a step of the sine at 30° over it.
    expect(trace[0]).toBeLessThan(0.5 + ((2 * Math.PI * 333) / 48_000) * Math.cos(Math.PI / 6))
    expect(trace[2]).toBeGreaterThan(trace[0]!)
    expect(trace.filter((_, i) => i % 2 === 0)).toEqual(trace.filter((_, i) => i % 2 === 1))
    expect(seen([wave], { span: 2, level: 0.5, trigger: 1 })('trace')[2]).toBeLessThan(0.5)
  })

  test('a long sweep shows the lowest and highest sample of each column', () => {
    const noise = whiteNoise(128 * 64, 3)
    const trace = seen([noise], { span: 6, trigger: 2 })('trace')
    for (const column of [0, 1, 100, 511]) {
      const part = noise.subarray(column * 16, column * 16 + 16)
      expect(trace[2 * column]).toBe(Math.min(...part))
      expect(trace[2 * column + 1]).toBe(Math.max(...part))
    }
  })

  test('a short sweep repeats samples, and silence is swept too', () => {
    const noise = whiteNoise(128, 3)
    const trace = seen([noise], { span: 0, trigger: 2 })('trace')
    expect(trace[0]).toBe(noise[0])
    expect(trace[2 * 511]).toBe(noise[127])
    expect(seen([new Float32Array(12_800)], { span: 2, level: 0.5 })('sweeps')[0]).toBe(2)
  })

  test('correlation and balance of left and right', () => {
    const [one, other] = [whiteNoise(48_000, 1), whiteNoise(48_000, 2)]
    const against = one.map(value => -value)
    expect(seen([one, one])('correlation')[0]).toBeCloseTo(1, 6)
    expect(seen([one, against])('correlation')[0]).toBeCloseTo(-1, 6)
    expect(Math.abs(seen([one, other])('correlation')[0]!)).toBeLessThan(0.05)
    expect(seen([one, one.map(value => value / 2)])('balance')[0]).toBeCloseTo(-0.6, 5)
    expect(seen([new Float32Array(1_280)])('correlation')[0]).toBe(0)
  })

  test('the image is (side, mid) of the last 512 frames', () => {
    const [left, right] = [whiteNoise(1_280, 1), whiteNoise(1_280, 2)]
    const image = seen([left, right])('image')
    expect(image[2 * 511]).toBeCloseTo((right[1_279]! - left[1_279]!) / Math.SQRT2, 6)
    expect(image[1]).toBeCloseTo((left[768]! + right[768]!) / Math.SQRT2, 6)
  })
})
