import { create } from 'zustand'
import { newId } from '../../kit'

/** A dropped file on its way to the timeline, or what is to be said about it, where it was dropped: in pixels of the surface. */
export interface DropNote {
  readonly id: string
  readonly name: string
  readonly at: { readonly x: number; readonly y: number }
  /** How much of it is there, 0 to 1. */
  readonly done?: number
  readonly said: readonly Said[]
}

interface Said {
  readonly message: string
  readonly tone: 'failure' | 'warning'
}

export const useDropNotes = create<{ readonly notes: readonly DropNote[] }>(() => ({ notes: [] }))

/** More are not read; the oldest go. */
const MOST = 40

export function addDropNote(name: string, at: DropNote['at']): string {
  const id = newId()
  useDropNotes.setState(({ notes }) => ({
    notes: [...notes, { id, name, at, said: [] }].slice(-MOST),
  }))
  return id
}

export function tellDropDone(id: string, done: number): void {
  change(id, note => ({ ...note, done }))
}

/** The file is through; without something to say its note goes. */
export function settleDropNote(id: string, said: readonly Said[]): void {
  if (said.length > 0) return change(id, note => ({ ...note, said }))
  useDropNotes.setState(({ notes }) => ({ notes: notes.filter(note => note.id !== id) }))
}

/** What is still on its way stays. */
export function clearDropNotes(): void {
  useDropNotes.setState(({ notes }) => ({ notes: notes.filter(note => note.said.length === 0) }))
}

function change(id: string, edit: (note: DropNote) => DropNote): void {
  useDropNotes.setState(({ notes }) => ({
    notes: notes.map(note => (note.id === id ? edit(note) : note)),
  }))
}
