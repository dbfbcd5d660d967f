import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import {
  bringTrack,
  findSimilar,
  markTrack,
  needRow,
  previewTrack,
  togglePreview,
  usePreview,
  useSounds,
} from '../../state'
import { TrackItem } from './TrackItem'

const ROW = 40
const PAGE = 10

/** The sounds, of which only those in sight are there, and of a large library only they are fetched. */
export function TrackList() {
  const list = useRef<HTMLDivElement>(null)
  const total = useSounds(state => state.total)
  const rows = useSounds(state => state.rows)
  const marked = useSounds(state => state.marked)
  const generation = useSounds(state => state.generation)
  // Its functions change what they return without changing themselves; nothing here is memoised over them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index
  const last = items.at(-1)?.index

  useEffect(() => {
    if (first === undefined || last === undefined) return
    for (let index = first; index <= last; index++) needRow(index)
  }, [first, last, generation])

  const shown = useSounds(({ view }) => (view.kind === 'all' ? 'all' : view.title))
  useEffect(() => virtual.scrollToOffset(0), [shown, virtual])

  useEffect(() => {
    if (marked >= 0) virtual.scrollToIndex(marked, { align: 'auto' })
  }, [marked, virtual])

  return (
    <div
      ref={list}
      role="tree"
      aria-label="Sounds"
      tabIndex={0}
      aria-activedescendant={rows.has(marked) ? `library-row-${marked}` : undefined}
      data-testid="library-list"
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map(({ index, key, start }) => {
          const track = rows.get(index)
          return (
            <div
              key={key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              {track === undefined ? (
                <div className="mx-2 my-2 h-6 rounded-sm bg-control/40" />
              ) : (
                <TrackItem
                  track={track}
                  index={index}
                  total={total}
                  active={index === marked}
                  onMark={markTrack}
                />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Where the mark goes by a key of a list; undefined for other keys. */
export function moveBy(key: string, marked: number, total: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: marked + 1,
    ArrowUp: marked - 1,
    PageDown: marked + PAGE,
    PageUp: marked - PAGE,
    Home: 0,
    End: total - 1,
  }
  const to = steps[key]
  return to === undefined ? undefined : Math.max(0, Math.min(total - 1, to))
}

export function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const { marked, total, rows } = useSounds.getState()
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const to = moveBy(event.key, marked, total)
  const track = rows.get(marked)
  if (to !== undefined && !event.shiftKey) {
    event.preventDefault()
    markTrack(to)
    // Whoever listens goes on listening from row to row.
    const next = rows.get(to)
    if (usePreview.getState().track !== undefined && next !== undefined) void previewTrack(next.id)
    return
  }
  if (track === undefined) return
  if (event.key === ' ') togglePreview(track.id)
  else if (event.key === 'Enter') void bringTrack(track.id)
  else if (event.key === 'F' && event.shiftKey) {
    void findSimilar({ kind: 'track', track: track.id }, track.name)
  } else return
  event.preventDefault()
  event.stopPropagation()
}
