import { describe, expect, test } from 'vitest'
import { expectSameWithNotes } from '../testing/note-partitions'
import { type NoteEvent, soundingNotes } from '../testing/notes'
import { renderNotes } from '../testing/render-notes'
import { transpose } from '.'

describe('A-01 transpose', () => {
  test('the same for any partition into calls, and no note is stuck', () => {
    const semitones = Float32Array.from({ length: 10_240 }, (_, i) => (i / 10_240) * 24 - 12)
    expectSameWithNotes(transpose, {
      params: { semitones },
      check: (out, notes) => {
        expect(soundingNotes(out)).toEqual([])
        expect(out.length).toBe(notes.length)
      },
    })
  })

  test('moves beginnings alone: bends and ends stay', () => {
    const notes: NoteEvent[] = [
      { frame: 0, kind: 'on', note: 1, key: 60, value: 0.5 },
      { frame: 5, kind: 'pitch', note: 1, key: 2, value: 0 },
      { frame: 9, kind: 'off', note: 1, key: 60, value: 0 },
    ]
    const out = renderNotes(transpose, { frames: 128, notes: { notes }, params: { semitones: 7 } })
    expect(out).toEqual([{ ...notes[0], key: 67 }, notes[1], notes[2]])
  })
})
