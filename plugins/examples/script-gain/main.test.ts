import { describe, expect, test } from 'vitest'
import { runScript } from '@wireharp/testing'
import gain from './main'

const frames = 256

describe('S1-23 script gain', () => {
  test('a level in dB is the factor 10^(dB/20), in every channel', () => {
    const ones = new Float32Array(frames).fill(1)
    const halves = new Float32Array(frames).fill(0.5)
    const { out } = runScript(gain, 'script-gain', {
      inputs: { in: [ones, halves] },
      outputs: { out: 2 },
      params: { gain: -20 },
      frames,
    })
    expect(out?.[0]?.[200]).toBeCloseTo(0.1, 7)
    expect(out?.[1]?.[200]).toBeCloseTo(0.05, 7)
  })

  test('automation is exact to the sample', () => {
    const ones = new Float32Array(frames).fill(1)
    const levels = Float32Array.from({ length: frames }, (_, index) =>
      index < 77 ? 0 : index / 10,
    )
    const { out } = runScript(gain, 'script-gain', {
      inputs: { in: [ones] },
      outputs: { out: 1 },
      params: { gain: levels },
      frames,
    })
    expect(out?.[0]?.[76]).toBe(1)
    for (const index of [77, 78, 128, 255]) {
      expect(out?.[0]?.[index]).toBeCloseTo(10 ** ((levels[index] ?? 0) / 20), 4)
    }
  })

  test('nothing wired to it gives silence', () => {
    const { out } = runScript(gain, 'script-gain', {
      inputs: { in: [] },
      outputs: { out: 1 },
      params: { gain: 6 },
      frames,
    })
    expect(Math.max(...(out?.[0] ?? [1]))).toBe(0)
  })
})
