import { AudioLines, Music, Rows3 } from 'lucide-react'
import { Button, EmptyState } from '../../ui'
import { addTrack } from './clip-actions'

/** What a timeline is for, and how to begin. Drops fall through to the surface beneath. */
export function EmptyTimeline() {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-0 flex justify-center">
      <div className="flex flex-col items-center">
        <EmptyState icon={Rows3} title="Nothing on the timeline yet">
          Drop a sound here to place it in time. Add a note track and double-click it to write
          notes, or open the lane of a parameter from a knob’s menu to automate it.
        </EmptyState>
        <div className="pointer-events-auto -mt-4 flex gap-2 pb-6">
          <Button onClick={() => addTrack('notes')} data-testid="empty-note-track">
            <Music size={13} aria-hidden /> Note track
          </Button>
          <Button onClick={() => addTrack('audio')} data-testid="empty-audio-track">
            <AudioLines size={13} aria-hidden /> Audio track
          </Button>
        </div>
      </div>
    </div>
  )
}
