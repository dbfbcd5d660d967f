import { describe, expect, test } from 'vitest'
import { expectSameWithNotes } from '../testing/note-partitions'
import { type NoteEvent, soundingNotes } from '../testing/notes'
import { renderNotes } from '../testing/render-notes'
import { noteScale } from '.'

const names = noteScale.params.scale.choices

/** Degrees of the scales as theory books give them. */
const degrees: Record<(typeof names)[number], number[]> = {
  chromatic: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  'harmonic-minor': [0, 2, 3, 5, 7, 8, 11],
  'melodic-minor': [0, 2, 3, 5, 7, 9, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  locrian: [0, 1, 3, 5, 6, 8, 10],
  'major-pentatonic': [0, 2, 4, 7, 9],
  'minor-pentatonic': [0, 3, 5, 7, 10],
  blues: [0, 3, 5, 6, 7, 10],
  'whole-tone': [0, 2, 4, 6, 8, 10],
}

/** An octave of keys from 60 on. */
const octave = Array.from({ length: 12 }, (_, note): NoteEvent => {
  return { frame: note, kind: 'on', note, key: 60 + note, value: 1 }
})

function keys(params: Record<string, number>): number[] {
  const events = renderNotes(noteScale, { frames: 128, notes: { notes: octave }, params })
  return events.map(({ key }) => key)
}

describe('A-01 note scale', () => {
  test('the same for any partition into calls, and no note is stuck', () => {
    expectSameWithNotes(noteScale, {
      params: { scale: 3, others: 1 },
      check: out => expect(soundingNotes(out)).toEqual([]),
    })
  })

  test.each(names)('%s: what is off the scale is left out, or falls onto it', name => {
    const scale = names.indexOf(name)
    expect(keys({ scale, others: 1 })).toEqual(degrees[name].map(degree => 60 + degree))
    const wanted = octave.map(({ note }) => 60 + degrees[name].findLast(degree => degree <= note)!)
    expect(keys({ scale })).toEqual(wanted)
  })

  test('the root moves the scale', () => {
    expect(keys({ scale: names.indexOf('major'), root: 2, others: 1 })).toEqual([
      61, 62, 64, 66, 67, 69, 71,
    ])
  })
})
