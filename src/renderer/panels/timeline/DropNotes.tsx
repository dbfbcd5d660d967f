import { X } from 'lucide-react'
import { useEffect } from 'react'
import { FailureNote, IconButton } from '../../ui'
import { clearDropNotes, useDropNotes } from './drop-notes'
import { useView } from './view'

const WIDTH = 320
/** Of the track headers, beside which the surface lies. */
const HEADERS = 192

/** What is to be said about the files of the last drop, beside the place where they were dropped. */
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
      <header className="flex items-center justify-between pl-1 text-xs text-soft">
        {notes.length === 1 ? '1 file' : `${notes.length} files`}
        <IconButton
          icon={X}
          size="small"
          label="Dismiss"
          data-testid="timeline-drop-dismiss"
          onClick={clearDropNotes}
        />
      </header>
      {notes.map(({ id, name, message, tone }) => (
        <div key={id} data-testid="timeline-drop-note" className="flex flex-col gap-1">
          <span className="truncate pl-1 text-xs font-medium" title={name}>
            {name}
          </span>
          <FailureNote message={message} {...(tone === 'warning' && { tone })} />
        </div>
      ))}
    </section>
  )
}
