import { describe, expect, test } from 'vitest'
import { peakOf, toneAt } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, renderOut } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { ladder } from '.'

const RATE = 48_000
const modes = ladder.params.mode.choices

type Complex = readonly [number, number]
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c]
const size = ([a, b]: Complex) => Math.hypot(a, b)

/** |H| of the linear ladder, frequencies warped as the trapezoidal rule warps them. */
function magnitude(mode: string, hertz: number, cutoff: number, resonance: number): number {
  const w = Math.tan((Math.PI * hertz) / RATE) / Math.tan((Math.PI * cutoff) / RATE)
  const pole: Complex = [1 / (1 + w * w), -w / (1 + w * w)]
  const rest: Complex = [1 - pole[0], -pole[1]]
  const two = times(pole, pole)
  const four = times(two, two)
  const loop = size([1 + 4 * resonance * four[0], 4 * resonance * four[1]])
  const rest2 = times(rest, rest)
  const tops: Record<string, Complex> = {
    lowpass24: four,
    lowpass12: two,
    bandpass12: times([2, 0], times(pole, rest)),
    highpass24: times(rest2, rest2),
  }
  return size(tops[mode]!) / loop
}

describe('A-01 ladder', () => {
  test.each([1, 2, 3])('gives the same bits for any partition, %i channels', channels => {
    expectSameForAnyPartition(ladder, { channels })
  })

  test.each(modes)('%s has the analytic magnitude for soft sound, to 0.01 dB', mode => {
    for (const [cutoff, resonance] of [
      [1_000, 0],
      [300, 0.8],
      [6_000, 0.5],
    ] as const) {
      for (const hertz of [100, 300, 1_000, 7_500]) {
        const input = sine(28_800, hertz, RATE).map(value => 1e-3 * value)
        const params = { mode: modes.indexOf(mode), frequency: cutoff, resonance }
        const [out] = renderOut(ladder, { frames: 28_800, inputs: { in: [input] }, params })
        const found = toneAt(out!, hertz, RATE, 19_200).amplitude / 1e-3
        const wanted = magnitude(mode, hertz, cutoff, resonance)
        expect(Math.abs(found - wanted)).toBeLessThan(1e-3 * wanted + 1e-5)
      }
    }
  })

  test('oscillates at its cutoff from a resonance of 1 on, and never without bound', () => {
    const frames = 48_000 - (48_000 % 128)
    const input = new Float32Array(frames)
    input[0] = 0.5
    const params = { frequency: 1_000, resonance: 1.1 }
    const [out] = renderOut(ladder, { frames, inputs: { in: [input] }, params })
    const tail = out!.subarray(24_000)
    expect(peakOf(tail)).toBeGreaterThan(0.1)
    expect(peakOf(tail)).toBeLessThan(1)
    const crossings = tail.filter((value, i) => i > 0 && value > 0 && tail[i - 1]! <= 0).length
    expect(Math.abs(crossings / (tail.length / RATE) - 1_000)).toBeLessThan(10)
    const died = { frequency: 1_000, resonance: 0.9 }
    const [still] = renderOut(ladder, { frames, inputs: { in: [input] }, params: died })
    expect(peakOf(still!.subarray(24_000))).toBeLessThan(1e-6)
  })

  test('stays bounded while everything jumps at audio rate', () => {
    const frames = 12_800
    const frequency = Float32Array.from({ length: frames }, (_, i) => (i % 5 < 2 ? 20 : 20_000))
    const inputs = { in: [whiteNoise(frames, 5, 1e30)] }
    const params = { frequency, resonance: 1.2, drive: 24 }
    const [out] = renderOut(ladder, { frames, inputs, params })
    expect(peakOf(out!)).toBeLessThan(2)
  })

  test('rings down to rest', () => {
    const impulse = new Float32Array(1_024)
    impulse[0] = 1
    const options = { frames: 1_024, inputs: { in: [impulse] }, params: { resonance: 0.5 } }
    const instance = createInstance(ladder, options)
    instance.fill(0, 1_024)
    instance.process(0, 128)
    expect(instance.arena.call('ladder_idle', instance.self)).toBe(0)
    impulse.fill(0)
    instance.fill(0, 1_024)
    for (let i = 0; i < 20; i++) instance.process(0, 1_024)
    expect(instance.arena.call('ladder_idle', instance.self)).toBe(1)
  })
})
