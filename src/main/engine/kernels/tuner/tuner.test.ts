import { describe, expect, test } from 'vitest'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { render } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { tuner } from '.'

/** A saw without aliases: its harmonics below half the rate, 100 at most. */
function saw(frames: number, hertz: number, sampleRate: number): Float32Array {
  const wave = new Float32Array(frames)
  for (let k = 1; k <= 100 && k * hertz < sampleRate / 2; k++) {
    sine(frames, k * hertz, sampleRate).forEach((value, i) => (wave[i]! += value / k / 2))
  }
  return wave
}

function found(wave: Float32Array, sampleRate = 48_000, reference = 440) {
  const frames = wave.length
  const inputs = { in: [wave] }
  const values = readoutsAfter(tuner, { frames, inputs, sampleRate, params: { reference } })
  return (name: keyof typeof tuner.readouts) => values[name]?.[0] ?? Number.NaN
}

const centsBetween = (one: number, other: number) => 1_200 * Math.log2(one / other)

describe('A-02 tuner', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(tuner)
  })

  test.each([44_100, 48_000, 96_000, 192_000])(
    'sines from 40 Hz to 2 kHz are found to 0.2 cents, at %i Hz',
    rate => {
      for (const hertz of [40, 41.203, 82.407, 110, 196.5, 440, 659.255, 1_046.5, 1_977.77]) {
        const frames = 4_096 * Math.ceil(rate / 48_000) * 2
        const value = found(sine(frames, hertz, rate), rate)
        expect(Math.abs(centsBetween(value('frequency'), hertz))).toBeLessThan(0.2)
        expect(value('clarity')).toBeGreaterThan(0.99)
      }
    },
  )

  test('saws from 40 Hz to 2 kHz are found to 0.2 cents, in noise to 5 cents', () => {
    for (const hertz of [40, 55, 98.123, 261.626, 523.25, 987.767, 1_567.98, 1_999]) {
      const wave = saw(8_192, hertz, 48_000)
      expect(Math.abs(centsBetween(found(wave)('frequency'), hertz))).toBeLessThan(0.2)
      const noise = whiteNoise(8_192, 3, 0.05)
      const noisy = wave.map((value, i) => value + (noise[i] ?? 0))
      expect(Math.abs(centsBetween(found(noisy)('frequency'), hertz))).toBeLessThan(5)
    }
  })

  test('a tone without its fundamental has its pitch, and an offset changes nothing', () => {
    const wave = saw(8_192, 150, 48_000)
    const missing = wave.map(
      (value, i) => 0.3 + value - Math.sin((2 * Math.PI * 150 * i) / 48_000) / 2,
    )
    expect(Math.abs(centsBetween(found(missing)('frequency'), 150))).toBeLessThan(1)
  })

  test('note and cents follow the reference', () => {
    const value = found(sine(8_192, 440, 48_000), 48_000, 432)
    expect(value('note')).toBe(69)
    expect(value('cents')).toBeCloseTo(centsBetween(440, 432), 0)
  })

  test('`pitch` is in octaves from middle C and holds in silence; noise is not clear', () => {
    const wave = new Float32Array(48_128)
    wave.set(sine(24_064, 261.6256 * 2, 48_000))
    const { pitch, clarity } = render(tuner, { frames: 48_128, inputs: { in: [wave] } })
    expect(pitch![0]!.at(20_000)).toBeCloseTo(1, 3)
    expect(pitch![0]!.at(-1)).toBeCloseTo(1, 1)
    expect(clarity![0]!.at(-1)).toBe(0)
    expect(found(whiteNoise(8_192, 9))('clarity')).toBeLessThan(0.5)
  })
})
