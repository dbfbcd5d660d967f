import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { effectiveValue } from '../testing/signals'
import { powerSpectrum, toDecibels } from '../testing/spectrum'
import { noise } from '.'

const SIZE = 32_768
const COUNT = 48

function make(color: number, options: { seed?: number; channels?: number; own?: number } = {}) {
  const params = { color, channels: options.channels ?? 0, seed: options.own ?? 0 }
  return renderOut(noise, { frames: SIZE * COUNT, params, seed: options.seed ?? 1 })
}

/** Mean power density in decibels in a third of an octave around each frequency. */
function densities(samples: Float32Array, frequencies: readonly number[]): number[] {
  const power = new Float64Array(SIZE / 2)
  for (let part = 0; part < COUNT; part++) {
    const spectrum = powerSpectrum(samples.subarray(part * SIZE, (part + 1) * SIZE))
    spectrum.forEach((value, bin) => {
      power[bin] = (power[bin] ?? 0) + value / COUNT
    })
  }
  return frequencies.map(hertz => {
    const from = Math.floor((hertz * 2 ** (-1 / 6) * SIZE) / 48_000)
    const band = power.subarray(from, Math.ceil((hertz * 2 ** (1 / 6) * SIZE) / 48_000))
    return toDecibels(band.reduce((sum, value) => sum + value, 0) / band.length)
  })
}

const octaves = [62.5, 125, 250, 500, 1_000, 2_000, 4_000, 8_000, 13_000]

describe('A-01 noise', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(noise)
  })

  test.each([
    { color: 'white', index: 0, slope: 0 },
    { color: 'pink', index: 1, slope: -3.01 },
    { color: 'brown', index: 2, slope: -6.02 },
  ])('$color falls $slope dB an octave, ±0.5 dB, from 62 Hz to 13 kHz', ({ index, slope }) => {
    const [samples = new Float32Array()] = make(index)
    const levels = densities(samples, index === 2 ? octaves.slice(1, 7) : octaves)
    const middle = levels[4] ?? 0
    levels.forEach((level, position) => {
      const hertz = (index === 2 ? octaves.slice(1, 7) : octaves)[position] ?? 0
      const centre = index === 2 ? 2_000 : 1_000
      const wanted = slope * Math.log2(hertz / centre)
      expect(Math.abs(level - middle - wanted), `${hertz} Hz`).toBeLessThan(0.5)
    })
  })

  test('channels share nothing unless asked to', () => {
    const [left, right] = make(0)
    const product = left!.reduce((sum, value, frame) => sum + value * right![frame]!, 0)
    const correlation = product / left!.length / effectiveValue(left!) / effectiveValue(right!)
    expect(Math.abs(correlation)).toBeLessThan(0.004)
    const [one, other] = make(0, { channels: 1 })
    expect(one).toEqual(other)
  })

  test('the seeds decide: same seeds, same noise', () => {
    const [first] = make(0, { seed: 5 })
    expect(make(0, { seed: 5 })[0]).toEqual(first)
    expect(make(0, { seed: 6 })[0]).not.toEqual(first)
    expect(make(0, { seed: 5, own: 1 })[0]).not.toEqual(first)
  })
})
