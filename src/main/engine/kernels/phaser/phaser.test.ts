import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { effectiveValue, sine, whiteNoise } from '../testing/signals'
import { phaser } from '.'

const FRAMES = 24_064
const RATE = 48_000

/** Gain of the stages and the dry sound, half of each, for a phase that stands still. */
function gainAt(frequency: number, centre: number, stages: number, feedback: number): number {
  const tangent = (hertz: number) => Math.tan((Math.PI * hertz) / RATE)
  const turn = -2 * stages * Math.atan(tangent(frequency) / tangent(centre))
  const z = (-2 * Math.PI * frequency) / RATE
  // wet = A / (1 − feedback · z⁻¹ · A)
  const [re, im] = [1 - feedback * Math.cos(turn + z), -feedback * Math.sin(turn + z)]
  const size = re * re + im * im
  const wetRe = (Math.cos(turn) * re + Math.sin(turn) * im) / size
  const wetIm = (Math.sin(turn) * re - Math.cos(turn) * im) / size
  return Math.hypot(0.5 + 0.5 * wetRe, 0.5 * wetIm)
}

describe('A-01 phaser', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(phaser)
    expectSameForAnyPartition(phaser, { channels: 1 })
  })

  test.each([
    [2, 0],
    [4, 0.5],
    [6, -0.5],
    [12, 0.3],
  ])('%d stages with a feedback of %d have the gain of the closed form', (stages, feedback) => {
    for (const frequency of [100, 400, 1_000, 2_500, 9_000]) {
      const params = { depth: 0, centre: 1_000, feedback, stages: stages / 2 - 1, mix: 0.5 }
      const inputs = { in: [sine(FRAMES, frequency, RATE)] }
      const [heard] = renderOut(phaser, { frames: FRAMES, inputs, params })
      const found = effectiveValue(heard!.subarray(14_464)) * Math.SQRT2
      expect(Math.abs(found - gainAt(frequency, 1_000, stages, feedback))).toBeLessThan(2e-3)
    }
  })

  test('the sweep moves the notch by the depth in octaves, a quarter turn apart on the sides', () => {
    // Two stages cancel the dry sound where each turns by 90°: at the centre times 2^(depth · sine).
    const params = { rate: 1, depth: 1, centre: 1_000, feedback: 0, stages: 0, mix: 0.5 }
    const inputs = { in: [sine(48_000, 2_000, RATE)] }
    const [left, right] = renderOut(phaser, { frames: 48_000, inputs, params })
    const near = (samples: Float32Array, at: number) =>
      effectiveValue(samples.subarray(at - 240, at + 240))
    expect(near(left!, 12_000)).toBeLessThan(0.02)
    expect(near(left!, 36_000)).toBeGreaterThan(0.3)
    expect(near(right!, 480)).toBeLessThan(0.05)
    expect(near(right!, 24_000)).toBeGreaterThan(0.3)
  })

  test('with no wet sound it is a wire', () => {
    const input = whiteNoise(2_560, 3)
    const options = { frames: 2_560, inputs: { in: [input] }, params: { mix: 0 } }
    expect(renderOut(phaser, options)[0]).toEqual(input)
  })
})
