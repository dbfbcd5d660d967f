import { describe, expect, test } from 'vitest'
import { amplitudeDecibels, peakOf, toneAt } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, renderOut } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { LOBE, powerSpectrum, toDecibels } from '../testing/spectrum'
import { saturator } from '.'

const RATE = 48_000
const FRAMES = 12_800
const curves = saturator.params.curve.choices

/** The curves as the definition states them, in double precision. */
function curve(name: string, x: number): number {
  switch (name) {
    case 'tanh':
      return Math.tanh(x)
    case 'soft':
      return Math.abs(x) < 1.5 ? x - (4 / 27) * x ** 3 : Math.sign(x)
    case 'hard':
      return Math.max(-1, Math.min(1, x))
    case 'tube':
      return x < 0 ? Math.tanh(2 * x) / 2 : Math.tanh(x)
    case 'fold':
      return (2 / Math.PI) * Math.asin(Math.sin((Math.PI / 2) * x))
    default:
      return Math.sin((Math.PI / 2) * x)
  }
}

/** Largest part that is not a harmonic below the Nyquist frequency, in decibels of full scale. */
function aliases(hertz: number, oversampling: number): number {
  const size = 8_192
  const inputs = { in: [sine(size + 128, hertz, RATE).map(value => 0.9 * value)] }
  const params = { drive: 20, oversampling }
  const [out] = renderOut(saturator, { frames: size + 128, inputs, params })
  const spectrum = powerSpectrum(out!.subarray(128))
  const bin = (hertz * size) / RATE
  const rest = spectrum.map((power, i) => {
    const near = Math.round(i / bin) * bin
    return Math.abs(i - near) <= LOBE + 1 || i * (RATE / size) > 20_000 ? 0 : power
  })
  return toDecibels(Math.max(...rest))
}

describe('A-01 saturator', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(saturator)
    expectSameForAnyPartition(saturator, { params: { oversampling: 3 }, channels: 1 })
  })

  test.each(curves)('%s alone, in one pass, gives the numbers that it gives step by step', name => {
    const inputs = { in: [whiteNoise(1_280, 3), whiteNoise(1_280, 4)] }
    for (const mix of [1, 0.3]) {
      const params = { curve: curves.indexOf(name), drive: 12, mix, output: -3, oversampling: 0 }
      const options = { frames: 1_280, inputs, params }
      expect(renderOut(saturator, { ...options, alwaysMoving: true })).toEqual(
        renderOut(saturator, options),
      )
    }
  })

  test.each(curves)('%s follows its formula within 0.00001, driven up to 30 dB', name => {
    const input = Float32Array.from({ length: 1_280 }, (_, i) => (i - 640) / 640)
    for (const [drive, bias] of [
      [0, 0],
      [12, 0],
      [30, 0],
    ] as const) {
      const params = { curve: curves.indexOf(name), drive, bias, oversampling: 0 }
      const [out] = renderOut(saturator, { frames: 1_280, inputs: { in: [input] }, params })
      const gain = 10 ** (drive / 20)
      // The tube's mean is taken out below 5 Hz: its formula is checked against the same high-pass.
      let mean = 0
      const part = name === 'tube' ? 1 - Math.exp((-2 * Math.PI * 5) / RATE) : 0
      for (const [i, x] of input.entries()) {
        const wanted = curve(name, gain * x)
        mean += part * (wanted - mean)
        expect(Math.abs(out![i]! - (wanted - mean))).toBeLessThan(name === 'fold' ? 1e-5 : 5e-6)
      }
    }
  })

  test.each([
    [1, 32],
    [2, 38],
    [3, 40],
  ])(
    'oversampling choice %i is late by %i frames and flat to 18 kHz within 0.01 dB',
    (oversampling, latency) => {
      for (const hertz of [100, 5_000, 18_000]) {
        const inputs = { in: [sine(FRAMES, hertz, RATE)] }
        // So soft that the curve is a line.
        const params = { drive: -24, output: 24, oversampling, curve: 2 }
        const options = { frames: FRAMES, inputs, params }
        const [out] = renderOut(saturator, options)
        const found = toneAt(out!, hertz, RATE, 3_200)
        expect(Math.abs(amplitudeDecibels(found.amplitude))).toBeLessThan(0.01)
        const instance = createInstance(saturator, options)
        instance.fill(0, 1_024)
        expect(instance.arena.call('saturator_latency', instance.self)).toBe(latency)
        const wanted = (-2 * Math.PI * hertz * latency) / RATE
        expect(Math.cos(found.phase - wanted)).toBeGreaterThan(1 - 1e-6)
      }
    },
  )

  test('aliases of a driven 5 kHz sine fall with every doubling', () => {
    const hertz = (853 * RATE) / 8_192
    const levels = [0, 1, 2, 3].map(oversampling => aliases(hertz, oversampling))
    expect(levels[0]).toBeGreaterThan(-40)
    expect(levels[2]).toBeLessThan(-55)
    expect(levels[3]).toBeLessThan(-90)
  })

  test('half the mix is in phase with the dry sound', () => {
    const input = sine(FRAMES, 3_000, RATE).map(value => 1e-3 * value)
    const params = { drive: 0, mix: 0.5, oversampling: 2 }
    const [out] = renderOut(saturator, { frames: FRAMES, inputs: { in: [input] }, params })
    const error = out!.subarray(1_000).map((value, i) => value - input[i + 1_000 - 38]!)
    expect(amplitudeDecibels(peakOf(error) / 1e-3)).toBeLessThan(-70)
  })

  test('silence is silent with any bias, and what is far too loud stays finite', () => {
    const silence = [new Float32Array(1_280)]
    const loud = [whiteNoise(1_280, 3, 1e30)]
    curves.forEach((_, index) => {
      const params = { curve: index, bias: 0.7, oversampling: 2, drive: 60 }
      const [still] = renderOut(saturator, { frames: 1_280, inputs: { in: silence }, params })
      expect(peakOf(still!)).toBe(0)
      const [out] = renderOut(saturator, { frames: 1_280, inputs: { in: loud }, params })
      expect(out!.every(Number.isFinite)).toBe(true)
    })
  })
})
