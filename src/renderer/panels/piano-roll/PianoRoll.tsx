import { Music } from 'lucide-react'
import { useDocument, useTimeline } from '../../state'
import { EmptyState } from '../../ui'
import { clipShown } from './roll-state'
import { RollSurface } from './RollSurface'
import { RollToolbar } from './RollToolbar'

/** The notes of a clip: drawn, moved and shaped. */
export function PianoRoll() {
  useTimeline(state => state.opened)
  useTimeline(state => state.clips)
  const clip = useDocument(clipShown)
  return (
    <section
      aria-label="Notes"
      data-area="notes"
      data-testid="piano-roll"
      className="flex h-full min-h-0 flex-col"
    >
      {clip === undefined ? (
        <EmptyState icon={Music} title="No clip of notes is open">
          Select a clip of notes on the timeline, or double-click an empty place of a note track to
          make one. Then draw here: a click sets a note, a drag says how long it is.
        </EmptyState>
      ) : (
        <>
          <RollToolbar clip={clip} />
          <RollSurface key={clip.id} clip={clip} />
        </>
      )}
    </section>
  )
}
