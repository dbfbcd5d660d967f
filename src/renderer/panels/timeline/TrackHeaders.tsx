import type { RefObject } from 'react'
import { LaneHeader } from './LaneHeader'
import type { Row } from './rows'
import { TrackHeader } from './TrackHeader'

interface TrackHeadersProps {
  readonly rows: readonly Row[]
  readonly headers: RefObject<HTMLDivElement | null>
}

/** The names and switches of the tracks and lanes, beside them. */
export function TrackHeaders({ rows, headers }: TrackHeadersProps) {
  return (
    <div className="relative w-48 shrink-0 overflow-clip border-r border-line bg-panel">
      <div
        ref={headers}
        role="list"
        aria-label="Track headers"
        className="absolute inset-x-0 top-0"
      >
        {rows.map(row =>
          row.kind === 'track' ? (
            <TrackHeader key={row.track.node.id} track={row.track} y={row.y} height={row.height} />
          ) : (
            <LaneHeader key={row.key} row={row} />
          ),
        )}
      </div>
    </div>
  )
}
