import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { sine } from '../testing/signals'
import { follower } from '.'

const FRAMES = 48_000
const rate = 48_000

function follow(channels: readonly Float32Array[], params: Record<string, number>): Float32Array {
  return renderOut(follower, { frames: FRAMES, inputs: { in: channels }, params })[0]!
}

const burst = Float32Array.from({ length: FRAMES }, (_, frame) => (frame < 24_000 ? -0.5 : 0))

describe('A-01 follower', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(follower)
  })

  test('a step rises by the attack and falls by the release', () => {
    const out = follow([burst], { attack: 0.01, release: 0.05 })
    expect(out[479]).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 5)
    const fallen = out[23_999 + 2_400]! / out[23_999]!
    expect(fallen).toBeCloseTo(Math.exp(-1), 5)
  })

  test('the rms of a sine is its amplitude by √2, its peak the amplitude', () => {
    const wave = sine(FRAMES, 1_000, rate).map(value => 0.8 * value)
    const effective = follow([wave], { detector: 1, window: 0.1, attack: 0, release: 0 })
    expect(effective[FRAMES - 1]).toBeCloseTo(0.8 / Math.SQRT2, 3)
    const peak = follow([wave], { attack: 0, release: 10 })
    expect(peak[FRAMES - 1]).toBeCloseTo(0.8, 3)
  })

  test('peak takes the louder channel, rms the mean of their powers', () => {
    const ones = new Float32Array(FRAMES).fill(1)
    const channels = [ones.map(() => 0.2), ones.map(() => -0.6)]
    const settle = { attack: 0.001, release: 0.001, window: 0.001 }
    expect(follow(channels, settle)[FRAMES - 1]).toBeCloseTo(0.6, 6)
    const effective = follow(channels, { ...settle, detector: 1, gain: 2 })[FRAMES - 1]
    expect(effective).toBeCloseTo(2 * Math.sqrt((0.04 + 0.36) / 2), 6)
  })

  test('falls to exact silence, and huge samples stay finite', () => {
    const short = { attack: 0, release: 0.001, window: 0.001 }
    for (const detector of [0, 1]) {
      const out = follow([burst], { ...short, detector })
      expect(out[FRAMES - 1]).toBe(0)
      const huge = follow([burst.map(value => value * 2e30)], { ...short, detector })
      expect(huge.every(Number.isFinite)).toBe(true)
    }
  })
})
