import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { effectiveValue, sine, whiteNoise } from '../testing/signals'
import { toAudio } from '.'

const FRAMES = 96_000

function convert(samples: Float32Array, params: Record<string, number>): Float32Array {
  return renderOut(toAudio, { frames: FRAMES, inputs: { in: [samples] }, params })[0]!
}

describe('A-01 to-audio', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(toAudio, { channels: 1 })
  })

  test('without a cut the samples are the same', () => {
    const noise = whiteNoise(FRAMES, 1)
    expect(convert(noise, { cut: 0 })).toEqual(noise)
    expect(convert(noise, { cut: 0, gain: 0.5 })).toEqual(noise.map(value => value / 2))
  })

  test('a steady signal dies away with the time constant of the cut', () => {
    const out = convert(new Float32Array(FRAMES).fill(0.7), { cut: 5 })
    const constant = 48_000 / (2 * Math.PI * 5)
    for (const frame of [100, 1_000, 4_000]) {
      expect(out[frame]).toBeCloseTo(0.7 * Math.exp(-(frame + 1) / constant), 5)
    }
    expect(Math.abs(out[FRAMES - 1]!)).toBeLessThan(1e-6)
  })

  test('what can be heard passes', () => {
    const out = convert(sine(FRAMES, 100, 48_000), { cut: 5 })
    const level = effectiveValue(out.subarray(48_000)) * Math.SQRT2
    expect(level).toBeCloseTo(1 / Math.sqrt(1 + 0.05 ** 2), 3)
  })
})
