import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { play } from '../testing/play'
import { renderOut } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { toDecibels } from '../testing/spectrum'
import { player } from '.'

const conversions = [
  { name: '44.1 to 48 kHz', from: 44_100, to: 48_000, num: 147, den: 160 },
  { name: '96 to 44.1 kHz', from: 96_000, to: 44_100, num: 320, den: 147 },
  { name: '48 to 44.1 kHz', from: 48_000, to: 44_100, num: 160, den: 147 },
  { name: '22.05 to 48 kHz', from: 22_050, to: 48_000, num: 147, den: 320 },
]

/**
 * Signal against everything else, in decibels: the closed form is the sine at the output's rate.
 */
function signalToNoise(hertz: number, { from, to, num, den }: (typeof conversions)[number]) {
  const frames = 8_192
  const length = Math.ceil((frames * num) / den) + 2
  const [out = new Float32Array()] = play([sine(length, hertz, from)], frames, { num, den })
  // The ends, where the source starts and stops, ring.
  const inner = out.subarray(512, -512)
  const noise = inner.reduce((sum, value, i) => {
    const wanted = Math.sin((2 * Math.PI * hertz * (i + 512)) / to)
    return sum + (value - wanted) ** 2
  }, 0)
  return -toDecibels((2 * noise) / inner.length)
}

describe('A-01 player', () => {
  test('gives the same bits however a stretch is split', () => {
    const source = [whiteNoise(3_000, 1), whiteNoise(3_000, 2)]
    const split = array(integer({ min: 1, max: 1_024 }), { minLength: 1, maxLength: 9 })
    const rates = constantFrom(...conversions, { num: 1, den: 1 }, { num: 4_799, den: 4_800 })
    assert(
      property(split, rates, (segments, { num, den }) => {
        const frames = Math.min(2_900, Math.floor((2_900 * den) / num))
        const whole = play(source, frames, { num, den })
        const parts = play(source, frames, { num, den, segments })
        expect(whole.some(samples => samples.some(value => value !== 0))).toBe(true)
        whole.forEach((samples, channel) => {
          expect(Buffer.from(parts[channel]!.buffer).equals(Buffer.from(samples.buffer))).toBe(true)
        })
      }),
      { numRuns: 30 },
    )
  })

  test.each(conversions)('$name: a split where the phase comes round is exact too', one => {
    const source = [whiteNoise(3_000, 1)]
    const whole = play(source, 1_200, one)
    expect(play(source, 1_200, { ...one, segments: [one.den] })).toEqual(whole)
  })

  test('copies when the rates agree', () => {
    const source = [1, 2, 3].map(seed => whiteNoise(2_500, seed))
    const out = play(source, 2_000, { num: 1, den: 1, index: 400, segments: [77, 1_024] })
    expect(out).toEqual(source.map(samples => samples.slice(400, 2_400)))
  })

  test('is silent where no segment was written', () => {
    const out = renderOut(player, { frames: 256, assetChannels: 2 })
    expect(out).toEqual([new Float32Array(256), new Float32Array(256)])
  })
})

describe('A-10 player: rate conversion', () => {
  test.each(conversions)('$name: sines to 0.91 of the lower Nyquist are exact to 125 dB', one => {
    const nyquist = Math.min(one.from, one.to) / 2
    for (const hertz of [100, 997, 0.25 * nyquist, 0.5 * nyquist, 0.8 * nyquist, 0.91 * nyquist]) {
      const level = signalToNoise(hertz, one)
      expect(level, `${hertz} Hz`).toBeGreaterThan(hertz > 0.9 * nyquist ? 110 : 125)
    }
  })

  test.each(conversions.slice(1, 3))('$name: what does not fit is 110 dB down', one => {
    const { from, to, num, den } = one
    for (const hertz of [0.502 * to, 0.51 * to, 0.52 * to, 0.535 * to]) {
      const frames = 8_192
      const source = sine(Math.ceil((frames * num) / den) + 2, hertz, from)
      const [out = new Float32Array()] = play([source], frames, { num, den })
      const inner = out.subarray(512, -512)
      const power = inner.reduce((sum, value) => sum + value * value, 0) / inner.length
      expect(toDecibels(2 * power), `${hertz} Hz`).toBeLessThan(-110)
    }
  })

  test('a denominator past 512 interpolates between phases: 95 dB or better', () => {
    const odd = { name: '47.99 to 48 kHz', from: 47_990, to: 48_000, num: 4_799, den: 4_800 }
    for (const hertz of [997, 6_000, 12_000]) {
      expect(signalToNoise(hertz, odd), `${hertz} Hz`).toBeGreaterThan(95)
    }
  })
})
