import { array, assert, double, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import { automationAt, type AutomationPoint } from './automation'
import { moveNotes, quantiseNotes, resizeNotes } from './clip-edits-notes'
import type { NoteClip } from './clips'
import type { Edit } from './edits'
import { addPoint, bendCurve, movePoints, thinned, writePoints } from './lane-edits'
import { emptyProject, type Project } from './project'
import { recordedNotesEdits } from './recorded-notes'
import { gridFor, snapBeat } from './snap'
import { testCatalog } from './testing'
import { tracksOf } from './tracks'
import { moveSignature, moveTempo, setSignatureAt, setTempoAt } from './transport-edits'

const project = emptyProject('p', 'Test')
const { transport } = project

function apply(edits: readonly Edit[], to: Project = project): Project {
  return unwrap(applyTransaction(to, { edits: [...edits] }, testCatalog)).project
}

const clip: NoteClip = {
  ...{ kind: 'notes', id: 'k', node: 't', start: 0.1, length: 8, offset: 0 },
  notes: {
    a: { id: 'a', start: 0.3, length: 1, key: 60, velocity: 0.5 },
    b: { id: 'b', start: 2, length: 1, key: 126, velocity: 0.5 },
  },
}
function notesOf([edit]: readonly Edit[]) {
  if (edit?.kind !== 'set-notes') throw new Error('Notes are set')
  return Object.fromEntries(edit.notes.map(note => [note.id, note]))
}

describe('E-10 snapping', () => {
  test('to the nearest place of the grid, which begins anew with every bar', () => {
    expect(snapBeat(transport, 1.3, 0.5)).toBe(1.5)
    expect(snapBeat(transport, 5.9, 'bar')).toBe(4)
    expect(snapBeat(transport, 6.1, 'bar')).toBe(8)
    expect(snapBeat(transport, -2, 1)).toBe(0)
    expect(snapBeat(transport, 1.234, 'off')).toBe(1.234)
    const odd = { signature: { beats: 7, unit: 8 } as const, signatures: [] }
    // A bar of 3½ beats has no place at 4: the next bar line is nearer.
    expect(snapBeat(odd, 3.4, 1)).toBe(3.5)
    expect(snapBeat(odd, 4.4, 1)).toBe(4.5)
  })

  test('the grid is as fine as its lines have room', () => {
    expect(gridFor(0.2)).toBe(0.25)
    expect(gridFor(30)).toBe('bar')
  })
})

describe('E-10 notes', () => {
  test('notes move together, and stay on the keyboard and behind the beginning', () => {
    const moved = notesOf(moveNotes(clip, ['a', 'b'], -1, 5))
    expect(moved['a']).toMatchObject({ start: 0, key: 61 })
    expect(moved['b']).toMatchObject({ start: 1.7, key: 127 })
    expect(moveNotes(clip, ['a'], 0, 0)).toEqual([])
  })

  test('quantising goes by the timeline, not by the clip, and by parts of the way', () => {
    const whole = notesOf(quantiseNotes(transport, clip, ['a'], { grid: 1 }))
    expect(whole['a']?.start).toBe(0)
    const quarter = notesOf(quantiseNotes(transport, clip, ['a', 'b'], { grid: 0.5 }))
    // On the timeline: 0.4 → 0.5 and 2.1 → 2.
    expect(quarter['a']?.start).toBeCloseTo(0.4)
    expect(quarter['b']?.start).toBeCloseTo(1.9)
    const half = notesOf(quantiseNotes(transport, clip, ['b'], { grid: 0.5, strength: 0.5 }))
    expect(half['b']?.start).toBeCloseTo(1.95)
    const swung = notesOf(quantiseNotes(transport, clip, ['a'], { grid: 0.5, swing: 0.5 }))
    expect(swung['a']?.start).toBeCloseTo(0.65)
  })

  test('a note is never shorter than a 64th, whichever end is moved', () => {
    expect(notesOf(resizeNotes(clip, ['a'], 'end', -9))['a']?.length).toBe(1 / 64)
    expect(notesOf(resizeNotes(clip, ['a'], 'start', 9))['a']).toMatchObject({ length: 1 / 64 })
  })

  test('what was played becomes a clip from bar line to bar line, with its expression', () => {
    const with_ = apply([
      {
        kind: 'add-node',
        node: { id: 't', type: 'note-track/note-track', position: { x: 0, y: 0 }, params: {} },
      },
    ])
    let count = 0
    const made = recordedNotesEdits(
      with_,
      't',
      [{ start: 5.5, length: 3, key: 64, velocity: 0.7, pitch: [{ beat: 1, value: 0.5 }] }],
      () => `x${(count += 1)}`,
    )
    const recorded = apply(made?.edits ?? [], with_).clips[made?.clip ?? '']
    expect(recorded).toMatchObject({ kind: 'notes', start: 4, length: 8 })
    if (recorded?.kind !== 'notes') throw new Error('It holds notes')
    expect(Object.values(recorded.notes)).toMatchObject([
      { start: 1.5, length: 3, key: 64, pitch: [{ beat: 1, value: 0.5 }] },
    ])
    expect(recordedNotesEdits(with_, 't', [], () => 'x')).toBeUndefined()
  })
})

const line = (...points: readonly (readonly [number, number])[]): AutomationPoint[] =>
  points.map(([time, value]) => ({ time, value, curve: 'linear' }))

describe('E-10 lanes', () => {
  test('a point at the time of another takes its place', () => {
    expect(addPoint(line([0, 1], [2, 3]), { time: 2, value: 9, curve: 'hold' })).toEqual([
      ...line([0, 1]),
      { time: 2, value: 9, curve: 'hold' },
    ])
  })

  test('a bent curve goes through where the hand holds it, and from point to point as before', () => {
    const bent = bendCurve(line([0, 0], [2, 1], [4, 0]), 0, 0.9)
    expect(bent.map(({ time }) => time)).toEqual([0, 1, 2, 4])
    expect(automationAt(bent, 1)).toBe(0.9)
    expect(automationAt(bent, 0.5)).toBeGreaterThan(0.45)
    expect(automationAt(bent, 2)).toBe(1)
    expect(automationAt(bent, 3)).toBe(0.5)
    expect(bendCurve(line([0, 0]), 0, 0.9)).toEqual(line([0, 0]))
  })

  test('points move together, past others, and not before the beginning', () => {
    const moved = movePoints(line([1, 1], [2, 2], [3, 3]), new Set([0, 1]), {
      time: -5,
      value: value => value + 1,
    })
    expect(moved).toEqual(line([0, 2], [1, 3], [3, 3]))
    const past = movePoints(line([1, 1], [2, 2]), new Set([0]), { time: 2, value: value => value })
    expect(past).toEqual(line([2, 2], [3, 1]))
  })

  test('what is written takes the place of what was there, and the rest sounds as before', () => {
    const before = line([0, 0], [10, 10])
    const after = writePoints(before, line([2, 7], [3, 8], [4, 7]))
    for (const time of [0, 4.01, 6, 9.5, 12]) {
      expect(automationAt(after, time)).toBeCloseTo(automationAt(before, time), 1)
    }
    expect(automationAt(after, 3)).toBe(8)
  })

  test('thinned points stay within the tolerance of all that were drawn', () => {
    const drawn = array(double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 200 })
    assert(
      property(drawn, values => {
        const points = line(...values.map((value, index) => [index * 0.01, value] as const))
        const few = thinned(points, 0.05)
        const range = Math.max(...values) - Math.min(...values)
        for (const { time, value } of points) {
          expect(Math.abs(automationAt(few, time) - value)).toBeLessThanOrEqual(0.05 * range + 1e-9)
        }
      }),
    )
    const ramp = line(...Array.from({ length: 100 }, (_, index) => [index, 2 * index] as const))
    expect(thinned(ramp)).toHaveLength(2)
  })
})

describe('E-10 tempo and signatures', () => {
  test('a change of the tempo is made, moved onto another, and taken away', () => {
    const two = apply(
      setTempoAt(apply(setTempoAt(transport, 8, { bpm: 90 })).transport, 16, { bpm: 60 }),
    )
    expect(two.transport.tempoMap.map(({ beat, bpm }) => [beat, bpm])).toEqual([
      [8, 90],
      [16, 60],
    ])
    const moved = apply(moveTempo(two.transport, 8, 16)).transport.tempoMap
    expect(moved.map(({ beat, bpm }) => [beat, bpm])).toEqual([[16, 90]])
    expect(apply(setTempoAt(two.transport, 8, undefined)).transport.tempoMap).toHaveLength(1)
    expect(apply(setTempoAt(transport, 0, { bpm: 70 })).transport.tempo).toBe(70)
  })

  test('a signature belongs to a bar, and moves from bar line to bar line', () => {
    const changed = apply(setSignatureAt(transport, 9, { beats: 3, unit: 4 }))
    expect(changed.transport.signatures).toEqual([{ bar: 3, beats: 3, unit: 4 }])
    const moved = apply(moveSignature(changed.transport, 3, 14.5))
    expect(moved.transport.signatures).toEqual([{ bar: 5, beats: 3, unit: 4 }])
    expect(moveSignature(changed.transport, 3, 0)).toEqual([])
  })
})

describe('E-10 tracks', () => {
  test('are the nodes that take clips, and those that have automation', () => {
    const node = (id: string, type: string): Edit => ({
      kind: 'add-node',
      node: { id, type, position: { x: 0, y: 0 }, params: {} },
    })
    const full = apply([
      node('t', 'note-track/note-track'),
      node('a', 'audio-track/audio-track'),
      node('g', 'gain/gain'),
      node('f', 'filter/filter'),
      {
        ...{ kind: 'set-automation', node: 'g', param: 'gain' },
        points: [{ time: 0, value: 0, curve: 'hold' }],
      },
    ])
    const tracks = tracksOf(full, testCatalog).map(({ node: { id }, hosts }) => [id, hosts])
    expect(tracks).toEqual([
      ['t', 'notes'],
      ['a', 'audio'],
      ['g', undefined],
    ])
  })
})
