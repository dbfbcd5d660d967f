import { useRef } from 'react'
import { ClipStrip } from './ClipStrip'
import { DropNotes } from './DropNotes'
import { EmptyTimeline } from './EmptyTimeline'
import { Ruler } from './Ruler'
import { Surface } from './Surface'
import { SignList } from './SignList'
import { Toolbar } from './Toolbar'
import { TrackHeaders } from './TrackHeaders'
import { usePainting } from './use-painting'
import { useRows } from './use-rows'

/** The timeline: tracks, clips and automation over bars and time. */
export function Timeline() {
  const tracks = useRef<HTMLCanvasElement>(null)
  const ruler = useRef<HTMLCanvasElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const rulerHead = useRef<HTMLDivElement>(null)
  const shadow = useRef<HTMLDivElement>(null)
  const headers = useRef<HTMLDivElement>(null)
  const rows = useRows()
  usePainting({ tracks, ruler, heads: [head, rulerHead], shadow, headers })

  return (
    <section
      aria-label="Timeline"
      data-area="timeline"
      data-testid="timeline"
      className="flex h-full min-h-0 flex-col"
    >
      <Toolbar />
      <div className="flex shrink-0 border-t border-line">
        <div className="w-48 shrink-0 border-r border-b border-line bg-panel">
          <SignList />
        </div>
        <Ruler canvas={ruler} head={rulerHead} />
      </div>
      <div className="relative flex min-h-0 flex-1">
        <TrackHeaders rows={rows} headers={headers} />
        <Surface canvas={tracks} head={head} shadow={shadow} />
        {rows.length === 0 && <EmptyTimeline />}
        <DropNotes />
      </div>
      <ClipStrip />
    </section>
  )
}
