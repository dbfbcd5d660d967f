import { memo, useRef, type RefObject } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { barPosition, playedClip, type Clip, type Track } from '#shared/graph'
import { matches } from '../../kit'
import {
  canvasView,
  catalog,
  projectNow,
  select,
  selectClips,
  useDocument,
  useTimeline,
} from '../../state'
import { editNotes, revealClips } from './clip-actions'
import { timelineCommands } from './commands'
import { clipName, TITLE_HEIGHT } from './draw-clip'
import { LaneCells } from './LaneCells'
import { useRows } from './use-rows'
import type { Row } from './rows'

interface ClipGridProps {
  readonly shadow: RefObject<HTMLDivElement | null>
}

/**
 * The tracks and clips as a screen reader finds them: each cell lies where its clip is drawn, takes the focus, and is
 * edited by the timeline's keys. Ctrl and the arrows go from clip to clip.
 */
export function ClipGrid({ shadow }: ClipGridProps) {
  const rows = useRows()
  const first = rows.find(row => row.kind === 'track' && row.track.clips.length > 0)
  const tabbed = useTimeline(state => [...state.clips].at(-1))
  const entry = tabbed ?? (first?.kind === 'track' ? first.track.clips[0]?.id : undefined)
  const grid = useRef<HTMLDivElement>(null)
  if (rows.length === 0) return undefined

  return (
    <div
      ref={grid}
      role="grid"
      aria-label="Tracks"
      tabIndex={-1}
      aria-multiselectable
      aria-rowcount={rows.length}
      className="pointer-events-none absolute inset-0 overflow-clip"
      onKeyDown={event => {
        if (!event.key.startsWith('Arrow')) return
        event.preventDefault()
        event.stopPropagation()
        if (event.ctrlKey || event.metaKey) return step(grid.current, event.target, event.key)
        // A grid has its arrows to itself, and here they are those of the commands.
        const command = timelineCommands.find(({ keys }) =>
          [keys ?? []].flat().some(combination => matches(event.nativeEvent, combination)),
        )
        void command?.run()
      }}
    >
      <div ref={shadow} role="rowgroup" className="absolute top-0 left-0 h-0 w-0 origin-top-left">
        {rows.map(row => (
          <GridRow
            key={row.kind === 'lane' ? row.key : row.track.node.id}
            row={row}
            entry={entry}
          />
        ))}
      </div>
    </div>
  )
}

const GridRow = memo(
  function GridRow({ row, entry }: { readonly row: Row; readonly entry: string | undefined }) {
    if (row.kind === 'lane') return <LaneCells row={row} />
    const { track, y } = row
    return (
      <div role="row" aria-label={track.label}>
        {track.plays && <PlayedCell track={track} y={y} height={row.height} />}
        {track.clips.length === 0 && !track.plays && (
          <div role="gridcell" aria-label="No clips" className="absolute size-px" />
        )}
        {track.clips.map(clip => (
          <Cell key={clip.id} clip={clip} y={y} height={row.height} entry={clip.id === entry} />
        ))}
      </div>
    )
  },
  (before, after) =>
    before.row === after.row &&
    !(hasEntry(before) || hasEntry(after) || before.entry === undefined),
)

function hasEntry({ row, entry }: { readonly row: Row; readonly entry: string | undefined }) {
  return row.kind === 'track' && row.track.clips.some(clip => clip.id === entry)
}

interface PlayedCellProps {
  readonly track: Track
  readonly y: number
  readonly height: number
}

/** What a player plays; Enter shows the node, where its start can be typed. */
function PlayedCell({ track: { node }, y, height }: PlayedCellProps) {
  const clip = useDocument(useShallow(document => playedClip(document, node)))
  const name = useDocument(({ assets }) => assets[clip?.asset ?? '']?.name ?? 'Missing sound')
  if (clip === undefined) return undefined
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      aria-label={`${name}, ${placeOf(clip)}, by the node’s own start`}
      data-testid={`played-${node.id}`}
      className="absolute -outline-offset-1"
      style={{
        left: `calc(${clip.start}px * var(--zoom))`,
        width: `calc(${clip.length}px * var(--zoom))`,
        top: y + 2,
        height: height - TITLE_HEIGHT + 9,
      }}
      onKeyDown={event => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        select([node.id])
        canvasView().reveal(node.id)
      }}
    />
  )
}

interface CellProps {
  readonly clip: Clip
  readonly y: number
  readonly height: number
  /** Tab comes here. */
  readonly entry: boolean
}

const Cell = memo(function Cell({ clip, y, height, entry }: CellProps) {
  const selected = useTimeline(state => state.clips.has(clip.id))
  const label = useDocument(document => {
    const type = document.graph.nodes[clip.node]?.type ?? ''
    const param = clip.kind === 'automation' ? catalog().get(type)?.params[clip.param] : undefined
    return `${clipName(document, clip, param?.label)}, ${placeOf(clip)}${clip.muted === true ? ', muted' : ''}`
  })
  return (
    <div
      role="gridcell"
      tabIndex={entry ? 0 : -1}
      aria-label={label}
      aria-selected={selected}
      data-clip={clip.id}
      data-testid={`clip-${clip.id}`}
      className="absolute -outline-offset-1"
      style={{
        left: `calc(${clip.start}px * var(--zoom))`,
        width: `calc(${clip.length}px * var(--zoom))`,
        top: y + 2,
        height: height - TITLE_HEIGHT + 9,
      }}
      onFocus={() => {
        if (!useTimeline.getState().clips.has(clip.id)) selectClips([clip.id])
        revealClips([clip.id])
      }}
      onKeyDown={event => {
        if (event.key !== 'Enter' || clip.kind !== 'notes') return
        event.preventDefault()
        editNotes(clip.id)
      }}
    />
  )
})

/** “bar 3, beat 1, 4 beats” */
function placeOf({ start, length }: Clip): string {
  const { bar, beat } = barPosition(projectNow().transport, start)
  return `bar ${bar}, beat ${beat}, ${Math.round(length * 100) / 100} beats`
}

/** The clip before or behind, or the nearest on the row above or below. */
function step(grid: HTMLElement | null, from: EventTarget | null, key: string): void {
  if (grid === null || !(from instanceof HTMLElement)) return
  const rows = [...grid.querySelectorAll('[role="row"]')].map(row => [
    ...row.querySelectorAll<HTMLElement>('[role="gridcell"][tabindex]'),
  ])
  const row = rows.findIndex(cells => cells.includes(from))
  const column = rows[row]?.indexOf(from) ?? 0
  const along = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (along !== 0) return rows[row]?.[column + along]?.focus({ preventScroll: true })
  const rest = key === 'ArrowDown' ? rows.slice(row + 1) : rows.slice(0, row).toReversed()
  const next = rest.find(cells => cells.length > 0) ?? []
  const x = from.getBoundingClientRect().left
  const [nearest] = next.toSorted((a, b) => distance(a, x) - distance(b, x))
  nearest?.focus({ preventScroll: true })
}

function distance(cell: HTMLElement, x: number): number {
  return Math.abs(cell.getBoundingClientRect().left - x)
}
