import { memo, type RefObject } from 'react'
import { barPosition, type Note, type NoteClip } from '#shared/graph'
import { matches } from '../../kit'
import { projectNow } from '../../state'
import { rollCommands } from './commands'
import { selectNotes, useRollState } from './roll-state'
import { keyName } from './scales'
import { setRoll, useRoll } from './view'

interface NoteListProps {
  readonly clip: NoteClip
  readonly list: RefObject<HTMLDivElement | null>
}

/** The notes for keys and screen readers, each where it is drawn. Ctrl and the arrows go from note to note. */
export function NoteList({ clip, list }: NoteListProps) {
  const last = useRollState(state => [...state.selected].at(-1))
  const notes = Object.values(clip.notes).toSorted((a, b) => a.start - b.start || a.key - b.key)
  const entry = last !== undefined && last in clip.notes ? last : notes[0]?.id
  if (notes.length === 0) return undefined
  return (
    <div
      role="listbox"
      tabIndex={-1}
      aria-label="Notes of the clip"
      aria-multiselectable
      className="pointer-events-none absolute inset-0 overflow-clip"
      onKeyDown={event => {
        if (!event.key.startsWith('Arrow')) return
        event.preventDefault()
        event.stopPropagation()
        const way = event.key === 'ArrowRight' || event.key === 'ArrowUp' ? 1 : -1
        if (event.ctrlKey || event.metaKey) return step(event.currentTarget, event.target, way)
        const command = rollCommands.find(({ keys }) =>
          [keys ?? []].flat().some(combination => matches(event.nativeEvent, combination)),
        )
        void command?.run()
      }}
    >
      <div ref={list} className="absolute top-0 left-0 h-0 w-0">
        {notes.map(note => (
          <NoteCell
            key={note.id}
            note={note}
            origin={clip.start - clip.offset}
            entry={note.id === entry}
          />
        ))}
      </div>
    </div>
  )
}

interface NoteCellProps {
  readonly note: Note
  readonly origin: number
  readonly entry: boolean
}

const NoteCell = memo(function NoteCell({ note, origin, entry }: NoteCellProps) {
  const selected = useRollState(state => state.selected.has(note.id))
  return (
    <div
      role="option"
      tabIndex={entry ? 0 : -1}
      aria-selected={selected}
      aria-label={nameOf(note, origin)}
      data-testid={`note-${note.id}`}
      className="absolute -outline-offset-1"
      style={{
        left: `calc(${note.start}px * var(--zoom))`,
        width: `calc(${note.length}px * var(--zoom))`,
        top: `calc(${127 - note.key}px * var(--row))`,
        height: 'calc(1px * var(--row))',
      }}
      onFocus={() => {
        if (!useRollState.getState().selected.has(note.id)) selectNotes([note.id])
        reveal(note)
      }}
    />
  )
})

function nameOf({ key, start, velocity }: Note, origin: number): string {
  const { bar, beat } = barPosition(projectNow().transport, Math.max(0, start + origin))
  return `${keyName(key)}, bar ${bar}, beat ${beat}, velocity ${Math.round(velocity * 127)}`
}

function step(list: HTMLElement, from: EventTarget | null, way: number): void {
  const cells = [...list.querySelectorAll<HTMLElement>('[role="option"]')]
  const index = cells.findIndex(cell => cell === from)
  cells[index + way]?.focus({ preventScroll: true })
}

function reveal({ start, length, key }: Note): void {
  const { left, zoom, width, top, row, height } = useRoll.getState()
  if (start < left || start + length > left + width / zoom) setRoll({ left: start - 40 / zoom })
  if (key >= top || key < top - height / row + 1) setRoll({ top: key + height / row / 2 })
}
