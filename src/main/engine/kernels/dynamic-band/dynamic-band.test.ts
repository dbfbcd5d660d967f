import { describe, expect, test } from 'vitest'
import { biquad } from '../biquad'
import { amplitudeDecibels, peakOf, toneAt } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { render, renderOut } from '../testing/render'
import { differenceLevel, sine, whiteNoise } from '../testing/signals'
import { dynamicBand } from '.'

const RATE = 48_000
const FRAMES = 28_800
const types = dynamicBand.params.type.choices

/** Gain in decibels that a sine of this level settles at. */
function gainOf(hertz: number, level: number, params: Record<string, number>): number {
  const input = sine(FRAMES, hertz, RATE).map(value => value * 10 ** (level / 20))
  const [out] = renderOut(dynamicBand, { frames: FRAMES, inputs: { in: [input] }, params })
  return amplitudeDecibels(toneAt(out!, hertz, RATE, 19_200).amplitude) - level
}

describe('A-01 dynamic band', () => {
  test.each([1, 2, 3])('gives the same bits for any partition, %i channels', channels => {
    expectSameForAnyPartition(dynamicBand, { channels })
  })

  test('standing still it is the cookbook’s bell and shelves, to −90 dB', () => {
    const input = whiteNoise(8_192, 3)
    const inputs = { in: [input] }
    const cookbook = { bell: 'peaking', lowshelf: 'lowshelf', highshelf: 'highshelf' } as const
    types.forEach((name, type) => {
      for (const gain of [9, -14]) {
        const params = { type, frequency: 1_500, q: 2, gain, range: 0 }
        const [ours] = renderOut(dynamicBand, { frames: 8_192, inputs, params })
        const kind = biquad.params.type.choices.indexOf(cookbook[name])
        const theirs = { type: kind, frequency: 1_500, q: 2, gain }
        const [wanted] = renderOut(biquad, { frames: 8_192, inputs, params: theirs })
        expect(differenceLevel(ours!, wanted!), `${name} ${gain}`).toBeLessThan(-90)
      }
    })
  })

  test('a tone in the band is turned down by the static curve, one beside it is not', () => {
    const params = { frequency: 1_000, q: 4, threshold: -40, ratio: 4, range: -30, release: 2 }
    // 20 dB above the threshold times 1 − 1/4.
    expect(gainOf(1_000, -20, params)).toBeCloseTo(-15, 1)
    expect(gainOf(1_000, -60, params)).toBeCloseTo(0, 2)
    expect(gainOf(1_000, -10, { ...params, range: -6 })).toBeCloseTo(-6, 2)
    expect(gainOf(1_000, -20, { ...params, range: 10, gain: -10 })).toBeCloseTo(0, 2)
    expect(Math.abs(gainOf(60, -20, params))).toBeLessThan(0.1)
  })

  test('the sidechain moves the gain', () => {
    const input = sine(FRAMES, 200, RATE).map(value => 1e-3 * value)
    const key = sine(FRAMES, 8_000, RATE)
    const inputs = { in: [input], sidechain: [key] }
    const params = { type: 2, frequency: 4_000, threshold: -30, range: -12, ratio: 100 }
    const { gain } = render(dynamicBand, { frames: FRAMES, inputs, params })
    expect(gain![0]!.at(-1)!).toBeCloseTo(-12, 3)
  })

  test('flat, it passes the sound unchanged; far too loud, it stays finite', () => {
    const input = whiteNoise(1_280, 4)
    const flat = { frames: 1_280, inputs: { in: [input] }, params: { range: 0 } }
    expect(renderOut(dynamicBand, flat)).toEqual([input])
    const inputs = { in: [whiteNoise(1_280, 4, 1e30)] }
    const [loud] = renderOut(dynamicBand, { frames: 1_280, inputs, params: { range: 30 } })
    expect(Number.isFinite(peakOf(loud!))).toBe(true)
  })
})
