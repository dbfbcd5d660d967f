import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, sine, whiteNoise } from '../testing/signals'
import { modulatedDelay } from '.'

const FRAMES = 24_064
const RATE = 48_000
const wet = { mix: 1, feedback: 0, stereo: 0 }

describe('A-01 chorus and flanger', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(modulatedDelay)
    expectSameForAnyPartition(modulatedDelay, { channels: 1 })
  })

  test.each([
    [1_000, -86],
    [5_000, -68],
    [10_000, -63],
  ])('a sine of %d Hz through a moving delay is the closed form, to %d dB', (frequency, level) => {
    const inputs = { in: [sine(FRAMES, frequency, RATE)] }
    const params = { ...wet, rate: 2, delay: 0.005, depth: 0.003, stereo: 0.25 }
    const heard = renderOut(modulatedDelay, { frames: FRAMES, inputs, params })
    heard.forEach((samples, side) => {
      const wanted = samples.map((_, frame) => {
        const wave = Math.sin(2 * Math.PI * ((2 * frame) / RATE + 0.25 * side))
        const at = frame / RATE - 0.005 - 0.0015 * (1 + wave)
        return Math.sin(2 * Math.PI * frequency * at)
      })
      const found = differenceLevel(samples.subarray(1_000), wanted.subarray(1_000)) + 3
      expect(found).toBeLessThan(level)
    })
  })

  test('feedback makes the comb of the closed form', () => {
    const input = new Float32Array(2_560)
    input[0] = 1
    const params = { ...wet, delay: 100 / RATE, depth: 0, feedback: -0.5 }
    const [heard] = renderOut(modulatedDelay, { frames: 2_560, inputs: { in: [input] }, params })
    ;[1, -0.5, 0.25, -0.125].forEach((value, index) => {
      expect(heard![100 * (index + 1)]).toBeCloseTo(value, 3)
    })
  })

  test('keeps time with the tempo: a quarter at 240 beats a minute repeats every 12,000 frames', () => {
    const inputs = { in: [sine(36_096, 800, RATE)] }
    const params = { ...wet, sync: 6, tempo: 240 }
    const [heard] = renderOut(modulatedDelay, { frames: 36_096, inputs, params })
    const later = heard!.slice(14_000, 34_000)
    expect(differenceLevel(heard!.slice(2_000, 22_000), later)).toBeLessThan(-80)
  })

  test('one channel sounds as two that are the same, to the bit, wherever the sides part and meet', () => {
    const input = whiteNoise(36_096, 5)
    // Long enough for the lines to become silent.
    input.fill(0, 12_000, 20_000)
    const stereo = Float32Array.from(
      input,
      (_, frame) => [0, 0.25, 0, 0, 0.1, 0][Math.floor(frame / 6_144)] ?? 0,
    )
    const params = { stereo, rate: 3, feedback: 0.5, voices: 1 }
    const render = (channels: Float32Array[]) =>
      renderOut(modulatedDelay, { frames: 36_096, inputs: { in: channels }, params })
    const one = render([input])
    expect(one).toEqual(render([input, input.slice()]))
    const parts = [6_000, 12_000, 23_000, 30_000].map(frame => one[0]![frame] !== one[1]![frame])
    expect(parts).toEqual([false, true, false, true])
  })

  test('two channels that sway alike sound as each of them by itself, to the bit', () => {
    const [left, right] = [whiteNoise(12_032, 6), whiteNoise(12_032, 7)]
    for (const delay of [0.0002, 0.01]) {
      const params = { stereo: 0, rate: 7, depth: 0.004, delay, feedback: 0.3, voices: 2 }
      const render = (channels: Float32Array[]) =>
        renderOut(modulatedDelay, { frames: 12_032, inputs: { in: channels }, params })
      const both = render([left, right])
      expect(both).toEqual([render([left])[0], render([right])[1]])
    }
  })

  test('with no wet sound it is a wire', () => {
    const input = whiteNoise(2_560, 3)
    const options = { frames: 2_560, inputs: { in: [input] }, params: { mix: 0 } }
    expect(renderOut(modulatedDelay, options)[0]).toEqual(input)
  })
})
