import { describe, expect, test } from 'vitest'
import type { Dither } from '#shared/contract'
import { createQuantizer } from './quantizer'

const RATE = 44_100
const SIZE = 2 ** 17
/** On a bin, so that no window is needed. */
const BIN = 2973
const STEP = 2 ** -15

/** A sine just below one step at 16 bits, −90.3 dBFS, after rounding; in samples again. */
function rounded(dither: Dither, level = STEP): Float64Array {
  const sine = Float32Array.from(
    { length: SIZE },
    (_, frame) => level * Math.sin((2 * Math.PI * BIN * frame) / SIZE),
  )
  const steps = createQuantizer({ bits: 16, channels: 1, dither, seed: 3 })(sine)
  return Float64Array.from(steps, step => step * STEP)
}

/** Amplitude at a bin in dBFS, by Goertzel's recursion. */
function levelAt(samples: Float64Array, bin: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * bin) / SIZE)
  let [last, before] = [0, 0]
  for (const sample of samples) {
    const next = sample + turn * last - before
    before = last
    last = next
  }
  const power = last * last + before * before - turn * last * before
  return 10 * Math.log10(Math.max(1e-30, power) * (2 / SIZE) ** 2)
}

/** Mean power density around a frequency, in dB to that of white noise of one rounding (Δ²/12). */
function noiseAt(samples: Float64Array, hertz: number): number {
  const bin = Math.round((hertz / RATE) * SIZE)
  const powers = Array.from({ length: 24 }, (_, i) => 10 ** (levelAt(samples, bin + 7 * i) / 10))
  const mean = powers.reduce((sum, power) => sum + power, 0) / powers.length
  return 10 * Math.log10(mean / ((4 / SIZE) * (STEP ** 2 / 12)))
}

describe('E-02 dither', () => {
  test('undithered, a −90 dBFS sine has the fifth harmonic of a three-step wave; dithered it has none', () => {
    const harmonic = (dither: Dither) => levelAt(rounded(dither), 5 * BIN)
    // Pulses of 120°: the n-th harmonic is 4/(nπ) · sin(n · 60°) steps.
    const expected = 20 * Math.log10(((4 / (5 * Math.PI)) * Math.sqrt(3)) / 2) - 90.31
    expect(harmonic('none')).toBeCloseTo(expected, 1)
    expect(harmonic('tpdf')).toBeLessThan(-130)
    expect(levelAt(rounded('tpdf'), BIN)).toBeCloseTo(-90.3, 1)
  })

  test('the noise of TPDF dither is white and 4.8 dB above that of rounding', () => {
    const silence = rounded('tpdf', 0)
    for (const hertz of [500, 4_000, 16_000]) {
      expect(Math.abs(noiseAt(silence, hertz) - 10 * Math.log10(3))).toBeLessThan(2.5)
    }
  })

  test('shaped noise follows |1 − H| of the published filter', () => {
    const silence = rounded('shaped', 0)
    for (const hertz of [500, 2_000, 4_000, 8_000, 16_000]) {
      const expected = 10 * Math.log10(3) + shapeAt(hertz)
      expect(Math.abs(noiseAt(silence, hertz) - expected)).toBeLessThan(2.5)
    }
    expect(shapeAt(4_000)).toBeLessThan(-15)
    expect(shapeAt(16_000)).toBeGreaterThan(10)
  })

  test('a seed gives the same steps, in pieces as in one, and channels have noise of their own', () => {
    const samples = Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i) / 7)
    const whole = createQuantizer({ bits: 24, channels: 2, dither: 'shaped' })(samples)
    const pieces = createQuantizer({ bits: 24, channels: 2, dither: 'shaped' })
    const [first, second] = [pieces(samples.subarray(0, 1000)), pieces(samples.subarray(1000))]
    expect([...first, ...second]).toEqual([...whole])
    const silent = createQuantizer({ bits: 16, channels: 2, dither: 'tpdf' })(new Float32Array(200))
    expect(silent.filter((_, i) => i % 2 === 0)).not.toEqual(silent.filter((_, i) => i % 2 === 1))
  })

  test('clipping does not ring on through the feedback', () => {
    const loud = new Float32Array(2000).fill(4)
    const steps = createQuantizer({ bits: 16, channels: 1, dither: 'shaped' })
    expect(steps(loud).every(step => step > 32_600)).toBe(true)
    expect(steps(new Float32Array(100)).every(step => Math.abs(step) < 30)).toBe(true)
  })
})

function shapeAt(hertz: number): number {
  const taps = [1, -2.033, 2.165, -1.959, 1.59, -0.6149]
  const turn = (2 * Math.PI * hertz) / RATE
  const real = taps.reduce((sum, tap, k) => sum + tap * Math.cos(k * turn), 0)
  const imaginary = taps.reduce((sum, tap, k) => sum - tap * Math.sin(k * turn), 0)
  return 10 * Math.log10(real ** 2 + imaginary ** 2)
}
