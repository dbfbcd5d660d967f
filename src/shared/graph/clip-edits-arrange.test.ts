import { describe, expect, test } from 'vitest'
import { unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import {
  duplicateClips,
  moveClips,
  SHORTEST_CLIP,
  splitClips,
  stretchClip,
  trimClips,
} from './clip-edits-arrange'
import { clipsToText, pasteClips } from './clip-clipboard'
import { clipValueAt } from './clip-content'
import type { AudioClip, AutomationClip, Clip, NoteClip } from './clips'
import type { Edit } from './edits'
import { flattenNotes } from './flatten-notes'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const SOUND = 'a'.repeat(64)
const node = (id: string, type: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: { x: 0, y: 0 }, params: {} },
})
const note = (id: string, start: number) => ({ id, start, length: 1, key: 60, velocity: 1 })
const notes: NoteClip = {
  ...{ kind: 'notes', id: 'n', node: 'notes', start: 4, length: 8, offset: 0 },
  notes: { a: note('a', 0), b: note('b', 3.5), c: note('c', 6) },
}
/** Eight seconds; a beat is half of one. */
const sound: AudioClip = {
  ...{ kind: 'audio', id: 's', node: 'audio', asset: SOUND, start: 8, length: 4, offset: 1 },
  fadeIn: { length: 0.2, bend: 0 },
  fadeOut: { length: 0.3, bend: 0 },
}
const curve: AutomationClip = {
  ...{ kind: 'automation', id: 'c', node: 'gain', param: 'gain', start: 0, length: 8 },
  points: [
    { beat: 0, value: -20, curve: 'linear' },
    { beat: 8, value: 0, curve: 'hold' },
  ],
}

const base = apply(
  emptyProject('p', 'Test'),
  node('notes', 'note-track/note-track'),
  node('more', 'note-track/note-track'),
  node('audio', 'audio-track/audio-track'),
  node('gain', 'gain/gain'),
  {
    kind: 'add-asset',
    asset: {
      ...{ sha256: SOUND, name: 'rain.wav', path: 'audio/rain.wav', bytes: 9, channels: 1 },
      ...{ sampleRate: 48_000, frames: 8 * 48_000 },
    },
  },
  ...[notes, sound, curve].map((clip): Edit => ({ kind: 'add-clip', clip })),
)

function apply(project: Project, ...edits: Edit[]): Project {
  return unwrap(applyTransaction(project, { edits }, testCatalog)).project
}
function clipOf(project: Project, id: string): Clip {
  const clip = project.clips[id]
  if (clip === undefined) throw new Error(`There is no clip ${id}`)
  return clip
}
function ids() {
  let count = 0
  return () => `new${(count += 1)}`
}
const heard = (project: Project) =>
  flattenNotes(project, 'notes', 48_000).map(({ on, off }) => [on, off])

describe('E-10 arranging clips', () => {
  test('clips move together, and stop where the first of them meets the beginning', () => {
    const moved = apply(base, ...moveClips(base, ['n', 's'], -6))
    expect([clipOf(moved, 'n').start, clipOf(moved, 's').start]).toEqual([0, 4])
    expect(moveClips(base, ['c'], -1)).toEqual([])
  })

  test('a clip moves to another track where that takes it', () => {
    const edits = moveClips(base, ['n'], 0, () => 'more')
    expect(clipOf(apply(base, ...edits), 'n').node).toBe('more')
  })

  test('what is trimmed off the beginning can be drawn out again, and notes stay where they sound', () => {
    const short = apply(base, ...trimClips(base, ['n'], 'start', 3))
    expect(clipOf(short, 'n')).toMatchObject({ start: 7, length: 5, offset: 3 })
    expect(heard(short)).toEqual(heard(base).slice(1))
    expect(clipOf(apply(short, ...trimClips(short, ['n'], 'start', -3)), 'n')).toEqual(notes)
  })

  test('a clip of notes that is drawn out past its beginning gets room before its notes', () => {
    const long = apply(base, ...trimClips(base, ['n'], 'start', -2))
    expect(clipOf(long, 'n')).toMatchObject({ start: 2, length: 10, offset: 0 })
    expect(heard(long)).toEqual(heard(base))
  })

  test('a clip of sound goes no farther than its sound, at either end', () => {
    const early = apply(base, ...trimClips(base, ['s'], 'start', -7))
    // One second of the sound was left out: two beats.
    expect(clipOf(early, 's')).toMatchObject({ start: 6, length: 6, offset: 0 })
    const late = apply(base, ...trimClips(base, ['s'], 'end', 100))
    expect(clipOf(late, 's').length).toBeCloseTo(14, 9)
    const least = apply(base, ...trimClips(base, ['s'], 'end', -100))
    expect(clipOf(least, 's').length).toBe(SHORTEST_CLIP)
  })

  test('a sound that repeats can be drawn out as far as one likes', () => {
    const again = apply(base, { kind: 'set-clip', clip: 's', change: { repeats: true } })
    const long = apply(again, ...trimClips(again, ['s'], 'end', 100))
    expect(clipOf(long, 's').length).toBe(104)
    const early = apply(again, ...trimClips(again, ['s'], 'start', -6))
    // Three seconds before second 1 of eight: second 6.
    expect(clipOf(early, 's')).toMatchObject({ start: 2, offset: 6 })
  })

  test('a cut clip plays what it played: notes, curves and the sound from where it was cut', () => {
    const { edits, clips } = splitClips(base, ['n', 's', 'c'], 10, ids())
    expect(clips).toHaveLength(2)
    const cut = apply(base, ...edits)
    expect(heard(cut)).toEqual(heard(base))
    expect(clipOf(cut, 's')).toMatchObject({ start: 8, length: 2, offset: 1 })
    expect(clipOf(cut, 's')).not.toHaveProperty('fadeOut')
    expect(clipOf(cut, 'new2')).toMatchObject({ start: 10, length: 2, offset: 2 })
    expect(clipOf(cut, 'new2')).not.toHaveProperty('fadeIn')

    const parts = apply(base, ...splitClips(base, ['c'], 2, ids()).edits)
    const [left, right] = [clipOf(parts, 'c'), clipOf(parts, 'new1')]
    if (left.kind !== 'automation' || right.kind !== 'automation') throw new Error('Two curves')
    for (const beat of [0, 1, 1.999]) {
      expect(clipValueAt(base, left, beat)).toBeCloseTo(-20 + 2.5 * beat)
    }
    for (const beat of [0, 3, 6]) {
      expect(clipValueAt(base, right, beat)).toBeCloseTo(-15 + 2.5 * beat)
    }
  })

  test('nothing is cut where no clip lies, or nothing would be left', () => {
    expect(splitClips(base, ['n'], 4, ids()).edits).toEqual([])
    expect(splitClips(base, ['n'], 12, ids()).edits).toEqual([])
    expect(splitClips(base, ['n'], 40, ids()).edits).toEqual([])
  })

  test('copies follow right behind, as far apart as they were', () => {
    const { edits, clips } = duplicateClips(base, ['n', 's'], ids())
    const copied = apply(base, ...edits)
    expect(clips.map(id => clipOf(copied, id).start)).toEqual([12, 16])
  })

  test('stretched notes move apart; a stretched sound plays slower, and no slower than a quarter', () => {
    const slow = apply(base, ...stretchClip(base, notes, 16))
    expect(heard(slow).map(([on = 0]) => on - 2 * 24_000 * 2)).toEqual(
      heard(base).map(([on = 0]) => 2 * (on - 2 * 24_000 * 2)),
    )
    expect(clipOf(apply(base, ...stretchClip(base, sound, 8)), 's')).toMatchObject({
      ...{ length: 8, speed: 0.5 },
    })
    const most = clipOf(apply(base, ...stretchClip(base, sound, 100)), 's')
    expect(most).toMatchObject({ speed: 0.25 })
    expect(most.length).toBeCloseTo(16, 9)
  })

  test('clips are pasted at a place, each on a track that takes it; other texts are refused', () => {
    const text = clipsToText(base, ['n', 's']) ?? ''
    const place = { at: 20, onto: undefined, newId: ids() }
    const pasted = unwrap(pasteClips(text, { project: base, catalog: testCatalog }, place))
    const after = apply(base, ...pasted.edits)
    expect(pasted.clips.map(id => clipOf(after, id).start)).toEqual([20, 24])
    const bare = emptyProject('q', 'Other')
    const nowhere = pasteClips(text, { project: bare, catalog: testCatalog }, place)
    expect(nowhere).toMatchObject({ ok: false, error: { code: 'clip-refused' } })
    for (const wrong of ['', '{"wireharp":"clips"', '{"wireharp":"graph"}', `${text}x`]) {
      const refused = pasteClips(wrong, { project: base, catalog: testCatalog }, place)
      expect(refused).toMatchObject({ ok: false, error: { code: 'edit-invalid' } })
    }
  })
})
