import { X } from 'lucide-react'
import { useEffect } from 'react'
import { FailureNote, IconButton, Progress } from '../../ui'
import { clearDropNotes, useDropNotes, type DropNote } from './drop-notes'
import { useView } from './view'

const WIDTH = 320
/** Of the track headers, beside which the surface lies. */
const HEADERS = 192

/** The files of the last drop that are on their way, or of which there is something to say, beside the place where they fell. */
export function DropNotes() {
  const notes = useDropNotes(state => state.notes)
  const [last] = notes.slice(-1)
  const { width } = useView()
  useEffect(() => clearDropNotes, [])
  if (last === undefined) return undefined
  const left = HEADERS + Math.max(8, Math.min(last.at.x, width - WIDTH - 16))
  return (
    <section
      aria-label="Dropped files"
      data-testid="timeline-drop-notes"
      className="appear absolute top-2 z-10 flex max-h-[calc(100%-24px)] flex-col gap-2 overflow-y-auto rounded-md border border-line-strong bg-raised p-2 text-sm shadow-float"
      style={{ left, width: WIDTH }}
    >
      <header className="flex h-5 items-center justify-between pl-1 text-xs text-soft">
        {notes.length === 1 ? '1 file' : `${notes.length} files`}
        {notes.some(({ said }) => said.length > 0) && (
          <IconButton
            icon={X}
            size="small"
            label="Dismiss"
            data-testid="timeline-drop-dismiss"
            onClick={clearDropNotes}
          />
        )}
      </header>
      {notes.map(note => (
        <Note key={note.id} {...note} />
      ))}
    </section>
  )
}

function Note({ name, done, said }: DropNote) {
  const isSettled = said.length > 0
  return (
    <div
      data-testid={isSettled ? 'timeline-drop-note' : 'timeline-drop-progress'}
      className="flex flex-col gap-1"
    >
      <span className="truncate pl-1 text-xs font-medium" title={name}>
        {isSettled ? name : `Importing ${name}…`}
      </span>
      {!isSettled && <Progress done={done} label={`Import of ${name}`} />}
      {said.map(({ message, tone }) => (
        <FailureNote key={message} message={message} tone={tone} />
      ))}
    </div>
  )
}
