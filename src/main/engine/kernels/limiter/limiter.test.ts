import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { amplitudeDecibels, peakOf, steady } from '../testing/levels'
import { createInstance, render, renderOut } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { limiter } from '.'

const RATE = 48_000
const FRAMES = 128 * 150
const ceilingOf = (decibels: number) => Math.fround(10 ** (decibels / 20)) * (1 + 3e-7)

/** Largest size of the signal between its frames, by a 64-tap Blackman-windowed sinc, 16 times. */
function truePeak(samples: Float32Array): number {
  let peak = 0
  for (let phase = 0; phase < 16; phase++) {
    const taps = Array.from({ length: 64 }, (_, tap) => {
      const at = tap - 31 - phase / 16
      const edge = (Math.PI * at) / 32
      const window = 0.42 + 0.5 * Math.cos(edge) + 0.08 * Math.cos(2 * edge)
      return (at === 0 ? 1 : Math.sin(Math.PI * at) / (Math.PI * at)) * window
    })
    for (let i = 0; i + 64 <= samples.length; i++) {
      let sum = 0
      for (let tap = 0; tap < 64; tap++) sum += samples[i + tap]! * taps[tap]!
      peak = Math.max(peak, Math.abs(sum))
    }
  }
  return peak
}

/** Noise of up to 16 kHz, by a 127-tap Blackman-windowed sinc. */
function bandNoise(frames: number): Float32Array {
  const noise = whiteNoise(frames + 126, 8, 2)
  const taps = Array.from({ length: 127 }, (_, tap) => {
    const at = tap - 63
    const edge = (Math.PI * at) / 64
    const window = 0.42 + 0.5 * Math.cos(edge) + 0.08 * Math.cos(2 * edge)
    return (at === 0 ? 2 / 3 : Math.sin((Math.PI * at * 2) / 3) / (Math.PI * at)) * window
  })
  return Float32Array.from({ length: frames }, (_, i) =>
    taps.reduce((sum, weight, tap) => sum + weight * noise[i + tap]!, 0),
  )
}

/** Noise with clicks, bursts and steps of up to 60 dB over full scale. */
function nasty(seed: number): Float32Array {
  const noise = whiteNoise(FRAMES, seed, 1)
  const wild = whiteNoise(FRAMES, seed + 1, 1)
  return noise.map((value, i) => {
    const burst = i % 3_000 > 2_400 ? 30 : 0.3
    return value * (wild[i]! > 0.995 ? 1_000 : burst)
  })
}

describe('A-01 limiter', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(limiter)
    expectSameForAnyPartition(limiter, { params: { lookahead: 0.003, detector: 1 }, channels: 1 })
  })

  test.each([0.0002, 0.0015, 0.01])(
    'no sample passes the ceiling, and none is clipped to get there, look-ahead %f s',
    lookahead => {
      for (const seed of [1, 2, 3]) {
        const inputs = { in: [nasty(seed), nasty(seed + 10)] }
        const params = { lookahead, ceiling: -1, release: 0.02, detector: seed % 2 }
        const { out, reduction } = render(limiter, { frames: FRAMES, inputs, params })
        const delay = Math.round(lookahead * RATE) + 5
        for (const [channel, samples] of out!.entries()) {
          expect(peakOf(samples)).toBeLessThanOrEqual(ceilingOf(-1))
          // The gain alone keeps it: the input, delayed, times the reported gain stays below too.
          for (let i = delay; i < FRAMES; i++) {
            const gain = 10 ** (-reduction![0]![i]! / 20)
            const product = Math.abs(inputs.in[channel]![i - delay]! * gain)
            expect(product).toBeLessThan(ceilingOf(-1) * (1 + 2e-6))
          }
        }
      }
    },
  )

  test('what stays below the ceiling passes unchanged, late by the latency', () => {
    const input = whiteNoise(FRAMES, 4, 0.8)
    const options = { frames: FRAMES, inputs: { in: [input] }, params: { ceiling: -1 } }
    const instance = createInstance(limiter, options)
    instance.fill(0, 1_024)
    const delay = instance.arena.call('limiter_latency', instance.self)
    expect(delay).toBe(96 + 5)
    const [out] = renderOut(limiter, options)
    expect(out!.subarray(delay)).toEqual(input.subarray(0, -delay))
  })

  test('a sine 6 dB too loud comes out at the ceiling, its shape kept to −60 dB', () => {
    const input = sine(FRAMES, 500, RATE)
    const params = { input: 6, ceiling: -3, release: 0.5 }
    const [out] = renderOut(limiter, { frames: FRAMES, inputs: { in: [input] }, params })
    const tail = out!.subarray(FRAMES / 2)
    expect(amplitudeDecibels(peakOf(tail))).toBeCloseTo(-3, 2)
    const gain = 10 ** (-3 / 20)
    const error = tail.map((value, i) => value - gain * input[FRAMES / 2 + i - 101]!)
    expect(amplitudeDecibels(peakOf(error))).toBeLessThan(-50)
  })

  test('the true-peak detector keeps peaks between the frames within 0.2 dB of the ceiling', () => {
    // A quarter of the rate at 45°: its samples lie 3 dB below its peaks.
    const input = Float32Array.from(
      { length: 4_096 },
      (_, i) => 2 * Math.sin((Math.PI / 2) * i + Math.PI / 4),
    )
    for (const source of [input, bandNoise(4_096)]) {
      const peaks = [0, 1].map(detector => {
        const params = { ceiling: -1, detector }
        const [out] = renderOut(limiter, { frames: 4_096, inputs: { in: [source] }, params })
        return amplitudeDecibels(truePeak(out!))
      })
      expect(peaks[0]).toBeGreaterThan(-0.5)
      expect(peaks[1]).toBeLessThan(-0.8)
    }
  })

  test('the gain comes back by the release', () => {
    const input = steady(FRAMES, 0.1)
    input.fill(10, 1_000, 1_010)
    const params = { ceiling: 0, release: 0.05, lookahead: 0.001 }
    const { reduction } = render(limiter, { frames: FRAMES, inputs: { in: [input] }, params })
    const gain = (frame: number) => 10 ** (-reduction![0]![frame]! / 20)
    const [early, late] = [gain(3_000), gain(5_400)]
    expect((1 - late) / (1 - early)).toBeCloseTo(Math.exp(-1), 3)
  })

  test('is idle after silence, not before', () => {
    const instance = createInstance(limiter, { frames: 1_024, inputs: { in: [nasty(1)] } })
    instance.fill(0, 1_024)
    instance.process(0, 1_024)
    expect(instance.arena.call('limiter_idle', instance.self)).toBe(0)
    instance.arena.floats(instance.arena.words(instance.self, 1)[0]!, 1_024).fill(0)
    for (let i = 0; i < 120; i++) instance.process(0, 1_024)
    expect(instance.arena.call('limiter_idle', instance.self)).toBe(1)
  })
})
