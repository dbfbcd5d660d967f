import { describe, expect, test } from 'vitest'
import { canonicalJson, unwrap } from '../kit'
import { applyPatches, applyTransaction } from './apply-transaction'
import { MAX_CLIP_NOTES, type Clip, type Note } from './clips'
import type { Edit } from './edits'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const add = (id: string, type: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, params: {} },
})
const note = (id: string, more: Partial<Note> = {}): Note => ({
  id,
  start: 0,
  length: 1,
  key: 60,
  velocity: 1,
  ...more,
})
const place = { start: 0, length: 4 }
const notes: Clip = {
  id: 'notes',
  kind: 'notes',
  node: 'track',
  ...place,
  offset: 0,
  loop: 2,
  notes: { a: note('a'), b: note('b', { pitch: [{ beat: 0, value: 1 }] }) },
}
const curve: Clip = {
  id: 'curve',
  kind: 'automation',
  node: 'gain',
  param: 'gain',
  ...place,
  points: [{ beat: 1, value: -6, curve: 'spline' }],
}
const put = (clip: Clip): Edit => ({ kind: 'add-clip', clip })

function apply(project: Project, ...edits: Edit[]) {
  return applyTransaction(project, { edits }, testCatalog)
}
const base = unwrap(
  apply(
    emptyProject('p', 'Test'),
    add('track', 'note-track/note-track'),
    add('track2', 'note-track/note-track'),
    add('gain', 'gain/gain'),
    put(notes),
    put(curve),
  ),
).project

describe('T-06 edits of clips', () => {
  test.each<[string, Edit, object]>([
    [
      'a move along the timeline and to another track',
      { kind: 'move-clips', places: { notes: { start: 8, node: 'track2' }, curve: { start: 9 } } },
      { notes: { start: 8, node: 'track2' }, curve: { start: 9, node: 'gain' } },
    ],
    [
      'what a clip is called',
      {
        kind: 'set-clip',
        clip: 'curve',
        change: { name: 'Swell', colour: '#00ff00', muted: true },
      },
      { curve: { name: 'Swell', colour: '#00ff00', muted: true } },
    ],
    [
      'a loop away, and another offset',
      { kind: 'set-clip', clip: 'notes', change: { loop: 0, offset: 1, length: 8 } },
      { notes: { offset: 1, length: 8 } },
    ],
    [
      'a note in, one changed and one away',
      {
        kind: 'set-notes',
        clip: 'notes',
        notes: [note('c'), note('b', { key: 61 })],
        remove: ['a'],
      },
      { notes: { notes: { b: note('b', { key: 61 }), c: note('c') } } },
    ],
  ])('%s', (_, edit, expected) => {
    const applied = unwrap(apply(base, edit))
    expect(applied.project.clips).toMatchObject(expected)
    expect(canonicalJson(applyPatches(applied.project, applied.inverse))).toBe(canonicalJson(base))
  })

  test('what is set to nothing is not kept', () => {
    const named: Edit = { kind: 'set-clip', clip: 'curve', change: { name: 'x', muted: true } }
    const bare: Edit = { kind: 'set-clip', clip: 'curve', change: { name: '', muted: false } }
    expect(unwrap(apply(base, named, bare)).project.clips).toEqual(base.clips)
  })

  test('clips go with their node and come back with it', () => {
    const removed = unwrap(apply(base, { kind: 'remove-nodes', nodes: ['track'] }))
    expect(Object.keys(removed.project.clips)).toEqual(['curve'])
    expect(applyPatches(removed.project, removed.inverse)).toEqual(base)
  })

  test('one note of many is one small change in the log', () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`n${index}`, note(`n${index}`)]),
    )
    const full = unwrap(apply(base, put({ ...notes, id: 'many', notes: many }))).project
    const moved = apply(full, {
      kind: 'set-notes',
      clip: 'many',
      notes: [note('n77', { start: 3 })],
      remove: [],
    })
    expect(JSON.stringify(unwrap(moved).patches).length).toBeLessThan(300)
  })

  const tooMany = Array.from({ length: MAX_CLIP_NOTES - 1 }, (_, index) => note(`n${index}`))
  test.each<[string, Edit, string]>([
    ['a second clip of the same id', put(notes), 'edit-invalid'],
    ['notes on a node that sends none', put({ ...notes, id: 'x', node: 'gain' }), 'clip-refused'],
    ['notes on no node', put({ ...notes, id: 'x', node: 'nobody' }), 'node-unknown'],
    ['no such parameter', put({ ...curve, id: 'x', param: 'none' }), 'parameter-unknown'],
    [
      'a value out of range',
      put({ ...curve, id: 'x', points: [{ beat: 0, value: 99, curve: 'hold' }] }),
      'parameter-out-of-range',
    ],
    [
      'points out of range',
      {
        kind: 'set-clip',
        clip: 'curve',
        change: { points: [{ beat: 0, value: 99, curve: 'hold' }] },
      },
      'parameter-out-of-range',
    ],
    [
      'a loop of automation',
      { kind: 'set-clip', clip: 'curve', change: { loop: 1 } },
      'edit-invalid',
    ],
    [
      'points of notes',
      { kind: 'set-clip', clip: 'notes', change: { points: [] } },
      'edit-invalid',
    ],
    [
      'a move to a node that sends no notes',
      { kind: 'move-clips', places: { notes: { start: 0, node: 'gain' } } },
      'clip-refused',
    ],
    ['no clip', { kind: 'remove-clips', clips: ['x'] }, 'clip-unknown'],
    ['no note', { kind: 'set-notes', clip: 'notes', notes: [], remove: ['x'] }, 'edit-invalid'],
    [
      'notes in automation',
      { kind: 'set-notes', clip: 'curve', notes: [note('x')], remove: [] },
      'edit-invalid',
    ],
    [
      'too many notes',
      { kind: 'set-notes', clip: 'notes', notes: tooMany, remove: [] },
      'edit-invalid',
    ],
  ])('%s is refused', (_, edit, code) => {
    expect(apply(base, edit)).toMatchObject({ ok: false, error: { code } })
  })
})
