import { describe, expect, test } from 'vitest'
import { steady } from '../testing/levels'
import { expectSameForAnyPartition } from '../testing/partitions'
import { render, type Values } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { transient } from '.'

const RATE = 48_000
const FRAMES = 128 * 375

function gainOver(input: Float32Array, params: Record<string, Values>): Float32Array {
  return render(transient, { frames: FRAMES, inputs: { in: [input] }, params })['gain']![0]!
}

describe('A-01 transient', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(transient)
    expectSameForAnyPartition(transient, { channels: 1 })
  })

  test('a step in level is raised by the difference of two exponentials', () => {
    const input = Float32Array.from({ length: FRAMES }, (_, i) => (i < 24_000 ? 0.1 : 1))
    const gain = gainOver(input, { attack: 0.5, attackTime: 0.03 })
    for (const i of [10, 60, 480, 1_440, 5_000]) {
      const fast = Math.exp(-(i + 1) / (0.0005 * RATE))
      const slow = Math.exp(-(i + 1) / (0.03 * RATE))
      expect(Math.abs(gain[24_000 + i]! - 0.5 * 20 * (slow - fast))).toBeLessThan(5e-3)
    }
    expect(Math.abs(gain[23_999]!)).toBeLessThan(1e-3)
  })

  test('what rings on after a step down is raised, and goes by the sustain time', () => {
    const input = Float32Array.from({ length: FRAMES }, (_, i) => (i < 24_000 ? 1 : 0.1))
    const gain = gainOver(input, { sustain: 1, sustainTime: 0.2 })
    for (const i of [10, 480, 1_440, 9_600]) {
      const long = Math.exp(-(i + 1) / (0.2 * RATE))
      const short = Math.exp(-(i + 1) / (0.02 * RATE))
      expect(Math.abs(gain[24_000 + i]! - 20 * (long - short))).toBeLessThan(5e-3)
    }
  })

  test('loud and soft sound are shaped alike', () => {
    const loud = whiteNoise(FRAMES, 3).map((value, i) => value * (i % 9_600 < 600 ? 1 : 0.05))
    const soft = loud.map(value => value / 16)
    const params = { attack: 1, sustain: -0.7 }
    // The level stays over −120 dB nearly always; where the first rise starts from does not matter later.
    const [one, other] = [gainOver(loud, params), gainOver(soft, params)]
    let largest = 0
    for (let i = 38_400; i < FRAMES; i++) largest = Math.max(largest, Math.abs(one[i]! - other[i]!))
    expect(largest).toBeLessThan(0.05)
  })

  test('with amounts of 0 the sound passes unchanged', () => {
    const inputs = { in: [whiteNoise(1_280, 4), steady(1_280, 0.3)] }
    const { out } = render(transient, { frames: 1_280, inputs, params: {} })
    expect(out).toEqual(inputs.in)
  })
})
