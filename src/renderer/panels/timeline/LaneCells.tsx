import { formatParam, fromKnob, movePoints, toKnob, type AutomationPoint } from '#shared/graph'
import { formatTime } from '../../kit'
import { dispatch } from '../../state'
import { deletePoints, laneEdit, pointsOf } from './drag-lane'
import { laneY } from './draw-lane'
import { paramLabel } from './hit'
import { selectPoints } from './lane-state'
import type { LaneRow } from './rows'
import { beatOfTime, reveal } from './view'

/** The points of a lane for keys and screen readers: arrows move one, Delete takes it away. */
export function LaneCells({ row }: { readonly row: LaneRow }) {
  const points = pointsOf(row)
  const label = paramLabel(row)
  return (
    <div role="row" aria-label={`${label} of ${row.track.label}`}>
      {points.length === 0 && (
        <div role="gridcell" aria-label="No points" className="absolute size-px" />
      )}
      {points.map((point, index) => (
        <div
          // Points have no ids: the place in the row is what they are.
          key={index}
          role="gridcell"
          tabIndex={index === 0 ? 0 : -1}
          aria-label={`Point ${index + 1}, ${formatTime(point.time)}, ${formatParam(row.spec, point.value)}`}
          className="absolute size-3 -translate-x-1.5 -translate-y-1.5 rounded-full"
          style={{
            left: `calc(${beatOfTime(point.time)}px * var(--zoom))`,
            top: row.y + laneY(row.spec, point.value, row.height - 1),
          }}
          onFocus={() => {
            selectPoints(row.key, [index])
            const beat = beatOfTime(point.time)
            reveal(beat, beat)
          }}
          onKeyDown={event => {
            if (event.ctrlKey || event.metaKey) return
            if (event.key === 'Delete' || event.key === 'Backspace') {
              deletePoints(row, new Set([index]))
            } else if (event.key.startsWith('Arrow')) nudge(row, index, event.key, event.shiftKey)
            else return
            event.preventDefault()
            event.stopPropagation()
          }}
        />
      ))}
    </div>
  )
}

function nudge(row: LaneRow, index: number, key: string, fine: boolean): void {
  const time = key === 'ArrowRight' ? 0.1 : key === 'ArrowLeft' ? -0.1 : 0
  const knob = key === 'ArrowUp' ? 0.02 : key === 'ArrowDown' ? -0.02 : 0
  const part = fine ? 0.1 : 1
  const points: readonly AutomationPoint[] = pointsOf(row)
  const moved = movePoints(points, new Set([index]), {
    time: time * part,
    value: value => fromKnob(row.spec, toKnob(row.spec, value) + knob * part),
  })
  dispatch(`Move a point of ${paramLabel(row)}`, laneEdit(row, moved))
}
