import { clamp } from '../kit'
import type { Note, NoteClip } from './clips'
import type { Edit } from './edits'
import { snapBeat, type Grid } from './snap'
import type { Beats } from './time-base'
import type { TransportSettings } from './transport-settings'

type Ids = Iterable<string>

/** Shorter notes would be clicks. */
const SHORTEST_NOTE: Beats = 1 / 64

function set(clip: NoteClip, notes: readonly Note[], remove: readonly string[] = []): Edit[] {
  if (notes.length === 0 && remove.length === 0) return []
  return [{ kind: 'set-notes', clip: clip.id, notes: [...notes], remove: [...remove] }]
}

function chosen(clip: NoteClip, ids: Ids): Note[] {
  return [...ids].flatMap(id => clip.notes[id] ?? [])
}

/** Moves notes together: none before the content begins, none off the keyboard. */
export function moveNotes(clip: NoteClip, ids: Ids, beats: Beats, keys: number): Edit[] {
  const notes = chosen(clip, ids)
  const along = Math.max(beats, -Math.min(...notes.map(note => note.start)))
  const up = clamp(
    keys,
    -Math.min(...notes.map(note => note.key)),
    127 - Math.max(...notes.map(note => note.key)),
  )
  if (along === 0 && up === 0) return []
  return set(
    clip,
    notes.map(note => ({ ...note, start: note.start + along, key: note.key + up })),
  )
}

/** Moves an end of each note. */
export function resizeNotes(clip: NoteClip, ids: Ids, side: 'start' | 'end', by: Beats): Edit[] {
  if (by === 0) return []
  return set(
    clip,
    chosen(clip, ids).map(note => {
      if (side === 'end') return { ...note, length: Math.max(SHORTEST_NOTE, note.length + by) }
      const end = note.start + note.length
      const start = clamp(note.start + by, 0, Math.max(0, end - SHORTEST_NOTE))
      return { ...note, start, length: end - start }
    }),
  )
}

export function removeNotes(clip: NoteClip, ids: Ids): Edit[] {
  return set(
    clip,
    [],
    [...ids].filter(id => id in clip.notes),
  )
}

/** Sets the velocity of each note by what it is now. */
export function setVelocities(
  clip: NoteClip,
  ids: Ids,
  change: (velocity: number) => number,
): Edit[] {
  return set(
    clip,
    chosen(clip, ids).map(note => ({ ...note, velocity: clamp(change(note.velocity), 0, 1) })),
  )
}

/** Copies of notes right behind them, as far as their grid goes. */
export function duplicateNotes(
  clip: NoteClip,
  ids: Ids,
  step: Beats,
  newId: () => string,
): { readonly edits: Edit[]; readonly notes: readonly string[] } {
  const notes = chosen(clip, ids)
  const from = Math.min(...notes.map(note => note.start))
  const to = Math.max(...notes.map(note => note.start + note.length))
  const way = Math.max(step, Math.ceil((to - from) / step - 1e-6) * step)
  const copies = notes.map(note => ({ ...note, id: newId(), start: note.start + way }))
  return { edits: set(clip, copies), notes: copies.map(note => note.id) }
}

/**
 * Moves the beginnings of notes towards the grid of the timeline, a part (0 to 1) of the way; lengths stay. `swing`
 * delays every other place of the grid by that part of a step.
 */
export function quantiseNotes(
  transport: Pick<TransportSettings, 'signature' | 'signatures'>,
  clip: NoteClip,
  ids: Ids,
  { grid, strength = 1, swing = 0 }: { grid: Grid; strength?: number; swing?: number },
): Edit[] {
  const origin = clip.start - clip.offset
  const moved = chosen(clip, ids).flatMap(note => {
    const now = note.start + origin
    const to = swung(snapBeat(transport, now, grid), grid, swing)
    const start = Math.max(0, note.start + strength * (to - now))
    return start === note.start ? [] : [{ ...note, start }]
  })
  return set(clip, moved)
}

function swung(beat: Beats, grid: Grid, swing: number): Beats {
  if (typeof grid !== 'number' || swing === 0) return beat
  return Math.round(beat / grid) % 2 === 0 ? beat : beat + swing * grid
}

/** Makes each note last until the next one begins. */
export function legatoNotes(clip: NoteClip, ids: Ids): Edit[] {
  const notes = chosen(clip, ids).toSorted((a, b) => a.start - b.start)
  return set(
    clip,
    notes.flatMap(note => {
      const next = notes.find(other => other.start > note.start)
      return next === undefined ? [] : [{ ...note, length: next.start - note.start }]
    }),
  )
}
