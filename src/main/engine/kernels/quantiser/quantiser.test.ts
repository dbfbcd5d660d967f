import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { render, renderOut } from '../testing/render'
import { risingEdges } from '../testing/timeline'
import { quantiser } from '.'

const FRAMES = 4_864

/** The scales as any book on harmony has them. */
const scales: Record<string, readonly number[]> = {
  chromatic: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  'harmonic-minor': [0, 2, 3, 5, 7, 8, 11],
  'melodic-minor': [0, 2, 3, 5, 7, 9, 11],
  'major-pentatonic': [0, 2, 4, 7, 9],
  'minor-pentatonic': [0, 3, 5, 7, 10],
  blues: [0, 3, 5, 6, 7, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  locrian: [0, 1, 3, 5, 6, 8, 10],
  'whole-tone': [0, 2, 4, 6, 8, 10],
  diminished: [0, 1, 3, 4, 6, 7, 9, 10],
}

/** Two octaves up from one below middle C. */
const glide = Float32Array.from({ length: FRAMES }, (_, i) => (2 * (i + 0.37)) / FRAMES - 1)

describe('A-01 quantiser', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(quantiser, { channels: 1 })
  })

  test.each(Object.entries(scales))('%s goes to the nearest of its notes', (name, notes) => {
    const scale = quantiser.params.scale.choices.findIndex(choice => choice === name)
    for (const root of [0, 5]) {
      const params = { scale, root }
      const [out] = renderOut(quantiser, { frames: FRAMES, inputs: { in: [glide] }, params })
      const allowed = [-2, -1, 0, 1].flatMap(octave =>
        notes.map(note => octave + (note + root) / 12),
      )
      for (let frame = 0; frame < FRAMES; frame += 7) {
        const distance = Math.abs(out![frame]! - glide[frame]!)
        const least = Math.min(...allowed.map(pitch => Math.abs(pitch - glide[frame]!)))
        expect(distance).toBeCloseTo(least, 6)
        expect(Math.min(...allowed.map(pitch => Math.abs(pitch - out![frame]!)))).toBeLessThan(1e-6)
      }
    }
  })

  test('a changed note triggers', () => {
    const { trigger } = render(quantiser, {
      frames: FRAMES,
      inputs: { in: [glide] },
      params: { scale: 13 },
    })
    // Six whole tones an octave; the first note counts.
    expect(risingEdges(trigger![0]!).length).toBe(13)
  })
})
