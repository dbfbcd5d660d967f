import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { differenceLevel, effectiveValue, wander, whiteNoise } from '../testing/signals'
import { LOBE, powerSpectrum, toDecibels } from '../testing/spectrum'
import { fmVoice } from '.'

const FRAMES = 16_384
const algorithms = fmVoice.params.algorithm.choices

/** Envelopes that are at once where they stay. */
const steady = {
  sensitivity: 0,
  ...Object.fromEntries(
    [1, 2, 3, 4].flatMap(i => [
      [`attack${i}`, 0],
      [`decay${i}`, 0],
      [`sustain${i}`, 1],
    ]),
  ),
}

type Note = { readonly end?: number; readonly velocity?: number }

function play(
  hertz: number,
  params: Record<string, Values>,
  { end = FRAMES, velocity = 1 }: Note = {},
) {
  const inputs = {
    frequency: [new Float32Array(FRAMES).fill(hertz)],
    gate: [Float32Array.from({ length: FRAMES }, (_, i) => (i < end ? 1 : 0))],
    velocity: [new Float32Array(FRAMES).fill(velocity)],
  }
  return renderOut(fmVoice, { frames: FRAMES, inputs, params: { ...steady, ...params } })[0]!
}

/** Bessel functions of the first kind at 2, orders 0 to 4: Abramowitz & Stegun, table 9.1 and 9.2. */
const bessel2 = [0.2238907791, 0.5767248078, 0.3528340286, 0.1289432495, 0.0339957198]

/** Bins a hertz: frequencies on bins keep the spectrum exact. */
const bin = 48_000 / FRAMES

describe('A-01 fm voice', () => {
  test('gives the same bits for any partition into calls', () => {
    const gate = [whiteNoise(5_120, 1, 1).map((_, i) => (i % 1_500 < 800 ? 1 : 0))]
    const trigger = [Float32Array.from({ length: 5_120 }, (_, i) => (i % 401 === 0 ? 1 : 0))]
    const inputs = { gate, trigger, frequency: [wander(5_120, 30, 8_000, 2)] }
    expectSameForAnyPartition(fmVoice, { inputs })
  })

  test('an operator alone is a sine, 11 frames late', () => {
    const out = play(1_000, { algorithm: 7, level1: 1 })
    const wanted = out.map((_, i) => 0.5 * Math.sin((2 * Math.PI * 1_000 * (i - 11)) / 48_000))
    expect(differenceLevel(out.subarray(500), wanted.subarray(500))).toBeLessThan(-90)
  })

  test('sidebands are Bessel functions of the index (Chowning 1973)', () => {
    const [carrier, modulator] = [2_000, 300]
    const params = {
      algorithm: algorithms.indexOf('4>3+2>1'),
      ratio1: 1,
      ratio2: modulator / carrier,
      level2: Math.sqrt(2 / (4 * Math.PI)),
    }
    const power = powerSpectrum(play(carrier * bin, params))
    for (const [order, amplitude] of bessel2.entries()) {
      for (const side of [-1, 1]) {
        const level = toDecibels(power[carrier + side * order * modulator]!)
        expect(level).toBeCloseTo(20 * Math.log10(amplitude / Math.SQRT2), 1)
      }
    }
  })

  test('what would fold from up to 76 kHz does not: under −70 dB to 15 kHz', () => {
    const [carrier, modulator] = [3_001, 1_747]
    const params = {
      algorithm: algorithms.indexOf('4>3+2>1'),
      ratio2: modulator / carrier,
      level2: 0.6,
    }
    const power = powerSpectrum(play(carrier * bin, params))
    const lines = new Set<number>()
    for (let order = -40; order <= 40; order++) {
      const at = Math.abs(carrier + order * modulator)
      for (let near = -LOBE; near <= LOBE; near++) lines.add(at + near)
    }
    const off = [...power.subarray(LOBE, 5_120).entries()].filter(([i]) => !lines.has(i + LOBE))
    const worst = Math.max(...off.map(([, value]) => value))
    expect(toDecibels(worst / Math.max(...power))).toBeLessThan(-70)
  })

  test.each(algorithms)(
    '%s: finite and below full scale with everything at its most',
    algorithm => {
      const params = {
        algorithm: algorithms.indexOf(algorithm),
        feedback: 1,
        level2: 1,
        level3: 1,
        level4: 1,
        ratio2: 7.1,
        ratio3: 0.5,
        ratio4: 32,
      }
      const out = play(3_000, params)
      expect(out.every(Number.isFinite)).toBe(true)
      expect(Math.max(...out.map(Math.abs))).toBeLessThan(2.4)
      expect(effectiveValue(out)).toBeGreaterThan(0.05)
    },
  )

  test('velocity takes from the brightness as well as from the level', () => {
    const params = { algorithm: 4, level2: 0.5, ratio2: 2, sensitivity: 1 }
    const bright = (velocity: number) => {
      const power = powerSpectrum(play(100 * bin, params, { velocity }))
      return power[500]! / power[100]!
    }
    expect(bright(1)).toBeGreaterThan(10 * bright(0.3))
  })

  test('past the release it is exactly silent', () => {
    const out = play(440, { release: 0.05, level2: 0.5 }, { end: 4_000 })
    expect(out[6_000]).not.toBe(0)
    expect(out.subarray(4_000 + 2_400 + 64).every(value => value === 0)).toBe(true)
  })
})
