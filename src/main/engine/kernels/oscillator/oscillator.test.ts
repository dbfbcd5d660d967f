import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { LOBE, powerSpectrum, toDecibels } from '../testing/spectrum'
import { oscillator } from '.'

const FRAMES = 65_536
const waveforms = oscillator.params.waveform.choices

function oscillate(
  waveform: (typeof waveforms)[number],
  frequency: Values,
  sampleRate = 48_000,
  frames = FRAMES,
): Float32Array {
  const params = { waveform: waveforms.indexOf(waveform), frequency }
  const [samples] = renderOut(oscillator, { frames, sampleRate, params })
  return samples ?? new Float32Array()
}

/**
 * Strongest bin, against the fundamental, in (from, to) hertz and off the harmonics, in decibels.
 */
function strongestAlias(
  samples: Float32Array,
  frequency: number,
  sampleRate: number,
  [from, to]: readonly [number, number],
): number {
  const power = powerSpectrum(samples)
  const width = sampleRate / samples.length
  const off = [...power.entries()].filter(([bin]) => {
    const hertz = bin * width
    const nearest = Math.round(hertz / frequency) * frequency
    return hertz > from && hertz < to && Math.abs(hertz - nearest) > LOBE * width
  })
  const fundamental = power[Math.round(frequency / width)] ?? 0
  return toDecibels(Math.max(...off.map(([, value]) => value)) / fundamental)
}

describe('A-01 oscillator', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(oscillator)
  })

  test.each(waveforms)(
    '%s: a pitch that holds for long has a table of its own, with the same bits',
    waveform => {
      const frames = 16_384
      const hertz = [220, 3_521.5, 55, 220]
      const frequency = Float32Array.from({ length: frames }, (_, i) => hertz[i >> 12] ?? 0)
      const params = { waveform: waveforms.indexOf(waveform), frequency, detune: 7, phase: 0.3 }
      const given = { frames, params, partition: [1_024, 384] }
      const [held] = renderOut(oscillator, given)
      const [moving] = renderOut(oscillator, { ...given, alwaysMoving: true })
      expect(held).toEqual(moving)
    },
  )

  test('a sine is the sine of the phase to within −120 dB', () => {
    const samples = oscillate('sine', 1_234.5, 48_000, 4_096)
    const errors = samples.map(
      (value, frame) => value - Math.sin((2 * Math.PI * 1_234.5 * frame) / 48_000),
    )
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(1e-6)
  })

  test('starts at `phase` and follows detune in cents', () => {
    const params = { waveform: 0, frequency: 500, detune: 1_200, phase: 0.25 }
    const [samples] = renderOut(oscillator, { frames: 128, params })
    const wanted = Math.cos((2 * Math.PI * 1_000 * 100) / 48_000)
    expect(samples?.[0]).toBeCloseTo(1, 6)
    expect(samples?.[100]).toBeCloseTo(wanted, 5)
  })
})

describe('A-10 oscillator: aliasing', () => {
  const cases = [44_100, 48_000, 96_000].flatMap(sampleRate =>
    (['saw', 'square', 'triangle'] as const).map(waveform => ({ sampleRate, waveform })),
  )

  test.each(cases)('$waveform at 2 kHz and $sampleRate Hz: under −80 dB to 15 kHz', one => {
    const width = one.sampleRate / FRAMES
    const frequency = Math.round(2_003 / width) * width
    const samples = oscillate(one.waveform, frequency, one.sampleRate)
    const alias = strongestAlias(samples, frequency, one.sampleRate, [20, 15_000])
    expect(alias).toBeLessThan(-80)
  })

  test.each([55, 220, 880, 3_520, 7_040])('a saw at %i Hz: under −75 dB to 20 kHz', wanted => {
    const width = 48_000 / FRAMES
    const frequency = Math.round(wanted / width) * width
    const samples = oscillate('saw', frequency)
    expect(strongestAlias(samples, frequency, 48_000, [20, 20_000])).toBeLessThan(-75)
  })

  test('harmonics of a saw fall as 1/n up to 18 kHz', () => {
    const frequency = 1_000
    const power = powerSpectrum(oscillate('saw', frequency, 65_536))
    for (let n = 1; n <= 18; n++) {
      const level = toDecibels(power[n * frequency] ?? 0)
      expect(level).toBeCloseTo(20 * Math.log10(2 / (Math.PI * n)), 1)
    }
  })
})

describe('A-10 oscillator: moving pitch', () => {
  test('a swept saw is continuous: it equals the sum of its harmonics at its own phase', () => {
    const frames = 8_192
    const sweep = Float32Array.from({ length: frames }, (_, i) => 100 * 2 ** ((4 * i) / frames))
    const samples = oscillate('saw', sweep, 48_000, frames)
    let phase = 0
    let worst = 0
    for (let frame = 0; frame < frames; frame++) {
      // Only where all harmonics to 1.2 of the Nyquist frequency agree on the value: off the edge.
      const turn = phase - Math.floor(phase)
      const plain = turn < 0.5 ? 2 * turn : 2 * turn - 2
      const hertz = sweep[frame] ?? 0
      if (Math.abs(turn - 0.5) > 0.25) {
        const error = Math.abs((samples[frame] ?? 0) - plain)
        worst = Math.max(worst, error * Math.min(1, 1_000 / hertz))
      }
      phase += hertz / 48_000
    }
    expect(worst).toBeLessThan(0.03)
  })

  test('a slow sweep of a saw leaves nothing between its harmonics', () => {
    // Frequency modulation by 1 Hz in 2 kHz keeps each harmonic n within n Hz of its place.
    const width = 48_000 / FRAMES
    const centre = Math.round(2_000 / width) * width
    const sweep = Float32Array.from(
      { length: FRAMES },
      (_, i) => centre + Math.sin((2 * Math.PI * i) / FRAMES),
    )
    const power = powerSpectrum(oscillate('saw', sweep))
    const between = [1, 2, 3, 4, 5, 6].map(n => {
      const from = Math.round((n * centre + 300) / width)
      const to = Math.round(((n + 1) * centre - 300) / width)
      return Math.max(...power.subarray(from, to))
    })
    expect(toDecibels(Math.max(...between))).toBeLessThan(-75)
  })

  test.each(waveforms)('%s has no DC and an amplitude near 1', waveform => {
    const samples = oscillate(waveform, 750, 48_000, 48_000 - (48_000 % 128))
    const whole = samples.subarray(0, 47_936 - (47_936 % 64))
    const mean = whole.reduce((sum, value) => sum + value, 0) / whole.length
    expect(Math.abs(mean)).toBeLessThan(1e-6)
    expect(Math.max(...whole)).toBeGreaterThan(0.95)
    expect(Math.max(...whole)).toBeLessThan(1.2)
  })
})
