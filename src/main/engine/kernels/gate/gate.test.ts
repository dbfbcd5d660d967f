import { describe, expect, test } from 'vitest'
import { steady } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, render, type Values } from '../testing/render'
import { sine } from '../testing/signals'
import { gate } from '.'

const RATE = 48_000
const FRAMES = 128 * 200

/** The gate over a level that is one number a stretch of frames. */
function over(stretches: readonly (readonly [number, number])[], params: Record<string, Values>) {
  const input = new Float32Array(FRAMES)
  let from = 0
  for (const [frames, decibels] of stretches) {
    input.fill(10 ** (decibels / 20), from, from + frames)
    from += frames
  }
  return render(gate, { frames: FRAMES, inputs: { in: [input] }, params })
}

describe('A-01 gate', () => {
  test('gives the same bits for any partition into calls', () => {
    const params = { threshold: -12, hold: 0.001, attack: 0.001, release: 0.004 }
    expectSameForAnyPartition(gate, { params })
    expectSameForAnyPartition(gate, { params: { ...params, lookahead: 0.004 }, channels: 1 })
  })

  test('opens at the threshold and closes below the hysteresis, after the hold', () => {
    const params = { threshold: -20, hysteresis: 6, hold: 0.02, attack: 0 }
    const { open } = over(
      [
        [2_000, -20.1],
        [3_000, -19.9],
        [4_000, -25],
        [10_000, -60],
      ],
      params,
    )
    expect(open![0]!.indexOf(1)).toBe(2_000)
    // The level falls from −25 to −26 dB in 0.01 s · ln(10^(1/20)) = 55 frames; then 960 are held.
    const closing = open![0]!.indexOf(0, 2_000)
    expect(Math.abs(closing - (9_000 + 55 + 960))).toBeLessThanOrEqual(2)
  })

  test('the gain goes up by the attack and down by the release to the range', () => {
    const params = { threshold: -20, hold: 0, attack: 0.01, release: 0.02, range: 40 }
    const { out, reduction } = over(
      [
        [2_400, -60],
        [7_200, 0],
      ],
      params,
    )
    const rise = out![0]!.subarray(2_400, 7_200)
    const start = out![0]![2_399]! / 0.001
    for (const i of [100, 480, 1_500]) {
      const wanted = 1 - (1 - start) * Math.exp(-(i + 1) / (0.01 * RATE))
      expect(Math.abs(rise[i]! - wanted)).toBeLessThan(1e-5)
    }
    expect(reduction![0]!.at(-1)!).toBeCloseTo(40, 2)
  })

  test('stays open through the cycles of 50 Hz, without any hold', () => {
    const input = sine(FRAMES, 50, RATE)
    const params = { threshold: -6, hysteresis: 12, hold: 0 }
    const { open } = render(gate, { frames: FRAMES, inputs: { in: [input] }, params })
    expect(open![0]!.indexOf(0, 1_000)).toBe(-1)
  })

  test('a range of 120 dB closes to exact silence, one of 0 dB does nothing', () => {
    const input = steady(FRAMES, 0.001)
    const inputs = { in: [input] }
    const common = { threshold: -20, release: 0.001 }
    const shut = render(gate, { frames: FRAMES, inputs, params: { ...common, range: 120 } })
    expect(shut['out']![0]!.every(value => value === 0)).toBe(true)
    const free = render(gate, { frames: FRAMES, inputs, params: { ...common, range: 0 } })
    expect(free['out']![0]!.subarray(2_000)).toEqual(input.subarray(2_000))
  })

  test('the sidechain opens it, and look-ahead delays the sound by the latency', () => {
    const key = new Float32Array(FRAMES).fill(1, 4_800, 9_600)
    const input = steady(FRAMES, 0.25)
    const params = { attack: 0.0001, hold: 0, release: 0.001, range: 120, lookahead: 0.005 }
    const options = { frames: FRAMES, inputs: { in: [input], sidechain: [key] }, params }
    const { out } = render(gate, options)
    const first = out![0]!.findIndex(value => value > 0.2)
    expect(Math.abs(first - 4_800)).toBeLessThan(12)
    const instance = createInstance(gate, options)
    instance.fill(0, 1_024)
    expect(instance.arena.call('gate_latency', instance.self)).toBe(240)
  })
})
