import { SearchX, Store, WifiOff } from 'lucide-react'
import { marketSortSchema, type MarketSort } from '#shared/contract'
import {
  clearMarketQuery,
  openMarket,
  searchMarket,
  setMarketQuery,
  useMarket,
  useMarketResults,
  useMarketView,
} from '../../state'
import { Button, Choice, EmptyState, FailureNote } from '../../ui'
import { CardGrid } from './CardGrid'
import { Facets } from './Facets'
import { isFiltered } from './query'
import { agoInWords } from './words'

const sortWords: Readonly<Record<MarketSort, string>> = {
  relevance: 'Best match',
  name: 'Name',
  newest: 'Newest',
  rating: 'Rating',
  size: 'Smallest',
}
const sortSpec = {
  kind: 'choice',
  label: 'Sort by',
  default: 'relevance',
  options: marketSortSchema.options.map(id => ({ id, label: sortWords[id] })),
} as const

/** The catalogue: facets beside the cards. */
export function Browse() {
  const shown = useMarketView(state => state.shown?.id)
  const { cards, total, query, failure, facets, asking } = useMarketResults()
  return (
    <>
      <nav
        aria-label="Filters"
        className="w-52 max-[760px]:w-36 shrink-0 overflow-y-auto border-r border-line bg-panel pt-2"
      >
        <Facets />
      </nav>
      <section
        aria-label="Plugins"
        aria-busy={asking}
        className="flex min-h-0 min-w-0 flex-1 flex-col"
      >
        <h2 className="sr-only">Plugins found</h2>
        <div className="flex h-11 shrink-0 items-center gap-3 px-4">
          <p
            className="min-w-0 flex-1 truncate text-xs text-faint"
            role="status"
            data-testid="market-count"
          >
            {facets !== undefined && (total === 1 ? '1 plugin' : `${total} plugins`)}
          </p>
          <OfflineHint />
          <span className="text-xs text-faint">Sort by</span>
          <span className="w-28">
            <Choice
              spec={sortSpec}
              compact
              label="Sort by"
              value={query.sort ?? 'relevance'}
              onChange={sort => setMarketQuery({ sort: marketSortSchema.parse(sort) })}
            />
          </span>
        </div>
        {failure !== undefined && (
          <div className="px-4 pb-3">
            <FailureNote message={`${failure.message} (${failure.code})`} testId="market-failure">
              <Button onClick={() => void searchMarket()}>Try again</Button>
            </FailureNote>
          </div>
        )}
        {total === 0 && facets !== undefined ? (
          <Nothing />
        ) : (
          <CardGrid cards={cards} total={total} shown={shown} />
        )}
      </section>
    </>
  )
}

function Nothing() {
  const query = useMarketResults(state => state.query)
  const narrowed = isFiltered(query) || (query.text ?? '') !== ''
  return narrowed ? (
    <EmptyState icon={SearchX} title="No plugin fits">
      <p className="pb-2">Try another word, or fewer filters.</p>
      <Button onClick={clearMarketQuery}>Clear search and filters</Button>
    </EmptyState>
  ) : (
    <EmptyState icon={Store} title="The catalogue is empty">
      <p className="pb-2">Add a registry, or a folder of packages.</p>
      <Button onClick={() => openMarket('settings')}>Sources</Button>
    </EmptyState>
  )
}

/** Registries that do not answer: what they said last is shown. */
function OfflineHint() {
  const away = useMarket(state => state.registries.filter(each => each.state === 'offline').length)
  const asOf = useMarketResults(state => state.asOf)
  if (away === 0) return undefined
  return (
    <button
      type="button"
      data-testid="market-offline"
      className="flex items-center gap-1.5 rounded px-2 text-xs text-warn hover:underline"
      onClick={() => openMarket('settings')}
    >
      <WifiOff size={13} aria-hidden />
      Offline{asOf !== undefined && `: as of ${agoInWords(asOf)}`}
    </button>
  )
}
