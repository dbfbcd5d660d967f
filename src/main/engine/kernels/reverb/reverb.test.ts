import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { createInstance, renderOut, type Values } from '../testing/render'
import { effectiveValue, whiteNoise } from '../testing/signals'
import { biquad } from '../biquad'
import { reverb } from '.'

const RATE = 48_000

/** What a click leaves, wet alone. */
function tail(params: Record<string, Values>, frames: number): Float32Array[] {
  const click = new Float32Array(frames)
  click[0] = 1
  const inputs = { in: [click, click] }
  return renderOut(reverb, { frames, inputs, params: { mix: 1, early: 0, preDelay: 0, ...params } })
}

/** An octave about a frequency. */
function band(samples: Float32Array, frequency: number): Float32Array {
  const params = { type: 2, frequency, q: 1.4 }
  const inputs = { in: [samples] }
  return renderOut(biquad, { frames: samples.length, inputs, params })[0] ?? samples
}

/** Time to fall by 60 dB, by Schroeder's integral from −5 to −35 dB (T30 of ISO 3382). */
function decayTime(samples: Float32Array): number {
  const left = new Float64Array(samples.length)
  let sum = 0
  for (let frame = samples.length - 1; frame >= 0; frame--) {
    sum += samples[frame]! ** 2
    left[frame] = sum
  }
  const at = (level: number) => left.findIndex(value => value < sum * 10 ** (level / 10))
  return (2 * (at(-35) - at(-5))) / RATE
}

describe('A-01 reverb', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(reverb)
    expectSameForAnyPartition(reverb, { channels: 1 })
  })

  test.each([
    [0.5, 1],
    [2, 1],
    [2, 0.3],
    [3, 2],
  ])(
    'a decay of %f s at size %f is one, within 5 per cent, at 500 Hz, 1 and 4 kHz',
    (decay, size) => {
      const frames = Math.ceil((decay * RATE * 1.2) / 128) * 128
      const [left] = tail({ decay, size, damping: 0, lowDamping: 0 }, frames)
      for (const frequency of [500, 1_000, 4_000]) {
        const found = decayTime(band(left!, frequency)) / decay
        expect(Math.abs(found - 1), `${frequency} Hz: ${found}`).toBeLessThan(0.05)
      }
    },
  )

  test('damping shortens the decay of the highs, low damping that of the lows', () => {
    const params = { decay: 2, damping: 0.6, highCorner: 3_000, lowDamping: 0.6, lowCorner: 300 }
    const [left] = tail(params, 96_000)
    const times = [60, 1_000, 12_000].map(frequency =>
      decayTime(band(band(left!, frequency), frequency)),
    )
    expect(times[1]).toBeGreaterThan(1.4)
    expect(times[0]).toBeLessThan(1.1)
    expect(times[2]).toBeLessThan(1.1)
  })

  test('the sides of the tail have little in common at full width, and all at none', () => {
    const correlation = ([left, right]: Float32Array[]) => {
      const product = left!.reduce((sum, value, frame) => sum + value * right![frame]!, 0)
      return product / (left!.length * effectiveValue(left!) * effectiveValue(right!))
    }
    expect(Math.abs(correlation(tail({ decay: 2 }, 48_000)))).toBeLessThan(0.15)
    expect(correlation(tail({ decay: 2, width: 0 }, 48_000))).toBeCloseTo(1, 5)
  })

  test('the tail is dense: its crests soon are those of noise', () => {
    const [left] = tail({ decay: 3, damping: 0, modulation: 0 }, 48_000)
    const part = left!.subarray(12_000, 24_000)
    const level = effectiveValue(part)
    // Kurtosis: 3 for Gaussian noise, far more where single echoes stand out.
    const fourth = part.reduce((sum, value) => sum + (value / level) ** 4, 0) / part.length
    expect(fourth).toBeGreaterThan(2.5)
    expect(fourth).toBeLessThan(4)
  })

  test('it rings down to exact zeros, sleeps, and wakes as after init', () => {
    const input = new Float32Array(1_024 * 300)
    input.set(whiteNoise(1_024, 3))
    const params = { decay: 0.2, mix: 1 }
    const instance = createInstance(reverb, { frames: 1_024, inputs: { in: [input] }, params })
    const bus = instance.buses[0]?.bus ?? 0
    const play = (from: number): Float32Array => {
      instance.fill(from, 1_024)
      instance.process(0, 1_024)
      return instance.arena.floats(bus, 1_024).slice()
    }
    const idle = () => instance.arena.call('reverb_idle', instance.self)
    const first = play(0)
    let blocks = 1
    for (; blocks < 300 && idle() === 0; blocks++) play(1_024 * blocks)
    expect(blocks).toBeLessThan(290)
    expect(play(1_024 * blocks).every(value => value === 0)).toBe(true)
    expect(play(0)).toEqual(first)
  })

  test('stays finite and bounded for a loud constant', () => {
    const frames = 48_000 - (48_000 % 128)
    const input = new Float32Array(frames).fill(1)
    const params = { decay: 60, damping: 0, lowDamping: 0, modulation: 1 }
    const [left] = renderOut(reverb, { frames, inputs: { in: [input] }, params })
    expect(left!.every(value => Math.abs(value) < 100)).toBe(true)
  })
})
