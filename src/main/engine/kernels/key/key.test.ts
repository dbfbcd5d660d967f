import { describe, expect, test } from 'vitest'
import { expectSameReadouts, readoutsAfter } from '../testing/readouts'
import { whiteNoise } from '../testing/signals'
import { key } from '.'

const CHORD = 16_384
const names = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B']

/** Chords (semitones from the tonic) of saw-like tones with four harmonics, a third of a second each. */
function progression(tonic: number, chords: readonly (readonly number[])[], tune = 440) {
  const wave = new Float32Array(CHORD * chords.length)
  chords.forEach((chord, index) => {
    for (const step of [chord[0]! - 12, ...chord]) {
      const hertz = tune * 2 ** ((tonic + step - 9) / 12)
      for (let k = 1; k <= 4; k++) {
        // A sine by recurrence: each sample from the two before it.
        const turn = 2 * Math.cos((2 * Math.PI * k * hertz) / 48_000)
        let [last, now] = [0, Math.sin((2 * Math.PI * k * hertz) / 48_000)]
        for (let i = 0; i < CHORD; i++) {
          wave[index * CHORD + i]! += (0.1 / k) * now * (1 - i / CHORD)
          ;[last, now] = [now, turn * now - last]
        }
      }
    }
  })
  return wave
}

const major = [
  [0, 4, 7],
  [9, 12, 16],
  [5, 9, 12],
  [7, 11, 14],
  [0, 4, 7],
]
const minor = [
  [0, 3, 7],
  [5, 8, 12],
  [7, 11, 14],
  [8, 12, 15],
  [7, 11, 14],
  [0, 3, 7],
]

function found(wave: Float32Array, reference = 440) {
  const params = { reference }
  return readoutsAfter(key, { frames: wave.length, inputs: { in: [wave] }, params })
}

describe('A-02 key', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(key)
  })

  test.each(names.map((name, tonic) => [name, tonic] as const))(
    'I vi IV V I in %s major, i iv V VI V i in minor',
    (_name, tonic) => {
      expect(found(progression(tonic, major))['key']).toEqual([tonic])
      expect(found(progression(tonic, minor))['key']).toEqual([12 + tonic])
    },
  )

  test('a single tone is its class, by the reference', () => {
    const classes = found(progression(9, [[0]], 415), 415)['classes']
    expect(classes?.indexOf(Math.max(...classes))).toBe(9)
    const other = found(progression(9, [[0]], 415), 440)['classes']
    expect(other?.indexOf(Math.max(...other))).toBe(8)
  })

  test('silence has no key, loudness does not matter, and noise is not trusted', () => {
    expect(found(new Float32Array(48_000))['key']).toEqual([-1])
    const quiet = progression(2, major).map(value => value / 100)
    expect(found(quiet)['key']).toEqual([2])
    const sure = found(progression(2, major))['confidence']?.[0] ?? 0
    expect(sure).toBeGreaterThan(0.1)
    expect(found(whiteNoise(240_000 - (240_000 % 128), 3))['confidence']?.[0]).toBeLessThan(sure)
  })
})
