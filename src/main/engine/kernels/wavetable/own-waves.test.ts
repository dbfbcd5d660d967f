import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { LOBE, powerSpectrum, toDecibels } from '../testing/spectrum'
import { wavetable } from '.'

const FRAMES = 16_384
const bin = 48_000 / FRAMES
const OWN = wavetable.params.set.choices.indexOf('sound')

function play(sound: Float32Array, hertz: number, position = 0): Float32Array {
  const inputs = { frequency: [new Float32Array(FRAMES).fill(hertz)] }
  const params = { set: OWN, position }
  return renderOut(wavetable, { frames: FRAMES, inputs, params, sound: [sound] })[0]!
}

/** One cycle with the given levels of harmonics. */
function cycle(length: number, levels: Readonly<Record<number, number>>, mean = 0): Float32Array {
  return Float32Array.from({ length }, (_, i) =>
    Object.entries(levels).reduce(
      (sum, [n, level]) => sum + level * Math.sin((2 * Math.PI * Number(n) * i) / length),
      mean,
    ),
  )
}

describe('A-01 wavetable of a sound', () => {
  test('gives the same bits for any partition into calls', () => {
    const inputs = { frequency: [new Float32Array(5_120).fill(330)] }
    const sound = [whiteNoise(9_000, 3)]
    expectSameForAnyPartition(wavetable, { inputs, sound, channels: 1, params: { set: OWN } })
  })

  test('each 2048 samples are a wave, and between waves it goes in a line', () => {
    const sound = new Float32Array(3 * 2_048 + 700)
    ;[1, 2, 5].forEach((n, wave) => sound.set(cycle(2_048, { [n]: 0.5 }), wave * 2_048))
    const levels = (position: number) => {
      const power = powerSpectrum(play(sound, 100 * bin, position))
      return [1, 2, 5].map(n => Math.sqrt(power[n * 100]!))
    }
    for (const [position, wanted] of [
      [0, [0.5, 0, 0]],
      [0.25, [0.25, 0.25, 0]],
      [0.5, [0, 0.5, 0]],
      [1, [0, 0, 0.5]],
    ] as const) {
      levels(position).forEach((level, n) => expect(level).toBeCloseTo(wanted[n]!, 3))
    }
  })

  test('a shorter sound is one cycle, of whatever length, without its mean', () => {
    const levels = { 1: 0.4, 3: 0.2, 40: 0.1 }
    const power = powerSpectrum(play(cycle(601, levels, 0.3), 50 * bin))
    for (const [n, level] of Object.entries(levels)) {
      expect(Math.sqrt(power[50 * Number(n)]!)).toBeCloseTo(level, 3)
    }
    expect(toDecibels(power[0]!)).toBeLessThan(-80)
  })

  test('a wave with every harmonic folds nothing back: under −65 dB below 15 kHz', () => {
    const bins = 683
    const power = powerSpectrum(play(whiteNoise(2_048, 5), bins * bin))
    const off = power
      .subarray(LOBE, 5_120)
      .filter((_, i) => Math.abs(i + LOBE - Math.round((i + LOBE) / bins) * bins) > LOBE)
    expect(toDecibels(Math.max(...off) / Math.max(...power))).toBeLessThan(-65)
  })

  test('without a sound the basic waves sound', () => {
    const inputs = { frequency: [new Float32Array(1_280).fill(440)] }
    const [own] = renderOut(wavetable, { frames: 1_280, inputs, params: { set: OWN } })
    const [basic] = renderOut(wavetable, { frames: 1_280, inputs, params: { set: 0 } })
    expect(own).toEqual(basic)
  })
})
