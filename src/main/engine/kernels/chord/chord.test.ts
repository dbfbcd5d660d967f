import { describe, expect, test } from 'vitest'
import { expectSameWithNotes } from '../testing/note-partitions'
import { type NoteEvent, soundingNotes } from '../testing/notes'
import type { Values } from '../testing/render'
import { renderNotes } from '../testing/render-notes'
import { chord } from '.'

function play(notes: readonly NoteEvent[], params: Record<string, Values> = {}) {
  return renderNotes(chord, { frames: 1_024, notes: { notes }, params })
}

const on: NoteEvent = { frame: 0, kind: 'on', note: 9, key: 62, value: 1 }
const keys = (params: Record<string, number>) => play([on], params).map(({ key }) => key)

describe('A-01 chord', () => {
  test('the same for any partition into calls, and no note is stuck', () => {
    const third = Float32Array.from({ length: 10_240 }, (_, i) => Math.round((i / 10_240) * 12))
    expectSameWithNotes(chord, {
      params: { third, fourth: -12 },
      check: out => expect(soundingNotes(out)).toEqual([]),
    })
  })

  test('adds semitones, or degrees of a scale', () => {
    expect(keys({})).toEqual([62, 66, 69])
    const major = chord.params.scale.choices.indexOf('major')
    // On D in C major: D minor, and the seventh.
    expect(keys({ scale: major, second: 2, third: 4, fourth: 6 })).toEqual([62, 65, 69, 72])
    expect(keys({ scale: major, second: -1, third: 0 })).toEqual([62, 60])
  })

  test('ends and bends reach all of it, after the params have changed too', () => {
    const second = Float32Array.from({ length: 1_024 }, (_, i) => (i < 100 ? 4 : 3))
    const notes: NoteEvent[] = [
      on,
      { frame: 200, kind: 'pitch', note: 9, key: 1, value: 0 },
      { frame: 300, kind: 'off', note: 9 },
    ]
    const out = play(notes, { second })
    const numbers = out.filter(({ kind }) => kind === 'on').map(({ note }) => note)
    for (const kind of ['pitch', 'off'] as const) {
      expect(out.filter(event => event.kind === kind).map(({ note }) => note)).toEqual(numbers)
    }
  })

  test('60 chords that end at once all end: what a quantum does not take comes in the next one', () => {
    const notes = Array.from({ length: 60 }, (_, note) => note)
    const played = play(
      [
        ...notes.map((note): NoteEvent => ({ ...on, frame: note * 4, note })),
        ...notes.map((note): NoteEvent => ({ frame: 300, kind: 'off', note })),
        ...notes.map((note): NoteEvent => ({ ...on, frame: 700, note })),
        ...notes.map((note): NoteEvent => ({ frame: 700, kind: 'off', note })),
      ],
      { fourth: 12 },
    )
    const ends = played.filter(({ kind, frame }) => kind === 'off' && frame < 700)
    expect(ends.map(({ frame }) => frame)).toEqual(Array.from({ length: 240 }, () => 300))
    expect(soundingNotes(played)).toEqual([])
  })
})
