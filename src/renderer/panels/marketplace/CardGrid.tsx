import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { MarketCard } from '#shared/contract'
import { fetchMarketPage, MARKET_PAGE, showInMarket } from '../../state'
import { Card } from './Card'

const ROW = 144
const GAP = 12
const LEAST_WIDTH = 300

interface CardGridProps {
  readonly cards: readonly (MarketCard | undefined)[]
  readonly total: number
  readonly shown: string | undefined
}

/** The cards that were found, of which only those in sight are there. Arrow keys go from card to card. */
export function CardGrid({ cards, total, shown }: CardGridProps) {
  const box = useRef<HTMLDivElement>(null)
  const columns = useColumns(box)
  const rows = Math.ceil(total / columns)
  // Its functions change what they return without changing themselves; nothing here is memoised over them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => box.current,
    estimateSize: () => ROW + GAP,
    overscan: 3,
    paddingEnd: GAP,
  })
  const items = virtual.getVirtualItems()
  const first = (items[0]?.index ?? 0) * columns
  const last = ((items.at(-1)?.index ?? 0) + 1) * columns - 1

  useEffect(() => {
    const until = Math.min(last, total - 1)
    for (let page = Math.floor(first / MARKET_PAGE); page * MARKET_PAGE <= until; page++) {
      void fetchMarketPage(page)
    }
  }, [first, last, total, cards])

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const at = Number(event.target instanceof HTMLElement && event.target.dataset['marketIndex'])
    const by = steps(columns)[event.key]
    if (!Number.isInteger(at) || by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const to = Math.min(total - 1, Math.max(0, at + by))
    virtual.scrollToIndex(Math.floor(to / columns), { align: 'auto' })
    requestAnimationFrame(() => {
      box.current?.querySelector<HTMLElement>(`[data-market-index="${to}"]`)?.focus()
      const id = cards[to]?.id
      if (shown !== undefined && id !== undefined) showInMarket(id)
    })
  }

  return (
    // Keys of the cards, which bubble: the box itself takes no focus.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={box}
      data-testid="market-grid"
      className="min-h-0 flex-1 overflow-y-auto px-4 pt-1"
      onKeyDown={onKeyDown}
    >
      <ul
        aria-label="Plugins found"
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
      >
        {items.flatMap(({ index: row, start }) =>
          Array.from({ length: columns }, (_, column) => {
            const index = row * columns + column
            if (index >= total) return undefined
            const card = cards[index]
            return (
              <li
                key={index}
                aria-setsize={total}
                aria-posinset={index + 1}
                className="absolute top-0 left-0"
                style={{
                  height: ROW,
                  width: `calc((100% - ${(columns - 1) * GAP}px) / ${columns})`,
                  transform: `translate(calc(${column * 100}% + ${column * GAP}px), ${start}px)`,
                }}
              >
                {card === undefined ? (
                  <div className="h-full animate-pulse rounded-md border border-line bg-panel" />
                ) : (
                  <Card card={card} index={index} selected={card.id === shown} />
                )}
              </li>
            )
          }),
        )}
      </ul>
    </div>
  )
}

function steps(columns: number): Readonly<Record<string, number>> {
  return {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -Infinity,
    End: Infinity,
    PageUp: -4 * columns,
    PageDown: 4 * columns,
  }
}

/** As many columns as fit. */
function useColumns(box: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(3)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => {
      const width = element.clientWidth - 32
      setColumns(Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP))))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return columns
}
