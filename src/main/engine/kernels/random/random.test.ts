import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { divisionIndex, irregularGate, timeline } from '../testing/timeline'
import { random } from '.'

const FRAMES = 96_000

function values(shape: number, more: Record<string, Values> = {}, seed = 1): Float32Array {
  const params = { shape, rate: 100, ...more }
  return renderOut(random, { frames: FRAMES, params, seed })[0]!
}

/** Mean of the squared difference between values `lag` frames apart. */
function wandering(samples: Float32Array, lag: number): number {
  const count = samples.length - lag
  let sum = 0
  for (let i = 0; i < count; i++) sum += (samples[i + lag]! - samples[i]!) ** 2
  return sum / count
}

describe('A-01 random', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(random, {
      params: { depth: 1, offset: 0, ...timeline(5_120, 900) },
      inputs: { reset: [irregularGate(5_120, 3)] },
    })
  })

  test('stepped holds each value for a cycle, evenly spread over ±1', () => {
    const steps = values(0, { rate: 1_000 })
    const distinct = new Set(steps)
    expect(distinct.size).toBe(2_000)
    const mean = [...distinct].reduce((sum, value) => sum + value, 0) / 2_000
    const power = [...distinct].reduce((sum, value) => sum + value * value, 0) / 2_000
    // Four standard errors.
    expect(Math.abs(mean)).toBeLessThan(0.052)
    expect(Math.abs(power - 1 / 3)).toBeLessThan(0.027)
  })

  test('smooth passes the values of stepped, one a cycle', () => {
    const steps = values(0)
    const smooth = values(1)
    for (let frame = 1; frame < FRAMES; frame += 480) {
      expect(smooth[frame]).toBeCloseTo(steps[frame]!, 3)
    }
    const middle = (steps[100]! + steps[580]!) / 2
    expect(smooth[240]).toBeCloseTo(middle, 4)
  })

  test('brownian wanders as far as the square root of the time, and stays within ±1', () => {
    const walks = Array.from({ length: 6 }, (_, seed) => values(2, { rate: 400 }, seed))
    const mean = (lag: number) => walks.reduce((sum, walk) => sum + wandering(walk, lag), 0)
    // A cycle is 120 frames: lags from half a cycle to four cycles.
    const slope = Math.log2(mean(480) / mean(60)) / 3
    expect(slope).toBeGreaterThan(0.7)
    expect(slope).toBeLessThan(1.3)
    expect(walks.every(walk => walk.every(value => Math.abs(value) < 1))).toBe(true)
  })

  test('the seeds decide: same seeds, same values', () => {
    expect(values(1)).toEqual(values(1))
    expect(values(1, { seed: 3 })).not.toEqual(values(1))
    expect(values(1, {}, 2)).not.toEqual(values(1))
  })

  test('synced, the value depends on the position alone', () => {
    const synced = { shape: 2, sync: 1, division: divisionIndex('1/8t') }
    const frames = 24_064
    const [whole] = renderOut(random, {
      frames: 2 * frames,
      params: { ...synced, ...timeline(2 * frames, 77) },
    })
    const [rest] = renderOut(random, {
      frames,
      params: { ...synced, ...timeline(frames, 77, frames) },
    })
    expect(rest).toEqual(whole!.subarray(frames))
  })

  test('a reset gives other values', () => {
    const reset = Float32Array.from({ length: 2_560 }, (_, frame) => (frame >= 1_000 ? 1 : 0))
    const [out] = renderOut(random, {
      frames: 2_560,
      inputs: { reset: [reset] },
      params: { rate: 10 },
    })
    expect(out![1_000]).not.toBe(out![999])
    expect(new Set(out).size).toBe(2)
  })
})
