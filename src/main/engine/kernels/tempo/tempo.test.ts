import { describe, expect, test } from 'vitest'
import { drumPattern } from '../testing/drums'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { whiteNoise } from '../testing/signals'
import { tempo } from '.'

function found(wave: Float32Array, centre = 120) {
  const options = { frames: wave.length, inputs: { in: [wave] }, params: { centre } }
  const values = readoutsAfter(tempo, options)
  return { bpm: values['bpm']?.[0] ?? 0, confidence: values['confidence']?.[0] ?? 0 }
}

/** Clicks of 5 ms of 1 kHz. */
function clicks(bpm: number, seconds: number): Float32Array {
  const wave = new Float32Array(seconds * 48_000)
  for (let at = 2_000; at < wave.length - 240; at += (60 / bpm) * 48_000) {
    for (let i = 0; i < 240; i++) wave[Math.round(at) + i] = 0.5 * Math.sin(i * 0.13)
  }
  return wave
}

describe('A-02 tempo', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(tempo, 48_000 * 4)
  })

  test.each([60, 72.5, 90, 105, 120, 133.33, 150, 165, 180])(
    'clicks at %d a minute are found to 2 in a thousand',
    bpm => {
      const { bpm: value, confidence } = found(clicks(bpm, 12))
      expect(Math.abs(value / bpm - 1)).toBeLessThan(0.002)
      expect(confidence).toBeGreaterThan(0.5)
    },
  )

  test.each([84, 96, 110, 124, 128, 140, 160, 174, 180])(
    'a drum pattern at %d BPM is found to 1 in a hundred, though played up to 10 ms late or early',
    bpm => {
      expect(Math.abs(found(drumPattern(bpm, 12, 0.01)).bpm / bpm - 1)).toBeLessThan(0.01)
    },
  )

  test.each([60, 75])('slow drums at %d BPM are told from twice that by `centre`', bpm => {
    const wave = drumPattern(bpm, 12, 0.01)
    expect(Math.abs(found(wave, 70).bpm / bpm - 1)).toBeLessThan(0.01)
    expect(Math.abs(found(wave).bpm / (2 * bpm) - 1)).toBeLessThan(0.01)
  })

  test('noise repeats badly; silence has no tempo', () => {
    expect(found(whiteNoise(480_000, 3)).confidence).toBeLessThan(0.3)
    expect(found(new Float32Array(480_000))).toEqual({ bpm: 0, confidence: 0 })
  })
})
