import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { amplitudeDecibels, peakOf, steady } from '../testing/levels'
import { createInstance, render, renderOut, type Values } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { compressor } from '.'

const RATE = 48_000
const settled = RATE - (RATE % 128)
const amplitude = (decibels: number) => 10 ** (decibels / 20)

/** Level in decibels that a steady level of `level` comes out at. */
function steadyLevel(level: number, params: Record<string, Values>): number {
  const inputs = { in: [steady(settled, amplitude(level))] }
  const fast = { attack: 0.001, release: 0.01, ...params }
  const [out] = renderOut(compressor, { frames: settled, inputs, params: fast })
  return amplitudeDecibels(out!.at(-1)!)
}

/** The static curve of the paper, equation 4. */
function curve(level: number, threshold: number, ratio: number, knee: number): number {
  const over = level - threshold
  if (2 * over < -knee) return level
  if (knee > 0 && 2 * Math.abs(over) <= knee) {
    return level + ((1 / ratio - 1) * (over + knee / 2) ** 2) / (2 * knee)
  }
  return threshold + over / ratio
}

describe('A-01 compressor', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(compressor)
    expectSameForAnyPartition(compressor, { params: { link: 1, timing: 1 }, channels: 3 })
    expectSameForAnyPartition(compressor, { params: { lookahead: 0.005, mode: 2 }, channels: 1 })
  })

  test.each([-70, -41, -33, -30, -27, -21, -6, 0, 12])(
    'a steady %i dB comes out as the static curve of Giannoulis et al. says, to 0.0001 dB',
    level => {
      for (const [ratio, knee] of [
        [4, 12],
        [2, 0],
        [30, 6],
      ] as const) {
        const found = steadyLevel(level, { threshold: -30, ratio, knee })
        expect(Math.abs(found - curve(level, -30, ratio, knee))).toBeLessThan(1e-4)
      }
    },
  )

  test('at a ratio of 100 nothing steady is louder than the threshold', () => {
    expect(steadyLevel(0, { threshold: -20, ratio: 100, knee: 0 })).toBeCloseTo(-20, 4)
  })

  test('upward mode turns up what is below the threshold, expand turns it down', () => {
    const common = { threshold: -20, ratio: 2, knee: 0 }
    expect(steadyLevel(-40, { ...common, mode: 1 })).toBeCloseTo(-30, 3)
    expect(steadyLevel(-10, { ...common, mode: 1 })).toBeCloseTo(-10, 4)
    expect(steadyLevel(-40, { ...common, mode: 2 })).toBeCloseTo(-60, 3)
    expect(steadyLevel(-40, { ...common, mode: 2, range: 8 })).toBeCloseTo(-48, 3)
    expect(steadyLevel(-10, { ...common, mode: 2 })).toBeCloseTo(-10, 4)
  })

  test('attack and release follow the recursions of the paper, equation 17, to 0.002 dB', () => {
    const frames = 9_600
    const input = Float32Array.from({ length: frames }, (_, i) => (i < 4_800 ? 1 : 0.001))
    const params = { threshold: -20, ratio: 4, knee: 0, attack: 0.007, release: 0.05 }
    const { reduction } = render(compressor, { frames, inputs: { in: [input] }, params })
    const attack = Math.exp(-1 / (0.007 * RATE))
    const release = Math.exp(-1 / (0.05 * RATE))
    let first = 0
    let second = 0
    for (let i = 0; i < frames; i++) {
      const wanted = Math.max(0, 0.75 * (20 * Math.log10(input[i]!) + 20))
      first = Math.max(wanted, release * first + (1 - release) * wanted)
      second = attack * second + (1 - attack) * first
      expect(Math.abs(reduction![0]![i]! - second)).toBeLessThan(2e-3)
    }
  })

  test('the mean square of a sine lies 3 dB below its peak', () => {
    const inputs = { in: [sine(settled, 1_000, RATE)] }
    const params = { detector: 1, window: 0.1, threshold: -20, ratio: 100, knee: 0, release: 1 }
    const [out] = renderOut(compressor, { frames: settled, inputs, params })
    const level = amplitudeDecibels(peakOf(out!.subarray(-4_800)))
    expect(level).toBeCloseTo(-20 + 10 * Math.log10(2), 1)
  })

  test('auto timing keeps the times for a sine and shortens them for clicks', () => {
    const clicks = new Float32Array(settled)
    for (let i = 0; i < settled; i += 4_800) clicks.fill(1, i, i + 24)
    const tone = sine(settled, 1_000, RATE)
    const params = { threshold: -20, attack: 0.005, release: 0.3 }
    const level = (input: Float32Array, timing: number) => {
      const options = { frames: settled, inputs: { in: [input] }, params: { ...params, timing } }
      return render(compressor, options)['reduction']![0]!
    }
    const [still, adapted] = [level(tone, 0), level(tone, 1)]
    expect(Math.abs(still.at(-1)! - adapted.at(-1)!)).toBeLessThan(0.2)
    // Between clicks the gain comes back sooner.
    expect(level(clicks, 1).at(-1)!).toBeLessThan(0.5 * level(clicks, 0).at(-1)!)
  })

  test('linked channels keep their balance; unlinked ones are on their own', () => {
    const loud = steady(settled, 1)
    const soft = steady(settled, 0.05)
    const inputs = { in: [loud, soft] }
    const params = { threshold: -20, ratio: 4, knee: 0 }
    const linked = renderOut(compressor, { frames: settled, inputs, params })
    expect(linked[0]!.at(-1)! / linked[1]!.at(-1)!).toBeCloseTo(20, 4)
    const apart = renderOut(compressor, { frames: settled, inputs, params: { ...params, link: 0 } })
    expect(apart[1]).toEqual(soft)
    expect(apart[0]!.at(-1)!).toBeCloseTo(amplitude(-15), 4)
  })

  test('a sidechain moves the gain in place of the input; its high-pass takes out the bass', () => {
    const common = { threshold: -40, ratio: 4 }
    const bass = sine(settled, 40, RATE)
    const inputs = { in: [steady(settled, 0.5)], sidechain: [bass] }
    const reductionAt = (params: Record<string, Values>) =>
      render(compressor, { frames: settled, inputs, params })['reduction']![0]!.at(-1)!
    expect(reductionAt(common)).toBeGreaterThan(25)
    // Second order: 40 Hz lies 20 · log10(1 + (1000 / 40)⁴)½ = 56 dB below.
    expect(reductionAt({ ...common, highpass: 1_000 })).toBeLessThan(0.1)
  })

  test('look-ahead delays the sound by its latency and meets a step in time', () => {
    const frames = 4_864
    const input = Float32Array.from({ length: frames }, (_, i) => (i < 2_400 ? 0 : 1))
    const params = { threshold: -20, ratio: 100, knee: 0, attack: 0.0005, lookahead: 0.005 }
    const options = { frames, inputs: { in: [input] }, params }
    const instance = createInstance(compressor, options)
    instance.fill(0, 1_024)
    expect(instance.arena.call('compressor_latency', instance.self)).toBe(240)
    const [out] = renderOut(compressor, options)
    expect(out!.findIndex(value => value !== 0)).toBe(2_640)
    expect(amplitudeDecibels(peakOf(out!))).toBeCloseTo(-20, 1)
  })

  test('mix goes from the dry sound to the compressed one', () => {
    const input = whiteNoise(1_280, 3)
    const inputs = { in: [input] }
    const params = { threshold: -60, mix: 0, makeup: 12 }
    expect(renderOut(compressor, { frames: 1_280, inputs, params })).toEqual([input])
  })

  test('rests after silence, and stays finite for what is far too loud', () => {
    const input = new Float32Array(settled)
    input.fill(1e30, 128, 300)
    const instance = createInstance(compressor, { frames: settled, inputs: { in: [input] } })
    for (let from = 0; from + 1_024 <= settled; from += 1_024) {
      instance.fill(from, 1_024)
      instance.process(0, 1_024)
      expect(instance.arena.floats(instance.buses[0]!.bus, 1_024).every(Number.isFinite)).toBe(true)
    }
    // 800 dB of reduction take 25 release times to become nothing.
    const quiet = createInstance(compressor, { frames: 0, params: { release: 0.01 } })
    quiet.fill(0, 1_024)
    for (let i = 0; i < 10; i++) quiet.process(0, 1_024)
    expect(quiet.arena.call('compressor_idle', quiet.self)).toBe(1)
    expect(instance.arena.call('compressor_idle', instance.self)).toBe(0)
  })
})
