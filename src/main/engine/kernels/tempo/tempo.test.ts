import { describe, expect, test } from 'vitest'
import { addDrum, drumPattern } from '../testing/drums'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { whiteNoise } from '../testing/signals'
import { tempo } from '.'

function found(wave: Float32Array, centre = 120) {
  const options = { frames: wave.length, inputs: { in: [wave] }, params: { centre } }
  const values = readoutsAfter(tempo, options)
  const [bpm = 0, confidence = 0, other = 0] = ['bpm', 'confidence', 'other'].map(
    id => values[id]?.[0],
  )
  return { bpm, confidence, other }
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

  test.each([50, 55, 60, 66, 72, 75, 84, 96, 110, 124, 128, 140, 160, 174, 180, 190])(
    'a rock pattern at %d BPM is found to 1 in a hundred, though played up to 10 ms late or early',
    bpm => {
      expect(Math.abs(found(drumPattern(bpm, 12, 0.01)).bpm / bpm - 1)).toBeLessThan(0.01)
    },
  )

  test.each([50, 60, 70, 80, 90, 110, 120, 128, 140, 160, 180, 190])(
    'a kick on every beat of %d BPM, with hi-hats between, is found to 1 in a hundred',
    bpm => {
      const wave = new Float32Array(12 * 48_000)
      for (let eighth = 0; eighth * (30 / bpm) < 11.7; eighth++) {
        addDrum(wave, eighth % 2 === 0 ? 'kick' : 'hat', 0.05 + eighth * (30 / bpm))
      }
      expect(Math.abs(found(wave).bpm / bpm - 1)).toBeLessThan(0.01)
    },
  )

  test('200 BPM and 100 BPM are told apart by `centre`, and the other one is named', () => {
    const wave = drumPattern(200, 12, 0.01)
    expect(found(wave, 120).bpm / 100).toBeCloseTo(1, 2)
    const high = found(wave, 190)
    expect(high.bpm / 200).toBeCloseTo(1, 2)
    expect(high.other / high.bpm).toBeCloseTo(0.5, 5)
  })

  test('noise repeats badly; silence has no tempo', () => {
    expect(found(whiteNoise(480_000, 3)).confidence).toBeLessThan(0.3)
    expect(found(new Float32Array(480_000))).toEqual({ bpm: 0, confidence: 0, other: 0 })
  })
})
