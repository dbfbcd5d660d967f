import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, type KeyboardEvent, type RefObject } from 'react'
import { BrowserItem } from './BrowserItem'
import { BrowserGroup } from './BrowserGroup'
import type { Row } from './browser-rows'

const ROW = 28

interface BrowserListProps {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly rows: readonly Row[]
  /** Index of the marked line; −1 for none. */
  readonly active: number
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onMark: (id: string) => void
  readonly onToggle: (title: string) => void
}

/** The lines of the browser, of which only those in sight are there. The list has the focus, and a line the mark. */
export function BrowserList({ ref, rows, active, onKeyDown, onMark, onToggle }: BrowserListProps) {
  // Its functions change what they return without changing themselves; the lines are memoised over none of them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: index => rows[index]?.id ?? index,
  })

  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active, { align: 'auto' })
  }, [active, virtual])

  return (
    <div
      ref={ref}
      role="tree"
      aria-label="Nodes"
      tabIndex={0}
      aria-activedescendant={active >= 0 ? `browser-row-${active}` : undefined}
      data-testid="browser-list"
      className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index]
          if (row === undefined) return undefined
          return (
            <div
              key={key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              {row.kind === 'group' ? (
                <BrowserGroup
                  row={row}
                  id={`browser-row-${index}`}
                  active={index === active}
                  onToggle={() => onToggle(row.title)}
                />
              ) : (
                <BrowserItem
                  node={row.node}
                  id={`browser-row-${index}`}
                  row={row.id}
                  active={index === active}
                  onMark={onMark}
                />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
