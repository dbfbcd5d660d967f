import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { slew } from '.'

const FRAMES = 38_400

/** From 0 to 1 at frame 1, and back at frame 19,200. */
const pulse = Float32Array.from({ length: FRAMES }, (_, i) => (i >= 1 && i < 19_200 ? 1 : 0))

function limit(input: Float32Array, params: Record<string, number>, sampleRate = 48_000) {
  return renderOut(slew, { frames: FRAMES, sampleRate, inputs: { in: [input] }, params })[0]!
}

describe('A-01 slew', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(slew, { channels: 1, params: { rise: 0.01 } })
  })

  test.each([44_100, 96_000])('linear, a change by 1 takes the time, at %i Hz', sampleRate => {
    const out = limit(pulse, { rise: 0.1, fall: 0.05 }, sampleRate)
    for (const frame of [100, 2_000, 4_000]) {
      expect(out[frame]).toBeCloseTo(frame / (0.1 * sampleRate), 5)
    }
    expect(out[19_199]).toBe(1)
    expect(out[19_199 + 2_000]).toBeCloseTo(1 - 2_000 / (0.05 * sampleRate), 5)
    expect(out[FRAMES - 1]).toBe(0)
  })

  test.each([44_100, 96_000])(
    'exponential, 1 − 1/e is gone after the time, at %i Hz',
    sampleRate => {
      const out = limit(pulse, { rise: 0.02, fall: 0.01, shape: 1 }, sampleRate)
      for (const frame of [100, 1_000, 2_000]) {
        expect(out[frame]).toBeCloseTo(1 - Math.exp(-frame / (0.02 * sampleRate)), 5)
      }
      const fallen = out[19_199 + 500]! / out[19_199]!
      expect(fallen).toBeCloseTo(Math.exp(-500 / (0.01 * sampleRate)), 5)
    },
  )

  test.each([0, 1])('a time of 0 changes nothing (shape %i)', shape => {
    const input = whiteNoise(FRAMES, 1)
    expect(limit(input, { rise: 0, fall: 0, shape })).toEqual(input)
  })
})
