import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { effectiveValue, sine } from '../testing/signals'
import { voiceFilter } from '.'

const types = voiceFilter.params.type.choices
const FRAMES = 12_800

/** Gain in decibels for a sine, measured once it has settled. */
function gainAt(hertz: number, params: Record<string, Values>, octaves = 0): number {
  const inputs = {
    in: [sine(FRAMES, hertz, 48_000)],
    modulation: [new Float32Array(FRAMES).fill(octaves)],
  }
  const [out] = renderOut(voiceFilter, { frames: FRAMES, inputs, params })
  return 20 * Math.log10(effectiveValue(out!.subarray(3_200)) * Math.SQRT2)
}

/** Response of Butterworth's low-pass, with the warping of the bilinear transform. */
function butterworth(hertz: number, cutoff: number, order: number): number {
  const ratio = Math.tan((Math.PI * hertz) / 48_000) / Math.tan((Math.PI * cutoff) / 48_000)
  return -10 * Math.log10(1 + ratio ** (2 * order))
}

describe('A-01 voice filter', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(voiceFilter)
  })

  test.each([
    ['lowpass-24', 4],
    ['lowpass-12', 2],
  ] as const)('%s without resonance is Butterworth’s of order %i', (type, order) => {
    const params = { type: types.indexOf(type), cutoff: 1_000, resonance: 0 }
    for (const hertz of [150, 600, 1_050, 2_025, 4_500]) {
      expect(gainAt(hertz, params)).toBeCloseTo(butterworth(hertz, 1_000, order), 1)
    }
  })

  test('high-pass, band-pass and notch at their cutoff', () => {
    const at = (type: (typeof types)[number], hertz: number) =>
      gainAt(hertz, { type: types.indexOf(type), cutoff: 1_500, resonance: 0 })
    expect(at('highpass-12', 1_500)).toBeCloseTo(-3.01, 1)
    expect(at('bandpass', 1_500)).toBeCloseTo(0, 1)
    expect(at('notch', 1_500)).toBeLessThan(-60)
    expect(at('off', 1_500)).toBeCloseTo(0, 3)
  })

  test('modulation moves the cutoff in octaves', () => {
    const params = { type: types.indexOf('lowpass-12'), cutoff: 500, resonance: 0, amount: 2 }
    expect(gainAt(2_025, params, 1)).toBeCloseTo(butterworth(2_025, 2_000, 2), 1)
  })

  test('full resonance is a peak of 32 dB, and stays finite while everything moves', () => {
    const params = { type: types.indexOf('lowpass-12'), cutoff: 1_500, resonance: 1 }
    expect(gainAt(1_500, params)).toBeCloseTo(20 * Math.log10(40), 0)
  })

  test('rings down to exact zeros', () => {
    const impulse = new Float32Array(480_000 - (480_000 % 128))
    impulse[0] = 1e30
    const params = { resonance: 0.9 }
    const [out] = renderOut(voiceFilter, {
      frames: impulse.length,
      inputs: { in: [impulse] },
      params,
    })
    expect(out!.every(Number.isFinite)).toBe(true)
    expect(out!.subarray(-128).every(value => value === 0)).toBe(true)
  })
})
