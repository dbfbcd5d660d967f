import { create } from 'zustand'

export type MarketPlace = 'browse' | 'updates' | 'settings'

interface MarketView {
  /** Whether the marketplace stands in place of the workspace. */
  readonly open: boolean
  readonly place: MarketPlace
  /** The plugin whose page is open, and which version of it. */
  readonly shown: { readonly id: string; readonly version?: string } | undefined
}

export const useMarketView = create<MarketView>(() => ({
  open: false,
  place: 'browse',
  shown: undefined,
}))

export function openMarket(place: MarketPlace = 'browse', plugin?: string): void {
  useMarketView.setState({
    open: true,
    place,
    ...(plugin !== undefined && { shown: { id: plugin } }),
  })
}

export function closeMarket(): void {
  useMarketView.setState({ open: false })
}

/** One step back: from a plugin’s page to the list, from there to the canvas. */
export function backFromMarket(): void {
  if (useMarketView.getState().shown === undefined) closeMarket()
  else showInMarket(undefined)
}

export function showInMarket(id: string | undefined, version?: string): void {
  const shown = id === undefined ? undefined : { id, ...(version !== undefined && { version }) }
  useMarketView.setState({ shown })
}
