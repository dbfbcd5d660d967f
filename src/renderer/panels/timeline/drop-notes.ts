import { create } from 'zustand'
import { newId } from '../../kit'

/** What is to be said about a dropped file, where it was dropped: in pixels of the surface. */
export interface DropNote {
  readonly id: string
  readonly name: string
  readonly message: string
  readonly tone: 'error' | 'warning'
  readonly at: { readonly x: number; readonly y: number }
}

export const useDropNotes = create<{ readonly notes: readonly DropNote[] }>(() => ({ notes: [] }))

/** More are not read; the oldest go. */
const MOST = 40

export function addDropNote(note: Omit<DropNote, 'id'>): void {
  useDropNotes.setState(({ notes }) => ({
    notes: [...notes, { ...note, id: newId() }].slice(-MOST),
  }))
}

export function clearDropNotes(): void {
  useDropNotes.setState({ notes: [] })
}
