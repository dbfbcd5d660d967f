import { create } from 'zustand'
import type { MarketCard, MarketFacets, MarketSearch } from '#shared/contract'
import type { Failure } from '#shared/kit'
import { attempt } from '../../kit'
import { client } from '../connection'

export type MarketQuery = Omit<MarketSearch, 'page' | 'perPage'>

/** Cards come by so many at once. */
export const MARKET_PAGE = 60

interface MarketResults {
  readonly query: MarketQuery
  /** As they were asked for: undefined where a page has not come yet. */
  readonly cards: readonly (MarketCard | undefined)[]
  readonly total: number
  readonly facets: MarketFacets | undefined
  readonly asOf: number | undefined
  readonly failure: Failure | undefined
  /** Whether an answer to what is asked now is still to come. */
  readonly asking: boolean
}

export const useMarketResults = create<MarketResults>(() => ({
  query: {},
  cards: [],
  total: 0,
  facets: undefined,
  asOf: undefined,
  failure: undefined,
  asking: false,
}))

/** Grows with every search: answers to older ones come too late. */
let asked = 0
const asking = new Set<number>()

export function setMarketQuery(change: MarketQuery): void {
  const query = { ...useMarketResults.getState().query, ...change }
  useMarketResults.setState({ query })
  void searchMarket()
}

export function clearMarketQuery(): void {
  const { sort } = useMarketResults.getState().query
  useMarketResults.setState({ query: sort === undefined ? {} : { sort } })
  void searchMarket()
}

/** Asks anew; what is there stays until the answer is, so that nothing flickers while one types. */
export async function searchMarket(): Promise<void> {
  const own = ++asked
  asking.clear()
  const { query } = useMarketResults.getState()
  useMarketResults.setState({ asking: true })
  const page = await attempt(client().marketplace.search({ ...query, perPage: MARKET_PAGE }))
  if (own !== asked) return
  if (!page.ok) {
    useMarketResults.setState({ failure: page.error, asking: false })
    return
  }
  const { cards, total, facets, asOf } = page.value
  useMarketResults.setState({
    cards: [...cards],
    total,
    facets,
    asOf,
    failure: undefined,
    asking: false,
  })
}

/** Asks for a page of what was searched for, once. */
export async function fetchMarketPage(page: number): Promise<void> {
  const { query, cards } = useMarketResults.getState()
  if (asking.has(page) || cards[page * MARKET_PAGE] !== undefined) return
  asking.add(page)
  const own = asked
  const answer = await attempt(
    client().marketplace.search({ ...query, page, perPage: MARKET_PAGE }),
  )
  if (own !== asked) return
  asking.delete(page)
  if (!answer.ok) return
  useMarketResults.setState(state => {
    const next = [...state.cards]
    next.length = Math.max(next.length, page * MARKET_PAGE)
    answer.value.cards.forEach((card, index) => (next[page * MARKET_PAGE + index] = card))
    return { cards: next, total: answer.value.total }
  })
}
