import { Circle, Plus, Trash2, X } from 'lucide-react'
import { useTimeline } from '../../state'
import { IconButton, Tip } from '../../ui'
import { paramLabel } from './hit'
import { addPointHere, clearLane, hideLane, toggleWriting } from './lane-actions'
import type { LaneRow } from './rows'

export function LaneHeader({ row }: { readonly row: LaneRow }) {
  const writing = useTimeline(state => state.writing.has(row.key))
  const label = paramLabel(row)
  const has = row.track.node.automation?.[row.param] !== undefined
  return (
    <div
      role="listitem"
      aria-label={`${label} of ${row.track.label}`}
      data-testid={`lane-${row.key}`}
      className="absolute inset-x-0 flex flex-col justify-center gap-1 border-b border-line bg-well pr-1 pl-6"
      style={{ top: row.y, height: row.height }}
    >
      <span className="truncate text-xs text-soft">
        {label} {row.spec.unit !== '' && <span className="text-faint">{row.spec.unit}</span>}
      </span>
      <div className="flex items-center gap-0.5">
        <IconButton
          icon={Plus}
          size="small"
          label={`Add a point to ${label} at the playhead`}
          onClick={() => addPointHere(row)}
        />
        <Tip
          text={
            writing
              ? 'Turning the knob is written here while it plays'
              : 'Write by turning the knob'
          }
        >
          <button
            type="button"
            aria-label={`Write ${label} by turning its knob`}
            aria-pressed={writing}
            data-testid={`write-${row.key}`}
            className="inline-flex size-5 items-center justify-center rounded text-soft hover:bg-control aria-pressed:text-bad"
            onClick={() => toggleWriting(row)}
          >
            <Circle size={11} fill={writing ? 'currentColor' : 'none'} aria-hidden />
          </button>
        </Tip>
        <span className="flex-1" />
        {has ? (
          <IconButton
            icon={Trash2}
            size="small"
            label={`Clear ${label}`}
            onClick={() => clearLane(row)}
          />
        ) : (
          <IconButton
            icon={X}
            size="small"
            label={`Close the lane of ${label}`}
            onClick={() => hideLane(row)}
          />
        )}
      </div>
    </div>
  )
}
