import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright'
import { launchChromium } from '../../../kit/testing/chromium'
import { type BiquadSettings, chromiumBiquads } from '../testing/chromium'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, whiteNoise } from '../testing/signals'
import { biquad } from '.'

const FRAMES = 8_192
const types = biquad.params.type.choices

describe('A-01 biquad', () => {
  test.each([1, 2, 3])('gives the same bits for any partition, %i channels', channels => {
    expectSameForAnyPartition(biquad, { channels, params: { gain: 6, resonance: 3 } })
  })

  test('keeps channels apart', () => {
    const channels = [1, 2, 3].map(seed => whiteNoise(FRAMES, seed))
    const together = renderOut(biquad, { frames: FRAMES, inputs: { in: channels } })
    channels.forEach((samples, channel) => {
      const [alone] = renderOut(biquad, { frames: FRAMES, inputs: { in: [samples] } })
      expect(together[channel]).toEqual(alone)
    })
  })

  test('bypassed, or as a peak or shelf of 0 dB, it copies, and comes back without a click', () => {
    const input = whiteNoise(FRAMES, 4)
    const inputs = { in: [input] }
    const flat = [{ bypass: 1 }, ...[3, 4, 5].map(type => ({ type, gain: 0 }))]
    for (const params of flat) {
      expect(renderOut(biquad, { frames: FRAMES, inputs, params })).toEqual([input])
    }
    // A steady 1 through a peak stays 1, whenever its gain begins to rise.
    const gain = Float32Array.from({ length: FRAMES }, (_, i) => (i < 4_000 ? 0 : 12))
    const still = { in: [new Float32Array(FRAMES).fill(1)] }
    const [out] = renderOut(biquad, { frames: FRAMES, inputs: still, params: { type: 5, gain } })
    expect(Math.max(...out!.subarray(3_500).map(value => Math.abs(value - 1)))).toBeLessThan(1e-6)
  })

  test('damping by q makes a low-pass of that gain at its cutoff', () => {
    const inputs = { in: [whiteNoise(FRAMES, 4)] }
    const common = { type: 0, frequency: 2_000 }
    const byQ = { ...common, q: 4, damping: 1 }
    const byResonance = { ...common, resonance: 20 * Math.log10(4) }
    const [one] = renderOut(biquad, { frames: FRAMES, inputs, params: byQ })
    const [other] = renderOut(biquad, { frames: FRAMES, inputs, params: byResonance })
    expect(differenceLevel(one!, other!)).toBeLessThan(-100)
  })

  test('rings down to exact zeros', () => {
    const impulse = new Float32Array(1_280_000)
    impulse[0] = 1
    const params = { type: types.indexOf('bandpass'), frequency: 1_000, q: 100 }
    const [out] = renderOut(biquad, { frames: impulse.length, inputs: { in: [impulse] }, params })
    expect(out!.subarray(-128).every(value => value === 0)).toBe(true)
    expect(out!.some(value => value !== 0)).toBe(true)
  })
})

describe('A-10 biquad: against Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  const settings: BiquadSettings[] = types.flatMap(type => [
    { type, frequency: 1_000, Q: 1, gain: 6, detune: 0 },
    { type, frequency: 60, Q: 0.5, gain: -12, detune: 0 },
    { type, frequency: 18_000, Q: 9, gain: 3, detune: -300 },
    { type, frequency: 4_000, Q: 30, gain: 18, detune: 700 },
  ])

  test('all eight types agree to −100 dB on noise', async () => {
    const samples = whiteNoise(FRAMES, 7)
    const theirs = await chromiumBiquads(browser, samples, 48_000, settings)
    settings.forEach(({ type, frequency, Q, gain, detune }, index) => {
      const params = {
        type: types.findIndex(name => name === type),
        frequency,
        q: Q,
        resonance: Q,
        gain,
        detune,
      }
      const [ours] = renderOut(biquad, { frames: FRAMES, inputs: { in: [samples] }, params })
      const level = differenceLevel(ours!, theirs[index]!)
      expect(level, `${type} at ${frequency} Hz`).toBeLessThan(-100)
    })
  })
})
