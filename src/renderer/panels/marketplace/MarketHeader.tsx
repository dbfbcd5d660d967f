import { Search, Store, X } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  backFromMarket,
  closeMarket,
  openMarket,
  setMarketQuery,
  useMarket,
  useMarketResults,
  useMarketView,
  type MarketPlace,
} from '../../state'
import { classNames, IconButton, TextField } from '../../ui'

/** What is searched for, and the parts of the marketplace. */
export function MarketHeader() {
  const place = useMarketView(state => state.place)
  const text = useMarketResults(state => state.query.text ?? '')
  const due = useMarket(state => state.updates.filter(({ pinned }) => !pinned).length)
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-panel px-4">
      <Store size={17} aria-hidden className="shrink-0 text-accent-text" />
      <h1 className="w-33 shrink-0 text-lg font-semibold max-[760px]:sr-only">Marketplace</h1>
      <div className="relative max-w-120 min-w-40 flex-1">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-2 left-2.5 text-faint"
        />
        <TextField
          type="search"
          value={text}
          dir="auto"
          placeholder="Search plugins: tape, shimmer, euclid…"
          aria-label="Search the marketplace"
          data-testid="market-search"
          className="h-8 pl-8"
          onChange={event => {
            if (place !== 'browse') openMarket('browse')
            setMarketQuery({ text: event.currentTarget.value })
          }}
          onKeyDown={event => {
            if (event.key === 'ArrowDown') {
              event.preventDefault()
              document.querySelector<HTMLElement>('[data-market-index="0"]')?.focus()
            } else if (event.key === 'Escape') {
              event.preventDefault()
              if (text === '') backFromMarket()
              else setMarketQuery({ text: '' })
            }
          }}
        />
      </div>
      <span className="flex-1" />
      <nav aria-label="Marketplace" className="flex gap-1">
        <Tab place="browse" now={place}>
          Discover
        </Tab>
        <Tab place="updates" now={place}>
          Updates
          {due > 0 && (
            <span className="rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent">
              {due}
            </span>
          )}
        </Tab>
        <Tab place="settings" now={place}>
          Sources
        </Tab>
      </nav>
      <IconButton
        icon={X}
        label="Leave the marketplace"
        keys="Escape"
        data-testid="market-leave"
        onClick={closeMarket}
      />
    </header>
  )
}

interface TabProps {
  readonly place: MarketPlace
  readonly now: MarketPlace
  readonly children: ReactNode
}

function Tab({ place, now, children }: TabProps) {
  return (
    <button
      type="button"
      aria-current={place === now ? 'page' : undefined}
      data-testid={`market-${place}`}
      className={classNames(
        'flex h-8 items-center gap-2 rounded px-3 text-sm transition-colors',
        place === now ? 'bg-control text-text' : 'text-soft hover:bg-control hover:text-text',
      )}
      onClick={() => openMarket(place)}
    >
      {children}
    </button>
  )
}
