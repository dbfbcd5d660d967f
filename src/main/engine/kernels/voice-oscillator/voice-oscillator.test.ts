import { describe, expect, test } from 'vitest'
import { oscillator } from '../oscillator'
import { expectSameForAnyPartition } from '../testing/partitions'
import { render, renderOut, type Values } from '../testing/render'
import { differenceLevel, effectiveValue, wander } from '../testing/signals'
import { LOBE, powerSpectrum, toDecibels } from '../testing/spectrum'
import { voiceOscillator } from '.'

const waveforms = voiceOscillator.params.waveform.choices
const FRAMES = 16_384

function play(
  hertz: number,
  params: Record<string, Values>,
  inputs: Record<string, Float32Array[]> = {},
): Float32Array[] {
  const frequency = [new Float32Array(FRAMES).fill(hertz)]
  return renderOut(voiceOscillator, { frames: FRAMES, inputs: { frequency, ...inputs }, params })
}

describe('A-01 voice oscillator', () => {
  test('gives the same bits for any partition into calls', () => {
    const frequency = [wander(5_120, 20, 5_000, 2)]
    const trigger = [wander(5_120, 0, 1, 3).map((_, i) => (i % 701 === 0 ? 1 : 0))]
    expectSameForAnyPartition(voiceOscillator, { inputs: { frequency, trigger } })
  })

  test.each(['sine', 'saw', 'square', 'triangle'] as const)(
    'a %s is that of `oscillator` at the same pitch',
    waveform => {
      const params = { waveform: waveforms.indexOf(waveform), transpose: 12, fine: 50 }
      const [left, right] = play(220, params)
      const theirs = { waveform: params.waveform, frequency: 440, detune: 50 }
      const [wanted] = renderOut(oscillator, { frames: FRAMES, params: theirs })
      expect(differenceLevel(left!, wanted!)).toBeLessThan(-70)
      expect(right).toEqual(left)
    },
  )

  test('the pitch input adds octaves', () => {
    const pitch = [new Float32Array(FRAMES).fill(1)]
    const [up] = play(300, { waveform: 0 }, { pitch })
    const [wanted] = play(600, { waveform: 0 })
    expect(differenceLevel(up!, wanted!)).toBeLessThan(-100)
  })

  test('harmonics of a pulse are those of its width: |sin(πnw)| · 4 / πn', () => {
    const hertz = (48_000 / FRAMES) * 100
    const [out] = play(hertz, { waveform: waveforms.indexOf('pulse'), pulseWidth: 0.25 })
    const power = powerSpectrum(out!)
    for (const n of [1, 2, 3, 5, 6, 7, 9, 10]) {
      const wanted = (4 / (Math.PI * n)) * Math.abs(Math.sin(Math.PI * n * 0.25))
      expect(toDecibels(power[n * 100]!)).toBeCloseTo(20 * Math.log10(wanted), 1)
    }
    expect(toDecibels(power[400]!)).toBeLessThan(-70)
  })

  test('seven saws stay free of aliasing: under −75 dB to 15 kHz', () => {
    const bins = 683
    const hertz = (48_000 / FRAMES) * bins
    const params = { waveform: waveforms.indexOf('saw'), unison: 7, spread: 0, width: 0 }
    const power = powerSpectrum(play(hertz, params)[0]!)
    const off = [...power.entries()].filter(([bin]) => {
      const away = Math.abs(bin - Math.round(bin / bins) * bins)
      return bin > LOBE && bin < 5_120 && away > LOBE
    })
    const worst = Math.max(...off.map(([, value]) => value)) / power[bins]!
    expect(toDecibels(worst)).toBeLessThan(-75)
  })

  test('unison spreads pitches and sides, and is about as loud as one', () => {
    const one = play(220, { waveform: 1, unison: 1 })
    const seven = play(220, { waveform: 1, unison: 7, spread: 30, width: 1 })
    expect(differenceLevel(seven[0]!, seven[1]!)).toBeGreaterThan(-20)
    const ratio = effectiveValue(seven[0]!) / effectiveValue(one[0]!)
    expect(20 * Math.log10(ratio)).toBeCloseTo(0, -1)
    const hertz = (48_000 / FRAMES) * 1_000
    const power = powerSpectrum(play(hertz, { waveform: 0, unison: 2, spread: 100, width: 0 })[0]!)
    for (const side of [-1, 1]) {
      const centre = Math.round(1_000 * 2 ** (side / 12))
      const around = power.subarray(centre - 4, centre + 5)
      expect(toDecibels(Math.max(...around))).toBeCloseTo(-3, 0)
    }
  })

  test('a trigger sets the phase back to the frame', () => {
    const trigger = [new Float32Array(FRAMES)]
    trigger[0]![5_003] = 1
    const [out] = play(1_000, { waveform: 0, start: 1 }, { trigger })
    for (const at of [0, 1, 7, 500]) {
      expect(out![5_003 + at]).toBeCloseTo(Math.sin((2 * Math.PI * at) / 48), 4)
    }
  })

  test('another waveform does not click: no step is larger than those of the waves', () => {
    const waveform = Float32Array.from({ length: FRAMES }, (_, i) => (i < 5_000 ? 0 : 3))
    const [out] = play(100, { waveform })
    const steps = out!.subarray(1).map((value, i) => Math.abs(value - out![i]!))
    expect(Math.max(...steps)).toBeLessThan(0.06)
    const after = render(voiceOscillator, {
      frames: 1_024,
      inputs: { frequency: [new Float32Array(1_024).fill(100)] },
      params: { waveform: 3 },
    })
    expect(effectiveValue(out!.subarray(12_000))).toBeCloseTo(effectiveValue(after['out']![0]!), 1)
  })
})
