import { describe, expect, test } from 'vitest'
import { runScript } from '@wireharp/testing'
import drive from './main'

const sampleRate = 48_000
const frames = 16_384

function sine(frequency: number, amplitude: number): Float32Array {
  return Float32Array.from(
    { length: frames },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / sampleRate),
  )
}

function driven(input: Float32Array, params: { drive: number; level: number }): Float32Array {
  const { out } = runScript(drive, 'drive', {
    inputs: { in: [input] },
    outputs: { out: 1 },
    params,
    frames,
  })
  return out?.[0] ?? new Float32Array(0)
}

/** Amplitude of one frequency, which must lie on a bin. */
function amplitudeAt(samples: ArrayLike<number>, frequency: number): number {
  let re = 0
  let im = 0
  for (let i = 0; i < samples.length; i++) {
    const phase = (2 * Math.PI * frequency * i) / sampleRate
    re += (samples[i] ?? 0) * Math.cos(phase)
    im += (samples[i] ?? 0) * Math.sin(phase)
  }
  return (2 * Math.hypot(re, im)) / samples.length
}

/** A frequency that has a whole number of cycles in the test's length. */
const onBin = (frequency: number) =>
  (Math.round((frequency * frames) / sampleRate) * sampleRate) / frames

describe('drive', () => {
  test('a slow signal follows tanh, half a sample late', () => {
    const input = sine(onBin(50), 0.5)
    const output = driven(input, { drive: 12, level: 0 })
    const factor = 10 ** (12 / 20)
    for (let i = 1000; i < 1200; i++) {
      const middle = ((input[i] ?? 0) + (input[i - 1] ?? 0)) / 2
      expect(output[i]).toBeCloseTo(Math.tanh(factor * middle), 4)
    }
  })

  test('overtones that fold back are 6 dB lower than a plain tanh leaves them', () => {
    const frequency = onBin(5_000)
    const input = sine(frequency, 0.9)
    const plain = input.map(sample => Math.tanh(sample * 10))
    const output = driven(input, { drive: 20, level: 0 })
    // The seventh harmonic, 35 kHz, lands on 13 kHz.
    const folded = sampleRate - 7 * frequency
    const ratio = amplitudeAt(plain, folded) / amplitudeAt(output, folded)
    expect(20 * Math.log10(ratio)).toBeGreaterThan(6)
  })

  test('silence stays silence, and full scale at full drive stays finite', () => {
    expect(Math.max(...driven(new Float32Array(frames), { drive: 48, level: 12 }))).toBe(0)
    const square = sine(onBin(100), 1e6)
    expect(
      driven(square, { drive: 48, level: 0 }).every(sample => Math.abs(sample) <= 1.0001),
    ).toBe(true)
  })
})
