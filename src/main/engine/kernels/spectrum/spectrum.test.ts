import { describe, expect, test } from 'vitest'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { sine, whiteNoise } from '../testing/signals'
import { spectrum } from '.'

const hertz = Array.from({ length: 256 }, (_, band) => 20 * 1_000 ** (band / 255))

function bandsOf(
  channels: readonly Float32Array[],
  params: Record<string, number> = {},
  sampleRate = 48_000,
): number[] {
  const frames = channels[0]?.length ?? 0
  return readoutsAfter(spectrum, { frames, inputs: { in: channels }, params, sampleRate })['bands']!
}

function highest(bands: readonly number[]): number {
  return bands.indexOf(Math.max(...bands))
}

describe('A-02 spectrum', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(spectrum)
  })

  test.each([44_100, 48_000, 96_000, 192_000])(
    'a sine of amplitude 1 shows 0 dB at its frequency, at %i Hz',
    rate => {
      const size = rate > 128_000 ? 16_384 : rate > 64_000 ? 8_192 : 4_096
      for (const bin of [10, 85, 341, 1_365]) {
        const frequency = (bin * rate) / size
        const bands = bandsOf([sine(size * 2, frequency, rate)], { average: 0 }, rate)
        expect(Math.max(...bands)).toBeCloseTo(0, 1)
        expect(Math.abs(Math.log2(hertz[highest(bands)]! / frequency))).toBeLessThan(0.05)
      }
    },
  )

  test('a sine between two bins shows 1.42 dB less (Harris 1978, table 1)', () => {
    const bands = bandsOf([sine(8_192, 1_000.5 * (48_000 / 4_096), 48_000)], { average: 0 })
    expect(Math.max(...bands)).toBeCloseTo(-1.42, 1)
  })

  test('white noise is even, by the power in a bin of the Hann window', () => {
    const bands = bandsOf([whiteNoise(480_000 - (480_000 % 128), 3)], { average: 10 })
    // Uniform in ±0.5 has a power of 1/12; 16 / size² · size · 3/8 of it falls into a bin. Ten seconds
    // reach 1 − 1/e of the average.
    const expected = 10 * Math.log10(((1 / 12) * 6) / 4_096) + 10 * Math.log10(1 - Math.exp(-1))
    const middle = bands.slice(100, 180)
    const mean = middle.reduce((sum, value) => sum + value, 0) / middle.length
    expect(Math.abs(mean - expected)).toBeLessThan(1)
  })

  test('channels count by their power; opposite ones do not cancel', () => {
    const wave = sine(8_192, 1_500, 48_000)
    const both = bandsOf([wave, wave.map(value => -value)], { average: 0 })
    const one = bandsOf([wave, new Float32Array(8_192)], { average: 0 })
    expect(Math.max(...both)).toBeCloseTo(0, 1)
    expect(Math.max(...one)).toBeCloseTo(-3.01, 1)
  })

  test('`tilt` lifts by octaves from 1 kHz, and silence is −120 dB', () => {
    const wave = sine(8_192, 4_001.953_125, 48_000)
    const flat = bandsOf([wave], { average: 0 })
    const lifted = bandsOf([wave], { average: 0, tilt: 3 })
    const at = highest(flat)
    expect(lifted[at]! - flat[at]!).toBeCloseTo(3 * Math.log2(hertz[at]! / 1_000), 3)
    expect(new Set(bandsOf([new Float32Array(8_192)], { tilt: 6 }))).toEqual(new Set([-120]))
  })
})
