import {
  duplicateNotes,
  legatoNotes,
  moveNotes,
  quantiseNotes,
  removeNotes,
  resizeNotes,
  type NoteClip,
} from '#shared/graph'
import { newId } from '../../kit'
import { dispatch, projectNow } from '../../state'
import { clipShown, selectedNotes, selectNotes } from './roll-state'
import { rollGrid } from './view'

/** A step of the grid, where there is one. */
export function stepNow(): number {
  const grid = rollGrid()
  return typeof grid === 'number' ? grid : 1
}

function countOf(notes: readonly string[]): string {
  return notes.length === 1 ? 'note' : `${notes.length} notes`
}

/** Does something to the selected notes of the clip that is shown. */
function onSelected(act: (clip: NoteClip, notes: readonly string[]) => void): void {
  const clip = clipShown()
  const notes = clip === undefined ? [] : selectedNotes(clip)
  if (clip !== undefined && notes.length > 0) act(clip, notes)
}

export function deleteNotes(): void {
  onSelected((clip, notes) => void dispatch(`Delete ${countOf(notes)}`, removeNotes(clip, notes)))
}

export function shiftNotes(beats: number, keys: number): void {
  onSelected((clip, notes) => {
    const label = keys === 0 ? 'Move' : 'Transpose'
    dispatch(`${label} ${countOf(notes)}`, moveNotes(clip, notes, beats, keys))
  })
}

export function lengthenNotes(way: number): void {
  onSelected((clip, notes) => {
    dispatch(`Resize ${countOf(notes)}`, resizeNotes(clip, notes, 'end', way * stepNow()))
  })
}

/** All notes where none is selected. */
export function quantise(strength = 1, swing = 0): void {
  const clip = clipShown()
  if (clip === undefined) return
  const selected = selectedNotes(clip)
  const notes = selected.length > 0 ? selected : Object.keys(clip.notes)
  const options = { grid: stepNow(), strength, swing }
  dispatch(
    `Quantise ${countOf(notes)}`,
    quantiseNotes(projectNow().transport, clip, notes, options),
  )
}

export function legato(): void {
  onSelected((clip, notes) => void dispatch(`Legato`, legatoNotes(clip, notes)))
}

export function duplicate(): void {
  onSelected((clip, ids) => {
    const { edits, notes } = duplicateNotes(clip, ids, stepNow(), newId)
    if (dispatch(`Duplicate ${countOf(ids)}`, edits)) selectNotes(notes)
  })
}

export function selectAll(): void {
  selectNotes(Object.keys(clipShown()?.notes ?? {}))
}

let copied: readonly NoteClip['notes'][string][] = []

export function copyNotes(): void {
  onSelected((clip, notes) => {
    copied = notes.flatMap(id => clip.notes[id] ?? [])
  })
}

/** Where the playhead stands in the clip, or else where the copied notes came from. */
export function pasteNotes(at: number | undefined): void {
  const clip = clipShown()
  if (clip === undefined || copied.length === 0) return
  const first = Math.min(...copied.map(note => note.start))
  const by = at === undefined ? 0 : at - first
  const notes = copied.map(note => ({ ...note, id: newId(), start: note.start + by }))
  if (
    dispatch(`Paste ${countOf(notes.map(note => note.id))}`, [
      { kind: 'set-notes', clip: clip.id, notes, remove: [] },
    ])
  ) {
    selectNotes(notes.map(note => note.id))
  }
}
