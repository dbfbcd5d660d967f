import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Note, NoteClip } from './clips'
import { flattenNotes, MAX_FLAT_NOTES, passesOf } from './flatten-notes'
import { emptyProject, type Project } from './project'
import { randomNoteClip } from './testing'

const note = (id: string, start: number, length: number, more: Partial<Note> = {}): Note => ({
  id,
  start,
  length,
  key: 60,
  velocity: 1,
  ...more,
})

function clip(id: string, more: Partial<NoteClip>, ...notes: Note[]): NoteClip {
  return {
    id,
    kind: 'notes',
    node: 'track',
    start: 0,
    length: 4,
    offset: 0,
    notes: Object.fromEntries(notes.map(item => [item.id, item])),
    ...more,
  }
}

/** At 60 beats a minute and 1000 frames a second, so that a beat is 1000 frames. */
function project(...clips: NoteClip[]): Project {
  const empty = emptyProject('p', 'Test')
  return {
    ...empty,
    transport: { ...empty.transport, tempo: 60 },
    clips: Object.fromEntries(clips.map(item => [item.id, item])),
  }
}

const spans = (from: Project) =>
  flattenNotes(from, 'track', 1000).map(({ id, on, off }) => `${id} ${on}-${off}`)

describe('T-04 notes of clips', () => {
  test('a clip plays its content from its offset to its end, and cuts what reaches beyond', () => {
    const notes = [note('a', 0, 1), note('b', 1, 1), note('c', 4.5, 9), note('d', 5, 1)]
    expect(spans(project(clip('k', { start: 10, offset: 1, length: 4 }, ...notes)))).toEqual([
      'k/b 10000-11000',
      'k/c 13500-14000',
    ])
  })

  test('a loop begins within its content, and each pass ends its notes', () => {
    const looped = clip(
      'k',
      { start: 8, offset: 3, length: 4, loop: 2 },
      note('a', 0, 0.5),
      note('b', 1.5, 1),
      note('c', 2, 1),
    )
    expect(passesOf(looped)).toBe(3)
    expect(spans(project(looped))).toEqual([
      'k/b#0 8500-9000',
      'k/a#1 9000-9500',
      'k/b#1 10500-11000',
      'k/a#2 11000-11500',
    ])
  })

  test('overlapping clips sound together, muted ones and those of other nodes do not', () => {
    const four = project(
      clip('b', { start: 1 }, note('n', 0, 1)),
      clip('a', { start: 1 }, note('n', 0, 1)),
      clip('m', { muted: true }, note('n', 0, 1)),
      clip('o', { node: 'other' }, note('n', 0, 1)),
    )
    expect(spans(four)).toEqual(['a/n 1000-2000', 'b/n 1000-2000'])
  })

  test('the tempo map moves notes, and what changes while they sound', () => {
    const song = project(
      clip('k', {}, note('n', 3, 1, { pitch: [0, 0.5, 1].map(beat => ({ beat, value: beat })) })),
    )
    song.transport.tempoMap = [{ beat: 2, bpm: 120, curve: 'hold' }]
    expect(flattenNotes(song, 'track', 1000)).toMatchObject([
      {
        on: 2500,
        off: 3000,
        pitch: [
          { at: 2500, value: 0 },
          { at: 2750, value: 0.5 },
        ],
      },
    ])
  })

  test('a note shorter than a frame has one', () => {
    expect(spans(project(clip('k', {}, note('n', 1, 1e-5))))).toEqual(['k/n 1000-1001'])
  })

  test('any clips: notes in order, each within its clip and at least a frame long', () => {
    const clips = fc.array(randomNoteClip(fc.constant('track')), { maxLength: 6 })
    fc.assert(
      fc.property(clips, list => {
        const song = project(...list)
        const notes = flattenNotes(song, 'track', 1000)
        expect(new Set(notes.map(({ id }) => id)).size).toBe(notes.length)
        for (const [index, { id, on, off }] of notes.entries()) {
          expect(on).toBeGreaterThanOrEqual(notes[index - 1]?.on ?? 0)
          const home = song.clips[id.split('/')[0] ?? '']
          const [start, length] = [home?.start ?? 0, home?.length ?? 0]
          expect(on).toBeGreaterThanOrEqual(Math.round(start * 1000))
          expect(off).toBeGreaterThan(on)
          expect(off).toBeLessThanOrEqual(Math.round((start + length) * 1000) + 1)
        }
      }),
    )
  })

  test('100,000 notes in a moment, and no loop makes more than a million', () => {
    const notes = Array.from({ length: 100_000 }, (_, index) => note(`n${index}`, index / 50, 0.5))
    const song = project(clip('k', { length: 1e5 }, ...notes))
    const begin = performance.now()
    expect(flattenNotes(song, 'track', 48_000).length).toBe(100_000)
    // Some 300 ms with both cores busy; the rest is room for a busier machine.
    expect(performance.now() - begin).toBeLessThan(3000)
    const endless = clip('k', { length: 2e7, loop: 1 / 16 }, note('n', 0, 1), note('m', 0, 1))
    expect(flattenNotes(project(endless), 'track', 48_000).length).toBe(MAX_FLAT_NOTES)
  })
})
