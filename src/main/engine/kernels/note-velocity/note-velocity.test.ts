import { describe, expect, test } from 'vitest'
import { expectSameWithNotes } from '../testing/note-partitions'
import { type NoteEvent, soundingNotes } from '../testing/notes'
import { renderNotes } from '../testing/render-notes'
import { noteVelocity } from '.'

function bent(velocities: readonly number[], params: Record<string, number>): number[] {
  const notes = velocities.map((value, note): NoteEvent => {
    return { frame: note, kind: 'on', note, key: 60, value }
  })
  const events = renderNotes(noteVelocity, { frames: 128, notes: { notes }, params })
  return events.map(({ value }) => value)
}

describe('A-01 note velocity', () => {
  test('the same for any partition into calls, and no note is stuck', () => {
    expectSameWithNotes(noteVelocity, {
      params: { random: 0.5, curve: 1 },
      check: out => expect(soundingNotes(out)).toEqual([]),
    })
  })

  test('a curve of 1 is the square root, of −1 the square', () => {
    expect(bent([0.25, 1], { curve: 1 })).toEqual([0.5, 1])
    expect(bent([0.5, 1], { curve: -1 })).toEqual([0.25, 1])
  })

  test('low and high are the ends of the range; equal, they fix it', () => {
    expect(bent([0.5], { low: 0.5, high: 1 })[0]).toBeCloseTo(0.75, 6)
    expect(bent([0.1, 0.9], { low: 0.75, high: 0.75 })).toEqual([0.75, 0.75])
  })

  test('chance stays within its bounds', () => {
    const values = bent(
      Array.from({ length: 100 }, () => 0.5),
      { random: 0.2 },
    )
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0.3)
    expect(Math.max(...values)).toBeLessThanOrEqual(0.7)
    expect(new Set(values).size).toBeGreaterThan(90)
  })
})
