import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { sine, wander } from '../testing/signals'
import { LOBE, powerSpectrum, toDecibels } from '../testing/spectrum'
import { wavetable } from '.'

const FRAMES = 16_384
const bin = 48_000 / FRAMES
const sets = wavetable.params.set.choices

function play(hertz: Values, params: Record<string, Values>, frames = FRAMES): Float32Array {
  const frequency = typeof hertz === 'number' ? new Float32Array(frames).fill(hertz) : hertz
  return renderOut(wavetable, { frames, inputs: { frequency: [frequency] }, params })[0]!
}

describe('A-01 wavetable', () => {
  test('gives the same bits for any partition into calls', () => {
    const trigger = [Float32Array.from({ length: 5_120 }, (_, i) => (i % 701 === 0 ? 1 : 0))]
    const inputs = { frequency: [wander(5_120, 20, 9_000, 2)], trigger }
    expectSameForAnyPartition(wavetable, { inputs, channels: 1 })
  })

  test('the first of the basic waves is a sine to −80 dB', () => {
    const power = powerSpectrum(play(200 * bin, { set: 0, position: 0 }))
    expect(toDecibels(power[200]!)).toBeCloseTo(0, 1)
    const rest = power.filter((_, i) => Math.abs(i - 200) > LOBE)
    expect(toDecibels(Math.max(...rest))).toBeLessThan(-80)
  })

  test.each([
    { name: 'saw', position: 2 / 3, amplitude: (n: number) => 2 / (Math.PI * n), odd: false },
    { name: 'square', position: 1, amplitude: (n: number) => 4 / (Math.PI * n), odd: true },
  ])('harmonics of the $name are those of its series', ({ position, amplitude, odd, name }) => {
    // A saw lies between two of the eight waves: from the fifth and sixth, by the same line.
    const power = powerSpectrum(play(100 * bin, { set: 0, position }))
    for (const n of [1, 3, 5, 9, 15, 31]) {
      const level = toDecibels(power[100 * n]!)
      expect(Math.abs(level - 20 * Math.log10(amplitude(n)))).toBeLessThan(name === 'saw' ? 3 : 0.1)
    }
    if (odd) expect(toDecibels(power[200]!)).toBeLessThan(-60)
  })

  test('a bent sine has sidebands of Bessel’s functions (Chowning 1973)', () => {
    // Index 6 on the last wave: J0 … J3 of 6 at the harmonics 1, 3 − 1, 5 − 3, 7 − 5, those below 0 folded.
    const j = [0.150645257, -0.276683858, -0.242873209, 0.11476838, 0.357641594]
    const power = powerSpectrum(play(100 * bin, { set: sets.indexOf('fm'), position: 1 }))
    const wanted = [
      [1, j[0]! + j[1]!],
      [3, j[1]! - j[2]!],
      [5, j[2]! + j[3]!],
    ] as const
    for (const [harmonic, amplitude] of wanted) {
      const level = 20 * Math.log10(Math.abs(amplitude))
      expect(toDecibels(power[100 * harmonic]!)).toBeCloseTo(level, 0)
    }
  })

  test.each(sets)('%s at 2 kHz: aliasing under −65 dB to 15 kHz', set => {
    const bins = 683
    const power = powerSpectrum(play(bins * bin, { set: sets.indexOf(set), position: 0.9 }))
    const off = power
      .subarray(LOBE, 5_120)
      .filter((_, i) => Math.abs(i + LOBE - Math.round((i + LOBE) / bins) * bins) > LOBE)
    expect(toDecibels(Math.max(...off) / Math.max(...power))).toBeLessThan(-65)
  })

  test('position and pitch move without steps', () => {
    const position = sine(FRAMES, 3, 48_000).map(value => 0.2 * value + 0.2)
    const out = play(wander(FRAMES, 50, 100, 2), { set: sets.indexOf('fm'), position })
    const steps = out.subarray(1).map((value, i) => Math.abs(value - out[i]!))
    expect(Math.max(...steps)).toBeLessThan(0.1)
  })

  test('another set comes in through silence', () => {
    const set = Float32Array.from({ length: FRAMES }, (_, i) => (i < 8_000 ? 0 : 2))
    const out = play(50, { set, position: 0.3 })
    const steps = out.subarray(1).map((value, i) => Math.abs(value - out[i]!))
    expect(Math.max(...steps)).toBeLessThan(0.06)
  })
})
