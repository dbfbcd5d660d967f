import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { type RenderOptions, renderOut } from '../testing/render'
import { effectiveValue, sine, whiteNoise } from '../testing/signals'
import { powerSpectrum } from '../testing/spectrum'
import { vocoder } from '.'

const FRAMES = 32_768

function run(voice: Float32Array, carrier: Float32Array[], params: Record<string, number> = {}) {
  const inputs: RenderOptions['inputs'] = { in: [voice], carrier }
  return renderOut(vocoder, { frames: voice.length, inputs, params })
}

/** Frequency at the middle of the power. */
function middle(samples: Float32Array): number {
  const power = powerSpectrum(samples.subarray(-16_384))
  const sum = power.reduce((total, value) => total + value, 0)
  return (power.reduce((total, value, bin) => total + value * bin, 0) / sum) * (48_000 / 16_384)
}

describe('A-01 vocoder', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(vocoder)
  })

  test.each([8, 20, 40])(
    '%d bands: noise sounds where the voice is, and falls off with the bands',
    count => {
      for (const hertz of [300, 1_000, 3_500]) {
        const [left] = run(sine(FRAMES, hertz, 48_000), [whiteNoise(FRAMES, 3)], { bands: count })
        const power = powerSpectrum(left!.subarray(-16_384))
        const level = (from: number, to: number) => {
          const bins = power.subarray((from / 48_000) * 16_384, (to / 48_000) * 16_384)
          return 10 * Math.log10(bins.reduce((sum, value) => sum + value, 0) / bins.length)
        }
        const near = level(hertz / 1.2, hertz * 1.2)
        const wide = count === 8 ? 4 : 2
        const off = count === 40 ? 30 : 20
        expect(near - level(hertz / wide / 1.1, (hertz / wide) * 1.1)).toBeGreaterThan(off)
        expect(near - level((hertz * wide) / 1.1, hertz * wide * 1.1)).toBeGreaterThan(off)
      }
    },
  )

  test('a bank of bands is flat: a sweep of sines comes out even to 3.5 dB', () => {
    // A loud steady noise opens all bands alike, by the square root of their width.
    const voice = whiteNoise(FRAMES, 1)
    const levels = [400, 470, 555, 640].map(hertz => {
      const [left] = run(voice, [sine(FRAMES, hertz, 48_000)], {
        release: 2,
        attack: 0.2,
        noise: 0,
      })
      return 20 * Math.log10(effectiveValue(left!.subarray(-16_384)))
    })
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(3.5)
  })

  test('`formant` moves what sounds', () => {
    const voice = sine(FRAMES, 1_000, 48_000)
    const noise = whiteNoise(FRAMES, 4)
    const plain = middle(run(voice, [noise], { bands: 40 })[0]!)
    const up = middle(run(voice, [noise], { bands: 40, formant: 12 })[0]!)
    expect(up / plain).toBeGreaterThan(1.8)
    expect(up / plain).toBeLessThan(2.2)
  })

  test('without voice or carrier it is silent; both fade to exact silence', () => {
    const noise = whiteNoise(FRAMES, 5)
    const none = new Float32Array(FRAMES)
    for (const out of [run(none, [noise]), run(noise, [none], { noise: 0 }), run(noise, [])]) {
      expect(out.every(channel => channel.every(value => value === 0))).toBe(true)
    }
    const burst = whiteNoise(96_000, 6).map((value, i) => (i < 4_800 ? value : 0))
    const [left] = run(burst, [burst], { release: 0.02 })
    expect(left!.subarray(-1_280).every(value => value === 0)).toBe(true)
  })

  test('sides of the carrier stay apart, and `mix` goes to the voice', () => {
    const voice = whiteNoise(FRAMES, 7)
    const [left, right] = run(voice, [whiteNoise(FRAMES, 8), new Float32Array(FRAMES)], {
      noise: 0,
    })
    expect(effectiveValue(left!)).toBeGreaterThan(0.01)
    expect(right!.every(value => value === 0)).toBe(true)
    expect(run(voice, [voice], { mix: 0 })[0]).toEqual(voice)
  })

  test('a hissing voice lets noise join a low carrier', () => {
    const hiss = whiteNoise(FRAMES, 9).map((value, i, all) => value - (all[i - 1] ?? 0))
    const carrier = sine(FRAMES, 110, 48_000)
    const without = middle(run(hiss, [carrier], { noise: 0 })[0]!)
    expect(without).toBeLessThan(300)
    expect(middle(run(hiss, [carrier], { noise: 1 })[0]!)).toBeGreaterThan(3_000)
  })
})
