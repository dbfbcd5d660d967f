import {
  applyTransaction,
  moveNotes,
  resizeNotes,
  setVelocities,
  snapBeat,
  type Edit,
  type Note,
  type NoteClip,
  type Project,
} from '#shared/graph'
import { newId } from '../../kit'
import { catalog, dispatch, pressKey, projectNow, releaseKey } from '../../state'
import type { ReadoutLines } from '../../ui'
import { VELOCITY_HEIGHT, type Box } from './draw-roll'
import { endWords, noteWords, velocityWords } from './readouts'
import { selectedNotes, selectNotes, useRollState } from './roll-state'
import { beatAtRoll, keyAtRoll, rollGrid, rollX, rollY, useRoll } from './view'

export interface At {
  readonly x: number
  readonly y: number
  readonly shift: boolean
  readonly free: boolean
  readonly mod: boolean
}

export interface NoteDrag {
  move(to: At): void
  /** What is said beside the pointer, of what is shown just now. */
  says?(): ReadoutLines
  end(moved: boolean): void
  cancel(): void
}

let shown: { readonly edits: readonly Edit[]; readonly document: Project } | undefined
let box: Box | undefined

export function rollProject(): Project {
  return shown?.document ?? projectNow()
}

/** Whether a drag would change anything, as it stands. */
export function isDrawing(): boolean {
  return shown !== undefined
}

export function rollMarquee(): Box | undefined {
  return box
}

function preview(edits: readonly Edit[]): void {
  const applied = applyTransaction(projectNow(), { edits: [...edits] }, catalog())
  shown = applied.ok ? { edits, document: applied.value.project } : undefined
}

function commit(label: string): void {
  const edits = shown?.edits ?? []
  shown = undefined
  if (edits.length > 0) dispatch(label, edits)
}

/** The note under a place, the last that was drawn first; `edge` at its end. */
export function noteAt(
  clip: NoteClip,
  x: number,
  y: number,
): { readonly note: Note; readonly part: 'body' | 'start' | 'end' } | undefined {
  const { zoom, row } = useRoll.getState()
  const note = Object.values(clip.notes).findLast(other => {
    const from = rollX(other.start)
    const top = rollY(other.key)
    return (
      x >= from - 1 && x <= from + Math.max(6, other.length * zoom) && y >= top && y < top + row
    )
  })
  if (note === undefined) return undefined
  const from = rollX(note.start)
  const to = from + note.length * zoom
  const edge = Math.min(6, (to - from) / 3)
  return { note, part: x > to - edge ? 'end' : x < from + edge / 2 ? 'start' : 'body' }
}

/** A place of the content on the grid of the timeline. */
function snapped(clip: NoteClip, beat: number, free: boolean): number {
  const origin = clip.start - clip.offset
  const grid = free ? 'off' : rollGrid()
  return Math.max(0, snapBeat(projectNow().transport, beat + origin, grid) - origin)
}

/** As `snapped`, never past the place: a click in a cell of the grid means that cell. */
function cellAt(clip: NoteClip, beat: number, free: boolean): number {
  const grid = rollGrid()
  const step = typeof grid === 'number' && !free ? grid : 0
  return snapped(clip, Math.max(0, beat - step / 2), free)
}

const HOLDER = 'piano roll'
let sounding: number | undefined

/** Lets a key be heard while it is held. */
export function hearKey(key: number | undefined, velocity = 0.8): void {
  if (key === sounding) return
  if (sounding !== undefined) releaseKey(HOLDER, sounding)
  sounding = key
  if (key !== undefined) pressKey(HOLDER, key, velocity)
}

export function heardKey(): number | undefined {
  return sounding
}

export function beginNoteDrag(clip: NoteClip, at: At): NoteDrag {
  const hit = noteAt(clip, at.x, at.y)
  if (hit === undefined) return at.shift || at.mod ? dragBox(clip, at) : dragNew(clip, at)
  const { note, part } = hit
  pressNote(note.id, at.shift)
  useRollState.setState({ length: note.length, velocity: note.velocity })
  return part === 'body' ? dragMove(clip, note, at) : dragEnd(clip, note, part, at)
}

/** Selects what is pressed: alone, or beside the others. */
function pressNote(id: string, beside: boolean): void {
  const { selected } = useRollState.getState()
  if (!beside) {
    if (!selected.has(id)) selectNotes([id])
  } else if (selected.has(id)) selectNotes([...selected].filter(other => other !== id))
  else selectNotes([...selected, id])
}

/** Draws a note from here on, as long as the drag goes. */
function dragNew(clip: NoteClip, at: At): NoteDrag {
  const { length, velocity } = useRollState.getState()
  const id = newId()
  const start = cellAt(clip, beatAtRoll(at.x), at.free)
  const key = keyAtRoll(at.y)
  const put = (long: number) => {
    const note: Note = { id, start, length: Math.max(1 / 64, long), key, velocity }
    preview([{ kind: 'set-notes', clip: clip.id, notes: [note], remove: [] }])
    return note
  }
  let note = put(length)
  selectNotes([id])
  hearKey(key, velocity)
  return {
    move(to) {
      const end = snapped(clip, beatAtRoll(to.x), to.free)
      const grid = rollGrid()
      note = put(Math.max(typeof grid === 'number' ? grid : 1 / 16, end - start))
      useRollState.setState({ length: note.length })
    },
    says: () => noteWords(clip, note),
    end() {
      hearKey(undefined)
      commit('Draw note')
    },
    cancel: () => drop(),
  }
}

function drop(): void {
  hearKey(undefined)
  shown = undefined
  box = undefined
}

function dragMove(clip: NoteClip, note: Note, from: At): NoteDrag {
  const ids = selectedNotes(clip)
  let moved: readonly Note[] = []
  hearKey(Math.round(note.key), note.velocity)
  return {
    move(to) {
      const { zoom } = useRoll.getState()
      const start = snapped(clip, note.start + (to.x - from.x) / zoom, to.free)
      const keys = keyAtRoll(to.y) - keyAtRoll(from.y)
      hearKey(Math.min(127, Math.max(0, Math.round(note.key) + keys)), note.velocity)
      const edits = moveNotes(clip, ids, to.shift ? 0 : start - note.start, keys)
      moved = edits.flatMap(edit => (edit.kind === 'set-notes' ? edit.notes : []))
      preview(from.mod ? asCopies(edits) : edits)
    },
    says: () => noteWords(clip, moved.find(({ id }) => id === note.id) ?? note),
    end(went) {
      hearKey(undefined)
      const what = ids.length === 1 ? 'note' : `${ids.length} notes`
      if (went) commit(`${from.mod ? 'Copy' : 'Move'} ${what}`)
      else drop()
    },
    cancel: () => drop(),
  }
}

function asCopies(edits: readonly Edit[]): Edit[] {
  return edits.map(edit =>
    edit.kind === 'set-notes'
      ? { ...edit, notes: edit.notes.map(note => ({ ...note, id: newId() })) }
      : edit,
  )
}

function dragEnd(clip: NoteClip, note: Note, part: 'start' | 'end', from: At): NoteDrag {
  const ids = selectedNotes(clip)
  const edge = part === 'end' ? note.start + note.length : note.start
  return {
    move(to) {
      const { zoom } = useRoll.getState()
      const at = snapped(clip, edge + (to.x - from.x) / zoom, to.free)
      preview(resizeNotes(clip, ids, part, at - edge))
    },
    says() {
      const now = clipNote(clip.id, note.id) ?? note
      return part === 'start' ? noteWords(clip, now) : endWords(clip, now)
    },
    end(moved) {
      const long = clipNote(clip.id, note.id)?.length ?? note.length
      useRollState.setState({ length: long })
      if (moved) commit('Resize notes')
      else drop()
    },
    cancel: () => drop(),
  }
}

function clipNote(clip: string, note: string): Note | undefined {
  const found = rollProject().clips[clip]
  return found?.kind === 'notes' ? found.notes[note] : undefined
}

function dragBox(clip: NoteClip, from: At): NoteDrag {
  const before = from.shift ? selectedNotes(clip) : []
  const { zoom, row } = useRoll.getState()
  return {
    move(to) {
      box = {
        x1: Math.min(from.x, to.x),
        y1: Math.min(from.y, to.y),
        x2: Math.max(from.x, to.x),
        y2: Math.max(from.y, to.y),
      }
      const { x1, y1, x2, y2 } = box
      const inside = Object.values(clip.notes).filter(note => {
        const [x, y] = [rollX(note.start), rollY(note.key)]
        return x < x2 && x + note.length * zoom > x1 && y < y2 && y + row > y1
      })
      selectNotes([...before, ...inside.map(note => note.id)])
    },
    end(moved) {
      box = undefined
      if (!moved) selectNotes(before)
    },
    cancel: () => drop(),
  }
}

/** Sets the velocity of the notes that the pointer goes over; of the selected ones where one of them is held. */
export function beginVelocityDrag(clip: NoteClip, at: At): NoteDrag | undefined {
  const near = (x: number) =>
    Object.values(clip.notes).filter(note => Math.abs(rollX(note.start) + 3 - x) <= 5)
  const held = near(at.x)
  const selected = selectedNotes(clip)
  const together = held.some(note => selected.includes(note.id)) && selected.length > 1
  const touched = new Map<string, number>()
  const level = (y: number) =>
    Math.min(1, Math.max(0, (VELOCITY_HEIGHT - 4 - y) / (VELOCITY_HEIGHT - 8)))
  const change = (to: At) => {
    if (together) {
      const by = level(to.y) - level(at.y)
      return preview(setVelocities(clip, selected, velocity => velocity + by))
    }
    for (const note of near(to.x)) touched.set(note.id, level(to.y))
    const edits = [...touched].flatMap(([id, value]) => setVelocities(clip, [id], () => value))
    preview(edits)
    useRollState.setState({ velocity: level(to.y) })
  }
  change(at)
  return {
    move: change,
    says: () => (shown === undefined ? [] : velocityWords(shown.edits)),
    end: () => commit('Set velocity'),
    cancel: () => drop(),
  }
}
